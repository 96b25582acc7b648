"""Rows of a file that do not become a place, each with its reason."""

from dataclasses import dataclass
from enum import StrEnum

from cityshop.core.words import n_


class Reason(StrEnum):
    NOT_IN_A_GUIDE = "not_in_a_guide"
    NO_NAME = "no_name"
    SAME_OBJECT = "same_object"
    NO_COORDINATES = "no_coordinates"
    NOT_DEGREES = "not_degrees"
    SWAPPED = "swapped"
    NOT_IN_BELGIUM = "not_in_belgium"
    RING_NOT_CLOSED = "ring_not_closed"
    NO_SURFACE = "no_surface"
    NO_POINT_OR_AREA = "no_point_or_area"
    NOT_READABLE = "not_readable"

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES = {
    Reason.NOT_IN_A_GUIDE: n_("This is not a shop, café, restaurant or bar."),
    Reason.NO_NAME: n_("It has no name."),
    Reason.SAME_OBJECT: n_("The same object stands earlier in this file; it counts once."),
    Reason.NO_COORDINATES: n_("It has no coordinates."),
    Reason.NOT_DEGREES: n_(
        "These coordinates are not degrees but perhaps Lambert metres. Convert them to WGS 84."
    ),
    Reason.SWAPPED: n_("Latitude and longitude are swapped."),
    Reason.NOT_IN_BELGIUM: n_("This point is not in Belgium."),
    Reason.RING_NOT_CLOSED: n_("The outline does not end where it begins."),
    Reason.NO_SURFACE: n_("The outline has no inside."),
    Reason.NO_POINT_OR_AREA: n_("It is a line or a collection, not a point or an area."),
    Reason.NOT_READABLE: n_("This row is not readable."),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """`row` is the object's id in the file, or its number where it has none."""

    row: str
    reason: Reason


class Unusable(ValueError):
    """Why one row cannot be a place."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
