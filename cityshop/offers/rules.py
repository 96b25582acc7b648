"""When an offer can be claimed and a voucher redeemed. Windows are in Brussels time, moments in UTC."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from cityshop.core.clock import BRUSSELS, local
from cityshop.offers.hours import END_OF_DAY
from cityshop.offers.models import (
    Channel,
    ClaimsBy,
    LimitPeriod,
    OfferKind,
    OfferState,
    StockCounts,
    VoucherState,
)

UNDO_WITHIN = timedelta(minutes=10)
FEW_LEFT = 10  # percent of the stock
FEWEST_LEFT = 3
A_WEEK = 7


class OfferPhase(StrEnum):
    COMING = "coming"
    OPEN = "open"
    PAUSED = "paused"
    SOLD_OUT = "sold-out"
    OVER = "over"
    READ_AGAIN = "read-again"
    WITHDRAWN = "withdrawn"


class VoucherPhase(StrEnum):
    READY = "ready"
    NOT_NOW = "not-now"
    PAUSED = "paused"
    REDEEMED = "redeemed"
    VOID = "void"
    OVER = "over"


_ENDED = {
    VoucherState.REDEEMED: VoucherPhase.REDEEMED,
    VoucherState.VOID: VoucherPhase.VOID,
    VoucherState.LAPSED: VoucherPhase.OVER,
}


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When the vouchers of an offer are taken: its own time within its campaign, unless that is paused."""

    windows: Sequence[Mapping[str, Any]]
    own_start: datetime | None
    own_end: datetime | None
    campaign_start: datetime
    campaign_end: datetime
    paused_at: datetime | None
    pauses_redemptions: bool

    @property
    def starts_at(self) -> datetime:
        return max(self.own_start or self.campaign_start, self.campaign_start)

    @property
    def ends_at(self) -> datetime:
        return min(self.own_end or self.campaign_end, self.campaign_end)


@dataclass(frozen=True, kw_only=True)
class OfferFacts(Hours):
    """An offer with what its shop and its campaign say, as one row of a query."""

    id: int
    city_id: int
    slug: str
    state: str
    kind: str
    value: int
    title: Mapping[str, str]
    product: Mapping[str, str]
    conditions: Mapping[str, str]
    picture: str
    photo: str
    photo_alt: Mapping[str, str]
    stock: int | None
    stock_counts: str
    claimed: int
    used: int
    leased: int
    per_resident: int
    limit_period: str
    min_spend_cents: int
    reference_cents: int | None
    is_combinable: bool
    is_online_only: bool
    guard_reason: str
    version: int
    shop_id: int
    shop_name: str
    shop_street: str
    shop_category: str
    own_category: str
    campaign_id: int
    campaign_title: Mapping[str, str]
    campaign_summary: Mapping[str, str]
    pause_text: Mapping[str, str]
    claims_by: str | None
    trusts_shops: bool | None
    asks_postal_code: bool | None
    cap_cents: int | None
    state_reason: str = ""
    shown_as: str = ""
    is_street_fair: bool = False

    @property
    def category(self) -> str:
        """What the offer is about: its own kind of goods, else what the shop sells."""
        return self.own_category or self.shop_category

    @property
    def left(self) -> int | None:
        """How many are left to claim, or to use; None when there is no end to them."""
        taken = self.claimed if self.stock_counts == StockCounts.CLAIMED else self.used + self.leased
        return None if self.stock is None else max(0, self.stock - taken)

    @property
    def left_for_paper(self) -> int | None:
        """How many may still be made on paper: what is left, and at most the stock less what was claimed."""
        if self.stock is None or self.left is None:
            return None
        return min(self.left, max(0, self.stock - self.claimed))

    @property
    def is_by_mailbox(self) -> bool:
        return self.claims_by == ClaimsBy.MAILBOX

    @property
    def is_limited_at_till(self) -> bool:
        """Whether using a voucher takes something that may run out: stock, or the city's budget."""
        counts_use = self.stock is not None and self.stock_counts == StockCounts.USED
        return counts_use or self.cap_cents is not None


@dataclass(frozen=True, kw_only=True)
class VoucherFacts:
    """A voucher with its offer, as one row of a query."""

    id: int
    code: str
    state: str
    claimed_at: datetime
    redeemed_at: datetime | None
    channel: str
    offer: OfferFacts
    newest_version: int = 1

    @property
    def is_on_paper(self) -> bool:
        return self.channel == Channel.PAPER

    @property
    def is_of_earlier_terms(self) -> bool:
        """Whether the shop changed the offer since: the voucher keeps what it promised."""
        return self.offer.version != self.newest_version


