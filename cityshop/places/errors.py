"""Refusals of places."""

from typing import ClassVar

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class MapFileUnreadable(Refusal):
    status: ClassVar[int] = 422
    message = n_("This file is not readable as a map file. Export it again and try once more.")


class MapFileHasDoctype(Refusal):
    status: ClassVar[int] = 422
    message = n_("This file declares a document type. Map files have none, so it is not read.")


class PlaceUnknown(Unknown):
    message = n_("This place is not in the guide, or no longer.")


class PlaceAlreadyThere(Refusal):
    message = n_("%(name)s already stands in the guide on this spot. Change that place instead.")
    field = "name"


class ClosureAlreadyThere(Refusal):
    message = n_("Something else already begins on that day. End that first.")
    field = "first_day"


class ClosureIsOver(Refusal):
    status: ClassVar[int] = 422
    message = n_("These days are over. Choose days that are still to come.")
    field = "last_day"


class ClosureOutOfReach(Refusal):
    status: ClassVar[int] = 422
    message = n_("Choose days that begin within two years and last at most one year.")
    field = "last_day"


class ClosureUnknown(Unknown):
    message = n_("These special days are not there, or no longer.")
