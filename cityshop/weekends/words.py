"""The desk of a discount weekend in words."""

from collections.abc import Mapping

from cityshop.core.words import n_
from cityshop.offers.models import OfferState, VoucherState
from cityshop.weekends.models import Audience, Delivery

AUDIENCES = (
    (Audience.EVERYBODY, n_("All shops")),
    (Audience.WITHOUT, n_("Shops without an offer")),
    (Audience.WAITING, n_("Shops whose offer waits")),
    (Audience.WITH, n_("Shops with an offer")),
    (Audience.STREET, n_("Shops in one street")),
)
AUDIENCE: Mapping[str, str] = dict(AUDIENCES)
DELIVERY: Mapping[Delivery, tuple[str, str]] = {
    Delivery.SENT: (n_("Sent"), "good"),
    Delivery.WAITING: (n_("On its way"), "plain"),
    Delivery.FAILED: (n_("Not delivered"), "bad"),
    Delivery.NOBODY: (n_("No mailbox known"), "warn"),
}
VOUCHER: Mapping[str, tuple[str, str]] = {
    VoucherState.ISSUED: (n_("Not used yet"), "plain"),
    VoucherState.REDEEMED: (n_("Used"), "good"),
    VoucherState.VOID: (n_("Cancelled"), "bad"),
    VoucherState.LAPSED: (n_("Lapsed"), "off"),
}
SHOWN: tuple[tuple[str, str], ...] = (
    ("", n_("All")),
    (OfferState.WAITING, n_("Waiting")),
    (OfferState.LIVE, n_("On the list")),
    (OfferState.SOLD_OUT, n_("Sold out")),
    (OfferState.WITHDRAWN, n_("Withdrawn")),
)
CANNOT_BE_TOLD = n_("cannot be told")