def offer_phase(offer: OfferFacts, now: datetime) -> OfferPhase:
    """What a resident sees of an offer that is or was approved."""
    says = (
        (OfferPhase.WITHDRAWN, offer.state == OfferState.WITHDRAWN),
        (OfferPhase.OVER, now >= offer.ends_at),
        (OfferPhase.READ_AGAIN, hides_its_words(offer)),
        (OfferPhase.PAUSED, offer.paused_at is not None),
        (OfferPhase.COMING, now < offer.starts_at),
        (OfferPhase.SOLD_OUT, offer.left == 0 or offer.state == OfferState.SOLD_OUT),
    )
    return next((phase for phase, is_so in says if is_so), OfferPhase.OPEN)


def hides_its_words(offer: OfferFacts) -> bool:
    """Whether residents saw it before, and what it says now is not what town hall agreed with."""
    return offer.shown_as != ""


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
        return _ENDED[VoucherState(voucher.state)]
    if now >= voucher.offer.ends_at:
        return VoucherPhase.OVER
    if is_paused_at_counters(voucher.offer):
        return VoucherPhase.PAUSED
    return VoucherPhase.READY if is_within_hours(voucher.offer, now) else VoucherPhase.NOT_NOW


def is_paused_at_counters(offer: Hours) -> bool:
    """Whether the city paused redeeming as well as claiming."""
    return offer.paused_at is not None and offer.pauses_redemptions


def was_paused_at_counters(offer: Hours, moment: datetime) -> bool:
    """Whether the pause that is on had begun at this moment: a scan of before it still counts."""
    return offer.paused_at is not None and offer.pauses_redemptions and offer.paused_at <= moment


def is_within_hours(offer: Hours, now: datetime) -> bool:
    """Whether vouchers are taken at this moment: in the period, and in a window where there are any."""
    if not offer.starts_at <= now < offer.ends_at:
        return False
    return not offer.windows or any(_holds(window, local(now)) for window in offer.windows)


def next_hours(offer: Hours, now: datetime) -> datetime | None:
    """When vouchers will next be taken (UTC); None when that time is over."""
    earliest = max(now, offer.starts_at)
    openings = [earliest] if is_within_hours(offer, earliest) else _openings(offer.windows, earliest)
    return next((moment for moment in openings if earliest <= moment < offer.ends_at), None)


def next_change(offer: OfferFacts, now: datetime) -> datetime | None:
    """The next moment at which the clock alone changes what the public sees."""
    return next((moment for moment in (offer.starts_at, offer.ends_at) if moment > now), None)


def is_limited_by_day(offer: OfferFacts) -> bool:
    """Whether the limit per resident starts again every day."""
    return offer.limit_period == LimitPeriod.DAY


def slots(offer: OfferFacts, now: datetime) -> Sequence[str]:
    """The vouchers one resident may have at this moment, by name."""
    start = f"{local(now).date().isoformat()}." if is_limited_by_day(offer) else ""
    return [f"{start}{number}" for number in range(1, offer.per_resident + 1)]


def cost_cents(offer: OfferFacts, amount_cents: int | None) -> int | None:
    """What a redemption takes from the city's budget, in cents; None when the purchase has to be known first.

    An amount counts as it is and a percentage over the purchase; what has no price of its own counts at its
    reference price.
    """
    if offer.kind == OfferKind.AMOUNT:
        return offer.value
    if offer.kind == OfferKind.PERCENT:
        return None if amount_cents is None else amount_cents * offer.value // 100
    price = offer.reference_cents or 0
    return price * offer.value // 100 if offer.kind == OfferKind.SECOND else price


def price_after(offer: OfferFacts) -> int | None:
    """What is paid instead of the reference price, in cents; None where the offer is no lower price."""
    before = offer.reference_cents
    if before is None or offer.kind not in (OfferKind.PERCENT, OfferKind.AMOUNT):
        return None
    off = offer.value if offer.kind == OfferKind.AMOUNT else round(before * offer.value / 100)
    return max(0, before - off)


def asks_purchase(offer: OfferFacts) -> bool:
    """Whether nothing is redeemed without the purchase: the city pays a part of it."""
    return offer.cap_cents is not None and cost_cents(offer, None) is None


def looks_at_purchase(offer: OfferFacts) -> bool:
    """Whether the counter must see the purchase first: at least so much, or the city pays a part of it."""
    return offer.min_spend_cents > 0 or asks_purchase(offer)


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
    """When a window opens; the end of a day, which was accepted once, is the start of the day after."""
    if window["from"] == END_OF_DAY:
        return datetime.combine(day + timedelta(days=1), time(), BRUSSELS).astimezone(UTC)
    return datetime.combine(day, time.fromisoformat(window["from"]), BRUSSELS).astimezone(UTC)
