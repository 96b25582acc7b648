"""Refusals of imports."""

from typing import ClassVar

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class FileRefused(Refusal):
    """The file as a whole cannot be used; nothing of it was written."""

    status: ClassVar[int] = 422
    field = "file"
    message = n_("This file cannot be used.")


class FileKindUnknown(FileRefused):
    message = n_(
        "We do not recognise this file. "
        "Send a list (CSV or XLSX), GeoJSON, an Overpass answer, .osm, .osm.pbf or GPX."
    )


class FileEmpty(FileRefused):
    message = n_("This file is empty.")


class FileUnreadable(FileRefused):
    message = n_("This file is damaged, or it is not what it says it is. Save it again and try once more.")


class TooManyRows(FileRefused):
    message = n_("This file has more than 50,000 rows. Cut it into parts.")


class ListWithoutRows(FileRefused):
    message = n_("This list needs a first row with the names of its columns, and rows below it.")


class MergedCells(FileRefused):
    message = n_("This sheet has merged cells, so its rows cannot be told apart. Split them and try again.")


class SheetTooLarge(FileRefused):
    message = n_("Unpacked this sheet is far larger than a list of places can be. It is not opened.")


class KmlNotRead(FileRefused):
    message = n_("KML is made to look at. Save the places as GeoJSON, GPX or CSV and send that.")


class KmlPointsElsewhere(FileRefused):
    message = n_(
        "This KML has no places of its own: it only points to another address. Nothing is fetched from there."
    )


class PbfSupportMissing(FileRefused):
    message = n_("Reading .osm.pbf needs an extra: install cityshop[osm], or use the .osm file.")


class NothingToImport(FileRefused):
    message = n_("Nothing in this file belongs in a guide: none of its rows can be used.")


class BatchUnknown(Unknown):
    message = n_("This import is not here, or no longer.")


class BatchElsewhere(Refusal):
    message = n_("Somebody else was first: this import is in another state now. Look again.")
