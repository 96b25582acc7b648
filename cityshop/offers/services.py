"""What happens to vouchers: claim, redeem, undo. Built with Core, in short transactions of the caller.

The database has the last word: one voucher per holder and offer, never more than the stock,
one live redemption per voucher, one redemption per key.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, insert, or_, select, update

from cityshop.campaigns.models import Campaign
from cityshop.core.codes import new_typed_code
from cityshop.core.db import Session, insert_once, renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.offers import queries
from cityshop.offers.counters import AnyCounter, KeyAtCounter, key_at_counter
from cityshop.offers.errors import (
    ClaimRefused,
    CounterRevoked,
    KeyReused,
    OfferNotStarted,
    OfferOver,
    OfferPaused,
    OfferSoldOut,
    RedemptionRefused,
    UndoTooLate,
)
from cityshop.offers.judging import already_redeemed, check_voucher, find_voucher
from cityshop.offers.models import Attempt, Offer, OfferState, Redemption, Voucher, VoucherState
from cityshop.offers.rules import (
    OfferFacts,
    OfferPhase,
    VoucherFacts,
    is_claimable,
    may_be_undone,
    offer_phase,
)

_offers = cast("Table", Offer.__table__)
_vouchers = cast("Table", Voucher.__table__)
_redemptions = cast("Table", Redemption.__table__)
_attempts = cast("Table", Attempt.__table__)
_campaigns = cast("Table", Campaign.__table__)

# Built once: building a statement takes five times as long as sending it.
_REDEEM = (
    update(_vouchers)
    .where(_vouchers.c.id == bindparam("voucher_id"), _vouchers.c.state == VoucherState.ISSUED)
    .values(state=VoucherState.REDEEMED, redeemed_at=bindparam("now"))
    .returning(_vouchers.c.id)
)

_CLAIM_REFUSALS: dict[OfferPhase, type[ClaimRefused]] = {
    OfferPhase.COMING: OfferNotStarted,
    OfferPhase.PAUSED: OfferPaused,
    OfferPhase.SOLD_OUT: OfferSoldOut,
}


@dataclass(frozen=True)
class Order:
    """What a counter asks: the code as typed or scanned, a key of its own, the purchase in cents if told."""

    code: str
    idempotency_key: str
    amount_cents: int | None = None


@dataclass(frozen=True)
class Redeemed:
    """A redemption that stands, or stood when this key was first used (`is_replay`)."""

    id: int
    redeemed_at: datetime
    is_replay: bool = False


def check_claim(offer: OfferFacts, now: datetime) -> None:
    """Raises the ClaimRefused that says why nobody can take a voucher now; writes nothing."""
    if not is_claimable(offer, now):
        raise _CLAIM_REFUSALS.get(offer_phase(offer, now), OfferOver)


def claim_voucher(session: Session, offer: OfferFacts, *, holder: bytes, now: datetime) -> str:
    """The code of a new voucher, or of the one the holder has; raises ClaimRefused."""
    facts = {"city_id": offer.city_id, "offer_id": offer.id, "code": new_typed_code(), "holder": holder}
    values = {**facts, "claimed_at": now, "state": VoucherState.ISSUED}
    code = insert_once(session, Voucher, values, unique=["offer_id", "holder"], returning="code")
    if code is None:
        return cast("str", queries.held_code(session, offer.id, holder))
    _take_from_stock(session, offer, now)
    return cast("str", code)


def redeem_voucher(session: Session, counter: AnyCounter, order: Order, *, now: datetime) -> Redeemed:
    """Redeem a voucher exactly once, or give the answer again that this key got before.

    Raises RedemptionRefused, or KeyReused when the key stands for another voucher or amount.
    """
    voucher = find_voucher(session, order.code)
    known = key_at_counter(session, counter.id, order.idempotency_key)
    earlier = _answer_before(known, order, voucher)
    if earlier is not None:
        return earlier
    voucher = check_voucher(session, counter, voucher, amount_cents=order.amount_cents, now=now)
    if known.revoked_at is not None:
        raise CounterRevoked
    won = session.connection().execute(_REDEEM, {"voucher_id": voucher.id, "now": now})
    if won.scalar() is None:
        return _answer_of_the_winner(session, counter, order, voucher)
    return Redeemed(_note_redemption(session, counter, order, voucher, now), now)


def redeem_or_note(
    session: Session, counter: AnyCounter, order: Order, *, now: datetime
) -> Redeemed | RedemptionRefused:
    """Redeem, or keep a trace of the refusal and hand it over: the counter shows either."""
    try:
        return redeem_voucher(session, counter, order, now=now)
    except RedemptionRefused as refusal:
        facts = {"city_id": counter.city_id, "counter_id": counter.id}
        session.execute(insert(_attempts).values(**facts, reason=refusal.reason, at=now))
        return refusal


def undo_redemption(session: Session, counter: AnyCounter, redemption_id: int, *, now: datetime) -> None:
    """Take a redemption back within ten minutes; twice is the same as once. Raises Unknown or UndoTooLate."""
    redemption = queries.redemption_of_shop(session, redemption_id, counter.shop_id)
    if redemption.undone_at is not None:
        return
    if not may_be_undone(redemption.redeemed_at, now):
        raise UndoTooLate
    rows = _redemptions.c
    undone = (
        update(_redemptions).where(rows.id == redemption_id, rows.undone_at.is_(None)).values(undone_at=now)
    )
    voucher_id = session.execute(undone.returning(rows.voucher_id)).scalar()
    if voucher_id is not None:
        used = (_vouchers.c.id == voucher_id, _vouchers.c.state == VoucherState.REDEEMED)
        session.execute(update(_vouchers).where(*used).values(state=VoucherState.ISSUED, redeemed_at=None))
        record(session, Happening.REDEMPTION_UNDONE, f"redemption {redemption_id}", account_id=None, now=now)


def _take_from_stock(session: Session, offer: OfferFacts, now: datetime) -> None:
    """One conditional UPDATE takes a voucher from the stock; who comes too late learns why."""
    rows, campaigns = _offers.c, _campaigns.c
    running = select(campaigns.id).where(
        campaigns.paused_at.is_(None), campaigns.starts_at <= now, campaigns.ends_at > now
    )
    taken = update(_offers).where(
        rows.id == offer.id,
        rows.state == OfferState.LIVE,
        or_(rows.stock.is_(None), rows.claimed < rows.stock),
        or_(rows.starts_at.is_(None), rows.starts_at <= now),
        or_(rows.ends_at.is_(None), rows.ends_at > now),
        rows.campaign_id.in_(running),
    )
    row = session.execute(
        taken.values(claimed=rows.claimed + 1).returning(rows.claimed, rows.stock)
    ).one_or_none()
    if row is None:
        check_claim(queries.city_offer(session, offer.city_id, offer.id), now)
        raise OfferOver
    if row.claimed == row.stock:
        renew_public_pages(session, offer.city_id)


def _answer_before(known: KeyAtCounter, order: Order, voucher: VoucherFacts | None) -> Redeemed | None:
    """What this key got before; raises KeyReused when it was sent with something else."""
    if known.redemption_id is None or known.redeemed_at is None:
        return None
    if voucher is None or (known.voucher_id, known.amount_cents) != (voucher.id, order.amount_cents):
        raise KeyReused
    return Redeemed(known.redemption_id, known.redeemed_at, is_replay=True)


def _answer_of_the_winner(
    session: Session, counter: AnyCounter, order: Order, voucher: VoucherFacts
) -> Redeemed:
    """Somebody was first: the same request gets the same answer, another one hears when it was used."""
    known = key_at_counter(session, counter.id, order.idempotency_key)
    earlier = _answer_before(known, order, voucher)
    if earlier is None:
        raise already_redeemed(session, voucher)
    return earlier


def _note_redemption(
    session: Session, counter: AnyCounter, order: Order, voucher: VoucherFacts, now: datetime
) -> int:
    key = order.idempotency_key
    values = {
        "city_id": voucher.offer.city_id,
        "voucher_id": voucher.id,
        "offer_id": voucher.offer.id,
        "shop_id": counter.shop_id,
        "counter_id": counter.id,
        "idempotency_key": key,
        "redeemed_at": now,
        "amount_cents": order.amount_cents,
    }
    unique = ["counter_id", "idempotency_key"]
    noted = insert_once(session, Redemption, values, unique=unique, returning="id")
    if noted is None:
        raise KeyReused
    return cast("int", noted)
