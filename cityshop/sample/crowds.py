"""Invented residents who take vouchers and use them, always the same ones for the same offer."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert

from cityshop.core.clock import BRUSSELS
from cityshop.core.codes import new_typed_code
from cityshop.core.db import Session
from cityshop.merchants.models import Counter
from cityshop.offers.models import (
    Channel,
    Offer,
    Redemption,
    Voucher,
    VoucherChange,
    VoucherDeed,
    VoucherState,
)

HOURS = (9, 10, 11, 12, 13, 14, 15, 16, 17)
BUSY = (2, 5, 9, 4, 4, 8, 9, 7, 3)  # how busy each of these hours is
LAST_DAY_OPENS = 10
POSTAL_CODES = ("8500",) * 11 + ("8510",) * 3 + ("8501", "8511", "8530", "8550", "7700", "59200") + ("",) * 8
ON_PAPER, TELL_THE_AMOUNT, UNDONE = 0.11, 0.72, 0.02


@dataclass(frozen=True)
class Crowd:
    """How many took a voucher of one offer, how many used it, and a usual purchase in cents."""

    claimed: int
    redeemed: int
    purchase_cents: int

    def at(self, percent: int) -> "Crowd":
        """The same crowd, larger or smaller."""
        return Crowd(self.claimed * percent // 100, self.redeemed * percent // 100, self.purchase_cents)


def come(  # noqa: PLR0913 - who, where and when
    session: Session,
    offer: Offer,
    counter: Counter,
    crowd: Crowd,
    *,
    days: Sequence[date],
    ended_at: datetime | None = None,
) -> None:
    """Let a crowd take vouchers of an offer and use them on these days; what is left lapses at `ended_at`."""
    chance = random.Random(f"{offer.slug} {crowd}")  # noqa: S311 - invented people, the same ones each time
    rows = [_voucher(offer, number, crowd, len(days), chance) for number in range(crowd.claimed)]
    sold = [_moment(days, chance) for _ in range(crowd.redeemed)]
    for row, at in zip(rows, sold, strict=False):
        taken = max(_start(offer), min(row["claimed_at"], at - timedelta(minutes=20)))
        row |= {"state": VoucherState.REDEEMED, "redeemed_at": at, "claimed_at": taken}
    left = rows[crowd.redeemed :]
    if ended_at is not None:
        for row in left:
            row |= {"state": VoucherState.LAPSED, "slot": row["code"]}
    offer.claimed = crowd.redeemed if ended_at is not None else crowd.claimed
    ids = _written(session, rows)
    _lapse(session, offer, ids[crowd.redeemed :], ended_at)
    sales = [_sale(offer, counter, one, at) for one, at in zip(ids, sold, strict=False)]
    rows = [row for sale in sales for row in _at_till(sale, crowd, offer.min_spend_cents, chance)]
    if rows:
        session.execute(insert(Redemption), rows)
    session.flush()


def _voucher(offer: Offer, number: int, crowd: Crowd, days: int, chance: random.Random) -> dict[str, Any]:
    """A voucher that is taken somewhere in the weekend, most of them early."""
    taken = _start(offer) + timedelta(hours=chance.triangular(0, days * 24 - 6, 9))
    is_paper = chance.random() < ON_PAPER
    return {
        "city_id": offer.city_id,
        "offer_id": offer.id,
        "code": new_typed_code(),
        "holder": f"sample {offer.id} {number} of {crowd.claimed}".encode(),
        "claimed_at": taken,
        "channel": Channel.PAPER if is_paper else Channel.PHONE,
        "postal_code": "" if is_paper else chance.choice(POSTAL_CODES),
        "state": VoucherState.ISSUED,
        "redeemed_at": None,
    }


def _start(offer: Offer) -> datetime:
    """When the first could take a voucher."""
    return offer.campaign.starts_at.astimezone(UTC) + timedelta(minutes=7)


def _moment(days: Sequence[date], chance: random.Random) -> datetime:
    """A moment in opening hours; shops open later on the last of several days."""
    day = chance.choice(days)
    hour = chance.choices(HOURS, BUSY)[0]
    if len(days) > 1 and day == days[-1]:
        hour = max(hour, LAST_DAY_OPENS)
    return datetime.combine(day, time(hour, chance.randrange(60)), BRUSSELS).astimezone(UTC)


def _written(session: Session, rows: Sequence[dict[str, Any]]) -> Sequence[int]:
    """The ids of the vouchers, in the order of the rows."""
    if not rows:
        return []
    wanted = insert(Voucher).returning(Voucher.id, sort_by_parameter_order=True)
    return session.scalars(wanted, list(rows)).all()


def _lapse(session: Session, offer: Offer, ids: Sequence[int], ended_at: datetime | None) -> None:
    facts = {"city_id": offer.city_id, "deed": VoucherDeed.LAPSED, "at": ended_at}
    if ended_at is not None and ids:
        session.execute(insert(VoucherChange), [{**facts, "voucher_id": one} for one in ids])


def _sale(offer: Offer, counter: Counter, voucher_id: int, at: datetime) -> dict[str, Any]:
    return {
        "city_id": offer.city_id,
        "voucher_id": voucher_id,
        "offer_id": offer.id,
        "shop_id": offer.shop_id,
        "counter_id": counter.id,
        "idempotency_key": f"sample-{voucher_id}",
        "redeemed_at": at,
        "amount_cents": None,
        "undone_at": None,
    }


def _at_till(
    sale: dict[str, Any], crowd: Crowd, least_cents: int, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """The sale; now and then the wrong voucher was taken first and taken back."""
    amount = max(least_cents, round(crowd.purchase_cents * chance.uniform(0.4, 1.9), -1))
    yield {**sale, "amount_cents": amount if chance.random() < TELL_THE_AMOUNT else None}
    if chance.random() < UNDONE:
        at = sale["redeemed_at"]
        earlier = {"redeemed_at": at - timedelta(minutes=4), "undone_at": at - timedelta(minutes=1)}
        yield {**sale, **earlier, "idempotency_key": f"{sale['idempotency_key']}-wrong"}
