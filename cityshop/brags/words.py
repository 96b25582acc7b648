"""Brags in words."""

from collections.abc import Mapping

from cityshop.brags.models import BragState
from cityshop.brags.rules import Reason
from cityshop.core.words import n_

STATES: Mapping[str, tuple[str, str]] = {
    BragState.WAITING: (n_("Waits for town hall"), "warn"),
    BragState.APPROVED: (n_("Shown"), "good"),
    BragState.REFUSED: (n_("Refused"), "bad"),
    BragState.WITHDRAWN: (n_("Taken back"), "off"),
}
TABS: Mapping[str, str] = {
    BragState.WAITING: n_("To look at"),
    BragState.APPROVED: n_("Shown"),
    BragState.REFUSED: n_("Refused"),
}
REASONS: Mapping[str, str] = {
    Reason.OTHER_SHOP: n_("The photo is not about this shop"),
    Reason.PEOPLE: n_("People can be recognised who may not have agreed"),
    Reason.CHILDREN: n_("Children can be recognised"),
    Reason.ADVERTISING: n_("It is advertising"),
    Reason.HURTFUL: n_("It is hurtful or not fit for everybody"),
    Reason.UNCLEAR: n_("Nothing can be made out on the photo"),
    Reason.FALSE: n_("The sentence says something that is not true"),
}
