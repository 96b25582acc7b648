"""Today's list at the counter: what the shop redeemed, what can still be undone, and what it comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.core.db import Session
from cityshop.offers.counters import MOST_LINES, TillLine, TillSums, redeemed_in_shop, sums_of_shop
from cityshop.offers.rows import midnight
from cityshop.offers.rules import may_be_undone
from cityshop.web.i18n import clock_time, euro, own_text


@dataclass(frozen=True)
class TodayLine:
    """One redemption; `amount` is empty when nobody told it."""

    id: int
    time: str
    title: str
    counter: str
    amount: str
    is_undone: bool
    may_be_undone: bool


@dataclass(frozen=True)
class TodayPage:
    """The list of a day; `most` is set when older lines were left out."""

    lines: Sequence[TodayLine]
    redeemed: int
    amount: str
    told: int
    most: int | None


def today_page(session: Session, shop_id: int, now: datetime) -> TodayPage:
    """What all counters of a shop redeemed since midnight, the newest first."""
    since = midnight(now)
    lines = redeemed_in_shop(session, shop_id, since=since)
    sums = sums_of_shop(session, shop_id, since=since)
    return _page([_line(line, now) for line in lines], sums)


def _page(lines: Sequence[TodayLine], sums: TillSums) -> TodayPage:
    most = MOST_LINES if len(lines) == MOST_LINES else None
    return TodayPage(lines, sums.redeemed, euro(sums.amount_cents), sums.told, most)


def _line(line: TillLine, now: datetime) -> TodayLine:
    is_undone = line.undone_at is not None
    return TodayLine(
        id=line.id,
        time=clock_time(line.redeemed_at),
        title=own_text(line.title),
        counter=line.counter_name,
        amount=euro(line.amount_cents) if line.amount_cents is not None else "",
        is_undone=is_undone,
        may_be_undone=not is_undone and may_be_undone(line.redeemed_at, now),
    )
