"""Upkeep in words."""

from collections.abc import Mapping

from cityshop.core.words import n_
from cityshop.places.revisions import Who
from cityshop.upkeep.models import Answer, Delivery, EditKind, ReportKind, Verdict

FIELD: Mapping[str, str] = {
    "name": n_("Name"),
    "kind": n_("Kind"),
    "state": n_("State"),
    "latitude": n_("Point on the map"),
    "street": n_("Street and number"),
    "postal_code": n_("Postal code"),
    "town": n_("Town"),
    "phone": n_("Phone"),
    "website": n_("Website"),
    "text": n_("Text"),
    "hours_text": n_("Opening hours"),
    "wheelchair": n_("Wheelchair"),
    "diets": n_("On the menu"),
    "payments": n_("Paying"),
    "category": n_("What the shop sells"),
    "ownership": n_("Whose business it is"),
    "picture": n_("Photo"),
    "picture_alt": n_("What is on the photo"),
}
EDIT: Mapping[str, str] = {
    EditKind.CHANGE: n_("Change of a place"),
    EditKind.TIE: n_("A shop says: this place is ours"),
    EditKind.NEW: n_("A new place"),
}
REPORT: Mapping[str, str] = {
    ReportKind.CLOSED: n_("It closed for good"),
    ReportKind.HOURS: n_("The opening hours are wrong"),
    ReportKind.ADDRESS: n_("The address or the point on the map is wrong"),
    ReportKind.OTHER: n_("Something else"),
}
OWN_EDIT: Mapping[str, tuple[str, str]] = {
    Verdict.WAITING: (n_("Waits for the town hall"), "warn"),
    Verdict.ACCEPTED: (n_("Accepted"), "good"),
    Verdict.REFUSED: (n_("Refused"), "bad"),
    Verdict.WITHDRAWN: (n_("Withdrawn"), "off"),
}
WHO: Mapping[str, str] = {
    Who.STAFF: n_("Town hall"),
    Who.MERCHANT: n_("The shop"),
    Who.IMPORT: n_("An import"),
    Who.RESTORE: n_("Put back by town hall"),
}
DELIVERY: Mapping[str, tuple[str, str]] = {
    Delivery.WAITING: (n_("On its way"), "plain"),
    Delivery.SENT: (n_("Sent"), "good"),
    Delivery.FAILED: (n_("Not delivered"), "bad"),
    Delivery.NOBODY: (n_("Nobody wants this mail"), "off"),
}
ANSWER: Mapping[str, str] = {
    Answer.NONE: n_("No answer yet"),
    Answer.RIGHT: n_("Still right"),
    Answer.CHANGED: n_("Something changed"),
    Answer.STOP: n_("Wants no more mail"),
}
