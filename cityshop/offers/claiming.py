"""Taking a voucher: stock is reserved at once. Built with Core, in short transactions of the caller.

The database has the last word: a holder has no more vouchers than slots, one press of the button is one
voucher, and never more go out than the stock.
"""

from datetime import datetime
from typing import cast

from cityshop.core.codes import new_typed_code
from cityshop.core.db import Session, insert_once
from cityshop.offers import queries, stock
from cityshop.offers.errors import (
    ClaimRefused,
    OfferNotStarted,
    OfferOver,
    OfferPaused,
    OfferSoldOut,
)
from cityshop.offers.models import Voucher, VoucherState
from cityshop.offers.rules import OfferFacts, OfferPhase, is_claimable, offer_phase, slots

_REFUSALS: dict[OfferPhase, type[ClaimRefused]] = {
    OfferPhase.COMING: OfferNotStarted,
    OfferPhase.PAUSED: OfferPaused,
    OfferPhase.SOLD_OUT: OfferSoldOut,
}


def check_claim(offer: OfferFacts, now: datetime) -> None:
    """Raises the ClaimRefused that says why nobody can take a voucher now; writes nothing."""
    if not is_claimable(offer, now):
        raise _REFUSALS.get(offer_phase(offer, now), OfferOver)


def claim_voucher(session: Session, offer: OfferFacts, *, holder: bytes, now: datetime) -> str:
    """The code of a new voucher, or of the last that the holder may have; raises ClaimRefused."""
    facts = {"city_id": offer.city_id, "offer_id": offer.id, "holder": holder, "version": offer.version}
    values = {**facts, "claimed_at": now, "state": VoucherState.ISSUED}
    for slot in slots(offer, now):
        own = {**values, "slot": slot, "code": new_typed_code()}
        code = insert_once(session, Voucher, own, unique=["offer_id", "holder", "slot"], returning="code")
        if code is not None:
            _reserve(session, offer, now)
            return cast("str", code)
    return cast("str", queries.held_code(session, offer.id, holder))


def _reserve(session: Session, offer: OfferFacts, now: datetime) -> None:
    """Take a voucher from the stock; who comes too late learns why."""
    if not stock.reserve_one(session, offer, now):
        check_claim(queries.city_offer(session, offer.city_id, offer.id), now)
        raise OfferOver
