"""What happens to vouchers at the till: redeem, undo. Built with Core, in short transactions of the caller.

The database has the last word: one live redemption per voucher, one redemption per key, never more than
the stock or the budget.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, insert, update

from cityshop.core.db import Session, insert_once
from cityshop.core.journal import Happening, record
from cityshop.offers import ending, queries, stock
from cityshop.offers.counters import AnyCounter, KeyAtCounter, key_at_counter
from cityshop.offers.errors import KeyReused, UndoTooLate
from cityshop.offers.judging import already_redeemed, check_not_lapsed, check_voucher, recognise
from cityshop.offers.models import Attempt, Redemption, Voucher, VoucherState
from cityshop.offers.refusals import (
    CounterRevoked,
    PurchaseNeeded,
    RedemptionRefused,
    VoucherAlreadyRedeemed,
    VoucherRevoked,
    VoucherUnknown,
)
from cityshop.offers.rules import (
    OfferFacts,
    VoucherFacts,
    cost_cents,
    may_be_undone,
)

_vouchers = cast("Table", Voucher.__table__)
_redemptions = cast("Table", Redemption.__table__)
_attempts = cast("Table", Attempt.__table__)

# Built once: building a statement takes five times as long as sending it.
_REDEEM = (
    update(_vouchers)
    .where(_vouchers.c.id == bindparam("voucher_id"), _vouchers.c.state == VoucherState.ISSUED)
    .values(state=VoucherState.REDEEMED, redeemed_at=bindparam("now"))
    .returning(_vouchers.c.id)
)


@dataclass(frozen=True)
class Order:
    """What a counter asks: the code as typed or scanned, a key of its own, the purchase in cents if told.

    `scanned_at` is when a phone without reception took the voucher; None: now, in front of the customer.
    `cost_cents` is what town hall decided that it costs the city; None: what the offer says.
    """

    code: str
    idempotency_key: str
    amount_cents: int | None = None
    scanned_at: datetime | None = None
    cost_cents: int | None = None


@dataclass(frozen=True)
class Redeemed:
    """A redemption that stands, or stood when this key was first used (`is_replay`)."""

    id: int
    redeemed_at: datetime
    is_replay: bool = False


def redeem_voucher(session: Session, counter: AnyCounter, order: Order, *, now: datetime) -> Redeemed:
    """Redeem a voucher exactly once, or give the answer again that this key got before.

    What a phone took without reception is judged by the moment of its scan. Raises RedemptionRefused, or
    KeyReused when the key stands for another voucher or amount.
    """
    voucher = _recognised(session, counter, order)
    # after the voucher: if that was used by the same request a moment ago, its key is known by now
    known = key_at_counter(session, counter.id, order.idempotency_key)
    earlier = _answer_before(known, order, voucher)
    if earlier is not None:
        return earlier
    voucher = check_voucher(
        session, counter, voucher, amount_cents=order.amount_cents, now=order.scanned_at or now
    )
    check_not_lapsed(voucher, scanned_at=order.scanned_at)
    if known.revoked_at is not None:
        raise CounterRevoked
    if voucher.state == VoucherState.ISSUED and not voucher.offer.is_limited_at_till:
        return _take(session, counter, order, voucher, now=now)
    return _take_from_stock(session, counter, order, voucher, now=now)


def use_late(session: Session, counter: AnyCounter, order: Order, *, now: datetime) -> Redeemed | None:
    """Use a voucher that was given already, whatever the hour or a pause say: town hall decided so.

    None when there is nothing to use: it was used before, is void or unknown. Raises OutOfStock, BudgetSpent
    or PurchaseNeeded.
    """
    try:
        queries.lock_voucher(session, recognise(session, order.code).id)
        voucher = recognise(session, order.code)  # again: it may have lapsed a moment ago
        return _take_from_stock(session, counter, order, voucher, now=now)
    except (VoucherAlreadyRedeemed, VoucherRevoked, VoucherUnknown):
        return None


def _take_from_stock(
    session: Session, counter: AnyCounter, order: Order, voucher: VoucherFacts, *, now: datetime
) -> Redeemed:
    """What runs out at the till takes the voucher's redemption back with it."""
    with session.begin_nested():
        if voucher.state == VoucherState.LAPSED:
            ending.bring_back(session, voucher, now=now)
        taken = _take(session, counter, order, voucher, now=now)
        if not taken.is_replay:
            stock.use_one(session, voucher.offer)
            stock.spend(session, voucher.offer.campaign_id, _cost(voucher.offer, order))
        return taken


def _recognised(session: Session, counter: AnyCounter, order: Order) -> VoucherFacts:
    """The voucher; raises RedemptionRefused, or KeyReused when the key got an answer for another before."""
    try:
        return recognise(session, order.code)
    except RedemptionRefused:
        if key_at_counter(session, counter.id, order.idempotency_key).redemption_id is not None:
            raise KeyReused from None
        raise


def _take(
    session: Session, counter: AnyCounter, order: Order, voucher: VoucherFacts, *, now: datetime
) -> Redeemed:
    """Use the voucher: one conditional UPDATE decides who is first."""
    used = {"voucher_id": voucher.id, "now": order.scanned_at or now}
    won = session.connection().execute(_REDEEM, used)
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
    if take_back(session, redemption_id, now=now):
        record(session, Happening.REDEMPTION_UNDONE, f"redemption {redemption_id}", account_id=None, now=now)


def take_back(session: Session, redemption_id: int, *, now: datetime) -> bool:
    """Return the voucher, the stock and the budget of a redemption; False when somebody did so before."""
    rows = _redemptions.c
    undone = update(_redemptions).where(rows.id == redemption_id, rows.undone_at.is_(None))
    columns = (rows.voucher_id, rows.offer_id, rows.cost_cents)
    row = session.execute(undone.values(undone_at=now).returning(*columns)).one_or_none()
    if row is None:
        return False
    used = (_vouchers.c.id == row.voucher_id, _vouchers.c.state == VoucherState.REDEEMED)
    session.execute(update(_vouchers).where(*used).values(state=VoucherState.ISSUED, redeemed_at=None))
    stock.give_back(session, row.offer_id, row.cost_cents)
    return True


def _cost(offer: OfferFacts, order: Order) -> int:
    """What the redemption takes from the budget, where there is one; raises PurchaseNeeded."""
    if offer.cap_cents is None:
        return 0
    if order.cost_cents is not None:
        return order.cost_cents
    cost = cost_cents(offer, order.amount_cents)
    if cost is None:
        raise PurchaseNeeded
    return cost


def _answer_before(known: KeyAtCounter, order: Order, voucher: VoucherFacts) -> Redeemed | None:
    """What this key got before; raises KeyReused when it was sent with something else."""
    if known.redemption_id is None or known.redeemed_at is None:
        return None
    if (known.voucher_id, known.amount_cents) != (voucher.id, order.amount_cents):
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
        "scanned_at": order.scanned_at,
        "amount_cents": order.amount_cents,
        "cost_cents": _cost(voucher.offer, order),
    }
    unique = ["counter_id", "idempotency_key"]
    noted = insert_once(session, Redemption, values, unique=unique, returning="id")
    if noted is None:
        raise KeyReused
    return cast("int", noted)
