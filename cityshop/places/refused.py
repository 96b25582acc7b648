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
    KIND_UNKNOWN = "kind_unknown"
    SAME_ROW = "same_row"
    FORMULA = "formula"
    UNSAFE_WEBSITE = "unsafe_website"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_POSTAL_CODE = "not_a_postal_code"
    NOT_SEATS = "not_seats"
    NOT_A_DIET = "not_a_diet"
    NOT_A_PAYMENT = "not_a_payment"
    NOT_A_CATEGORY = "not_a_category"
    NOT_AN_OWNERSHIP = "not_an_ownership"

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
    Reason.KIND_UNKNOWN: n_("We do not know this kind of place."),
    Reason.SAME_ROW: n_("The same name stands earlier in this file, within 60 metres."),
    Reason.FORMULA: n_("It has a formula. Put the value itself in the cell."),
    Reason.UNSAFE_WEBSITE: n_("The website is not an address that begins with http or https."),
    Reason.NOT_A_PHONE: n_("The phone number has more in it than digits."),
    Reason.NOT_A_POSTAL_CODE: n_("The postal code does not have four digits."),
    Reason.NOT_SEATS: n_("The number of seats is not a whole number."),
    Reason.NOT_A_DIET: n_(
        "What is on the menu has a word that the guide does not know. Write, for example, vegan."
    ),
    Reason.NOT_A_PAYMENT: n_(
        "The ways to pay have a word that the guide does not know. Write, for example, cash."
    ),
    Reason.NOT_A_CATEGORY: n_(
        "The guide has no such word for what a shop sells. Write, for example, bakery."
    ),
    Reason.NOT_AN_OWNERSHIP: n_("Whose business it is can only be independent or chain."),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """`row` is the object's id in the file, or its number where it has none; `name` what it calls itself."""

    row: str
    reason: Reason
    name: str = ""


class Unusable(ValueError):
    """Why one row cannot be a place."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
