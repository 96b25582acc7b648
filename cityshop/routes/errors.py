"""Refusals of routes."""

from typing import ClassVar

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class RouteUnknown(Unknown):
    message = n_("This route does not exist, or no longer.")


class StopUnknown(Unknown):
    message = n_("This stop is not on the route, or no longer.")


class RoutePaused(Refusal):
    message = n_("The city has paused this route. Its page says why.")


class RouteHasNoLine(Refusal):
    message = n_("This route has no line yet. Add one from a GPX file first.")


class RouteNeedsMainLine(Refusal):
    message = n_("A short cut needs a route to leave and to join again. Add the line of the route first.")


class ShortCutElsewhere(Refusal):
    status: ClassVar[int] = 422
    message = n_("This short cut does not begin and end on the route.")
    field = "file"


class StopMoved(Refusal):
    message = n_("Somebody changed the order meanwhile. Look again at the list below.")


class StopAlreadyThere(Refusal):
    message = n_("%(name)s is a stop of this route already.")


class TooManyStops(Refusal):
    message = n_("A route has at most 99 stops.")


class FileRefused(Refusal):
    """A file that gives no line."""

    status: ClassVar[int] = 422
    field = "file"


class GpxUnreadable(FileRefused):
    message = n_("This file is not readable as GPX. Export it again and try once more.")


class FileHasDoctype(FileRefused):
    message = n_("This file declares a document type. GPX and map files have none, so it is not read.")


class FileHasNoLine(FileRefused):
    message = n_("There are points in this file but no line. Export it as a track or a route.")


class FileHasNoUsablePoints(FileRefused):
    message = n_(
        "No point of this line can be used. Are latitude and longitude swapped, or is it not in Belgium?"
    )


class FileTooLong(FileRefused):
    message = n_("This line has more than %(most)s points. Split it, or let your program leave points out.")


class FileTooLarge(FileRefused):
    message = n_("This file is too large. Send one of at most %(megabytes)s MB.")


class MapUnreadable(FileRefused):
    message = n_("This file is not readable as a map file. Export it again and try once more.")


class MapKindUnknown(FileRefused):
    message = n_("This kind of file is not known. Use .gpx, .osm, .osm.pbf or .json.")


class MapHasNoRoutes(FileRefused):
    message = n_("There is no route in this file: no relation for walking or cycling.")


class RelationUnknown(FileRefused):
    message = n_("Relation %(relation)s is not in this file.")


class OsmSupportMissing(Refusal):
    message = n_("Reading .osm.pbf needs an extra: install cityshop[osm], or use the .osm file.")
