"""Refusals of places."""

from typing import ClassVar

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class MapFileUnreadable(Refusal):
    status: ClassVar[int] = 422
    message = n_("This file is not readable as a map file. Export it again and try once more.")


class MapFileHasDoctype(Refusal):
    status: ClassVar[int] = 422
    message = n_("This file declares a document type. Map files have none, so it is not read.")


class MapFileKindUnknown(Refusal):
    status: ClassVar[int] = 422
    message = n_("This kind of file is not known. Use .osm, .osm.pbf or .geojson.")


class PbfSupportMissing(Refusal):
    message = n_("Reading .osm.pbf needs an extra: install cityshop[osm], or use the .osm file.")
