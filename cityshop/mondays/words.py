"""Cards and questions in words."""

from collections.abc import Mapping

from cityshop.core.words import n_
from cityshop.mondays.models import Again, Delivery

SUCCESS: Mapping[str, str] = {
    "5": n_("A great success"),
    "4": n_("A success"),
    "3": n_("In between"),
    "2": n_("Not a success"),
    "1": n_("No success at all"),
}
COMMUNICATION: Mapping[str, str] = {
    "5": n_("Very content"),
    "4": n_("Content"),
    "3": n_("In between"),
    "2": n_("Not content"),
    "1": n_("Not content at all"),
}
AGAIN: Mapping[str, str] = {
    Again.YES: n_("Yes, gladly"),
    Again.PERHAPS: n_("Perhaps"),
    Again.NO: n_("No"),
}
DELIVERY: Mapping[str, tuple[str, str]] = {
    Delivery.WAITING: (n_("On its way"), "plain"),
    Delivery.SENT: (n_("Sent"), "good"),
    Delivery.FAILED: (n_("Not delivered"), "bad"),
    Delivery.NOBODY: (n_("Nobody to mail"), "off"),
}
NO_MAILS = "none"
