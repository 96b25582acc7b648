"""Refusals of terraces."""

from typing import ClassVar

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class PermitFileUnreadable(Refusal):
    status: ClassVar[int] = 422
    message = n_("This file is not readable as a list. Save it as CSV or XLSX and try once more.")
    field = "list_file"


class PermitColumnsMissing(Refusal):
    status: ClassVar[int] = 422
    message = n_(
        "The list has no row of headings with at least a name, a street and an end date or square metres."
    )
    field = "list_file"


class PermitListTooLong(Refusal):
    status: ClassVar[int] = 422
    message = n_("The list is too long: at most %(most)s rows at once. Cut it in parts.")
    field = "list_file"


class PermitListEmpty(Refusal):
    status: ClassVar[int] = 422
    message = n_("There is no row under the headings of this list.")
    field = "list_file"


class PermitListCarriedOut(Refusal):
    message = n_("This list was already carried out.")


class GuideChangedMeanwhile(Refusal):
    message = n_("The guide changed since you looked. Look at what would change now, and confirm again.")


class FootprintsUnreadable(Refusal):
    status: ClassVar[int] = 422
    message = n_("This file is not readable as building outlines. Export it again and try once more.")


class FootprintsNotDegrees(Refusal):
    status: ClassVar[int] = 422
    message = n_("The outlines are not in degrees but perhaps in Lambert metres. Convert them to WGS 84.")


class FootprintKindUnknown(Refusal):
    status: ClassVar[int] = 422
    message = n_("This kind of file is not known. Use .geojson, .osm or .osm.pbf.")


class FootprintSupportMissing(Refusal):
    message = n_("Reading building outlines needs an extra: install cityshop[osm].")
