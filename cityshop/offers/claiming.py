"""Taking a voucher: stock is reserved at once. Built with Core, in short transactions of the caller.

The database has the last word: a holder has no more vouchers than slots, one press of the button is one
voucher, and never more go out than the stock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from cityshop.core.codes import new_typed_code
from cityshop.core.db import Session, insert_once
from cityshop.offers import held, queries, stock
from cityshop.offers.errors import (
    ClaimRefused,
    LimitReached,
    LimitReachedToday,
    OfferNotStarted,
    OfferOver,
    OfferPaused,
    OfferReadAgain,
    OfferSoldOut,
)
from cityshop.offers.held import HeldVoucher
from cityshop.offers.models import Voucher, VoucherState
from cityshop.offers.rules import (
    OfferFacts,
    OfferPhase,
    is_claimable,
    is_limited_by_day,
    offer_phase,
    slots,
)

_REFUSALS: dict[OfferPhase, type[ClaimRefused]] = {
    OfferPhase.COMING: OfferNotStarted,
    OfferPhase.PAUSED: OfferPaused,
    OfferPhase.READ_AGAIN: OfferReadAgain,
    OfferPhase.SOLD_OUT: OfferSoldOut,
}


@dataclass(frozen=True)
class Press:
    """One press of the button: the key that makes it one (None: not told), and what was filled in."""

    key: bytes | None = None
    postal_code: str = ""


A_PRESS = Press()


def check_claim(offer: OfferFacts, now: datetime) -> None:
    """Raises the ClaimRefused that says why nobody can take a voucher now; writes nothing."""
    if not is_claimable(offer, now):
        raise _REFUSALS.get(offer_phase(offer, now), OfferOver)


def standing_code(
    offer: OfferFacts, mine: Sequence[HeldVoucher], press: Press, *, now: datetime
) -> str | None:
    """The code that this press gave before, or the only one that its holder may have; None: a new one may go.

    Raises LimitReached for who has as many as one person may have.
    """
    pressed = [each.code for each in mine if press.key and each.claim_key == press.key]
    if pressed:
        return pressed[0]
    counted = _counted(offer, mine, now)
    if len(counted) < offer.per_resident:
        return None
    if offer.per_resident == 1:
        return counted[-1].code
    raise (LimitReachedToday if is_limited_by_day(offer) else LimitReached)(count=len(counted))


def has_room(offer: OfferFacts, mine: Sequence[HeldVoucher], *, now: datetime) -> bool:
    """Whether who has these vouchers may take one more now."""
    return is_claimable(offer, now) and len(_counted(offer, mine, now)) < offer.per_resident


def claim_voucher(
    session: Session, offer: OfferFacts, *, holder: bytes, now: datetime, press: Press = A_PRESS
) -> str:
    """The code of a new voucher, or the one that `standing_code` gives; raises ClaimRefused."""
    facts = {"city_id": offer.city_id, "offer_id": offer.id, "holder": holder, "version": offer.version}
    filled_in = {"claim_key": press.key, "postal_code": press.postal_code}
    values = {**facts, **filled_in, "claimed_at": now, "state": VoucherState.ISSUED}
    for slot in slots(offer, now):
        own = {**values, "slot": slot, "code": new_typed_code()}
        code = insert_once(session, Voucher, own, unique=(), returning="code")
        if code is not None:
            _reserve(session, offer, now)
            return cast("str", code)
        if press.key and (pressed := held.claimed_by_key(session, offer.id, press.key)):
            return pressed
    return _of_the_winner(session, offer, holder=holder, press=press, now=now)


def _counted(offer: OfferFacts, mine: Sequence[HeldVoucher], now: datetime) -> Sequence[HeldVoucher]:
    """Those that count for the limit: all of them, or those of today."""
    return [each for each in mine if not is_limited_by_day(offer) or each.slot in slots(offer, now)]


def _of_the_winner(session: Session, offer: OfferFacts, *, holder: bytes, press: Press, now: datetime) -> str:
    """All slots were taken meanwhile, by the same holder."""
    mine = held.held_vouchers(session, offer.id, holder)
    code = standing_code(offer, mine, press, now=now)
    if code is None:  # one was given back this very moment
        raise LimitReached(count=offer.per_resident)
    return code


def _reserve(session: Session, offer: OfferFacts, now: datetime) -> None:
    """Take a voucher from the stock; who comes too late learns why."""
    if not stock.reserve_one(session, offer, now):
        check_claim(queries.city_offer(session, offer.city_id, offer.id), now)
        raise OfferOver
