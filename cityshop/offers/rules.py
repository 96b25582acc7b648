"""When an offer can be claimed and a voucher redeemed. Windows are in Brussels time, moments in UTC."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from cityshop.core.clock import BRUSSELS, local
from cityshop.offers.models import OfferState, VoucherState

UNDO_WITHIN = timedelta(minutes=10)
FEW_LEFT = 10  # percent of the stock
FEWEST_LEFT = 3
A_WEEK = 7
END_OF_DAY = "24:00"


class OfferPhase(StrEnum):
    COMING = "coming"
    OPEN = "open"
    PAUSED = "paused"
    SOLD_OUT = "sold-out"
    OVER = "over"
    WITHDRAWN = "withdrawn"


class VoucherPhase(StrEnum):
    READY = "ready"
    NOT_NOW = "not-now"
    PAUSED = "paused"
    REDEEMED = "redeemed"
    VOID = "void"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class OfferFacts:
    """An offer with what its shop and its campaign say, as one row of a query."""

    id: int
    city_id: int
    slug: str
    state: str
    kind: str
    value: int
    title: Mapping[str, str]
    conditions: Mapping[str, str]
    picture: str
    stock: int | None
    claimed: int
    min_spend_cents: int
    windows: Sequence[Mapping[str, Any]]
    own_start: datetime | None
    own_end: datetime | None
    shop_id: int
    shop_name: str
    shop_street: str
    category: str
    campaign_id: int
    campaign_title: Mapping[str, str]
    campaign_summary: Mapping[str, str]
    campaign_start: datetime
    campaign_end: datetime
    paused_at: datetime | None
    pause_text: Mapping[str, str]
    pauses_redemptions: bool

    @property
    def starts_at(self) -> datetime:
        return max(self.own_start or self.campaign_start, self.campaign_start)

    @property
    def ends_at(self) -> datetime:
        return min(self.own_end or self.campaign_end, self.campaign_end)

    @property
    def left(self) -> int | None:
        """How many vouchers can still be claimed; None when there is no end to them."""
        return None if self.stock is None else max(0, self.stock - self.claimed)


@dataclass(frozen=True, kw_only=True)
class VoucherFacts:
    """A voucher with its offer, as one row of a query."""

    id: int
    code: str
    state: str
    claimed_at: datetime
    redeemed_at: datetime | None
    offer: OfferFacts


def offer_phase(offer: OfferFacts, now: datetime) -> OfferPhase:
    """What a resident sees of an approved offer."""
    says = (
        (OfferPhase.WITHDRAWN, offer.state == OfferState.WITHDRAWN),
        (OfferPhase.OVER, now >= offer.ends_at),
        (OfferPhase.PAUSED, offer.paused_at is not None),
        (OfferPhase.COMING, now < offer.starts_at),
        (OfferPhase.SOLD_OUT, offer.left == 0),
    )
    return next((phase for phase, is_so in says if is_so), OfferPhase.OPEN)


def is_claimable(offer: OfferFacts, now: datetime) -> bool:
    """Whether somebody can take a voucher now."""
    return offer.state == OfferState.LIVE and offer_phase(offer, now) is OfferPhase.OPEN


def has_few_left(offer: OfferFacts) -> bool:
    """Whether it is time to hurry: some, but not many."""
    if offer.stock is None or not offer.left:
        return False
    return offer.left <= max(FEWEST_LEFT, offer.stock * FEW_LEFT // 100)


def voucher_phase(voucher: VoucherFacts, now: datetime) -> VoucherPhase:
    """What its holder needs to know first."""
    if voucher.state != VoucherState.ISSUED:
        return VoucherPhase.REDEEMED if voucher.state == VoucherState.REDEEMED else VoucherPhase.VOID
    if now >= voucher.offer.ends_at:
        return VoucherPhase.OVER
    if is_paused_at_counters(voucher.offer):
        return VoucherPhase.PAUSED
    return VoucherPhase.READY if is_within_hours(voucher.offer, now) else VoucherPhase.NOT_NOW


def is_paused_at_counters(offer: OfferFacts) -> bool:
    """Whether the city paused redeeming as well as claiming."""
    return offer.paused_at is not None and offer.pauses_redemptions


def is_within_hours(offer: OfferFacts, now: datetime) -> bool:
    """Whether vouchers are taken at this moment: in the period, and in a window where there are any."""
    if not offer.starts_at <= now < offer.ends_at:
        return False
    return not offer.windows or any(_holds(window, local(now)) for window in offer.windows)


def next_hours(offer: OfferFacts, now: datetime) -> datetime | None:
    """When vouchers will next be taken (UTC); None when that time is over."""
    earliest = max(now, offer.starts_at)
    openings = [earliest] if is_within_hours(offer, earliest) else _openings(offer.windows, earliest)
    return next((moment for moment in openings if earliest <= moment < offer.ends_at), None)


def next_change(offer: OfferFacts, now: datetime) -> datetime | None:
    """The next moment at which the clock alone changes what the public sees."""
    return next((moment for moment in (offer.starts_at, offer.ends_at) if moment > now), None)


def may_be_undone(redeemed_at: datetime, now: datetime) -> bool:
    """Ten minutes by the server's clock."""
    return now - redeemed_at < UNDO_WITHIN


def _holds(window: Mapping[str, Any], wall: datetime) -> bool:
    """Whether the clock on the wall stands in the window; a window over midnight is written as two."""
    return wall.weekday() in window["days"] and window["from"] <= f"{wall:%H:%M}" < window["to"]


def _openings(windows: Sequence[Mapping[str, Any]], earliest: datetime) -> Iterator[datetime]:
    """The starts of windows on this day and the seven after it, in order."""
    today = local(earliest).date()
    for day in (today + timedelta(days=days) for days in range(A_WEEK + 1)):
        yield from sorted(_start(window, day) for window in windows if day.weekday() in window["days"])


def _start(window: Mapping[str, Any], day: date) -> datetime:
    return datetime.combine(day, time.fromisoformat(window["from"]), BRUSSELS).astimezone(UTC)
