"""Refusals of maps."""

from typing import ClassVar

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class BasemapSupportMissing(Refusal):
    message = n_("Building a basemap needs an extra: install cityshop[osm].")


class ExtractUnreadable(Refusal):
    status: ClassVar[int] = 422
    message = n_(
        "This file is not readable as an extract of OpenStreetMap. Download it again and try once more."
    )


class NothingInTheBox(Refusal):
    status: ClassVar[int] = 422
    message = n_("Nothing of this extract lies in the box. Give --bbox as west,south,east,north in degrees.")


class DrawingFailed(Refusal):
    message = n_("The tiles could not be made: %(reason)s")
