"""Offers in words: what they are worth, when they are valid, what a counter answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cityshop.core.clock import local
from cityshop.core.errors import Refusal
from cityshop.core.words import n_
from cityshop.merchants.rules import CATEGORIES
from cityshop.offers import hours as spans
from cityshop.offers.models import LimitPeriod, OfferKind, OfferState, StockCounts, VoucherDeed
from cityshop.offers.refusals import RedemptionRefused
from cityshop.offers.rules import OfferFacts, OfferPhase, VoucherFacts, price_after
from cityshop.web.i18n import day, euro, moment, own_text, percent, translated

A_MONDAY = date(2026, 11, 23)
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
ALL_WEEK = 7

KINDS = (
    (OfferKind.PERCENT, n_("A percentage off")),
    (OfferKind.AMOUNT, n_("An amount off")),
    (OfferKind.GIFT, n_("A gift")),
    (OfferKind.BUNDLE, n_("One free when you buy some")),
    (OfferKind.SECOND, n_("The second one at a lower price")),
)
COUNTS = (
    (StockCounts.CLAIMED, n_("Every voucher that somebody takes: who has one is sure")),
    (StockCounts.USED, n_("Every voucher that is used at the till: who comes first")),
)
PERIODS = (
    (LimitPeriod.CAMPAIGN, n_("In the whole campaign")),
    (LimitPeriod.DAY, n_("Every day again")),
)
STATES: Mapping[str, tuple[str, str]] = {
    OfferState.DRAFT: (n_("Draft"), "off"),
    OfferState.WAITING: (n_("Waits for town hall"), "warn"),
    OfferState.LIVE: (n_("Approved"), "good"),
    OfferState.SOLD_OUT: (n_("Sold out"), "off"),
    OfferState.REFUSED: (n_("Back with the shop"), "warn"),
    OfferState.WITHDRAWN: (n_("Withdrawn"), "off"),
}
PHASES: Mapping[str, tuple[str, str]] = {
    OfferPhase.COMING: (n_("Soon"), "plain"),
    OfferPhase.OPEN: (n_("On now"), "good"),
    OfferPhase.PAUSED: (n_("Paused"), "warn"),
    OfferPhase.SOLD_OUT: (n_("Sold out"), "off"),
    OfferPhase.OVER: (n_("Over"), "off"),
    OfferPhase.READ_AGAIN: (n_("Waits for town hall"), "warn"),
    OfferPhase.WITHDRAWN: (n_("Withdrawn"), "off"),
}


_LIMITS = {
    LimitPeriod.CAMPAIGN: (n_("one voucher"), n_("%(number)s vouchers")),
    LimitPeriod.DAY: (n_("one voucher a day"), n_("%(number)s vouchers a day")),
}
# What happened to a voucher: words of its history.
DEEDS: Mapping[str, str] = {
    "claimed": n_("Taken"),
    "redeemed": n_("Used at %(shop)s"),
    "undone": n_("Use undone by %(shop)s"),
    VoucherDeed.VOIDED: n_("Cancelled by the city"),
    VoucherDeed.GIVEN_BACK: n_("Given back"),
    VoucherDeed.RESTORED: n_("Made valid again"),
    VoucherDeed.LAPSED: n_("Ended without being used"),
    VoucherDeed.REFUNDED: n_("Refunded by the city"),
    VoucherDeed.HONOURED: n_("Honoured after being offline"),
    VoucherDeed.WAIVED: n_("Not honoured after being offline"),
}


@dataclass(frozen=True)
class Said:
    """What the counter's screen says: `look` is good, refused or wait; `picture` is an icon."""

    look: str
    word: str
    sentence: str = ""
    then: str = ""
    picture: str = ""


def worth(offer: OfferFacts) -> str:
    """What an offer is worth, as short as on a price card: a percentage, an amount, `2 + 1`."""
    off = _less(euro(offer.value) if offer.kind == OfferKind.AMOUNT else percent(offer.value))
    if offer.kind in (OfferKind.PERCENT, OfferKind.AMOUNT):
        return off
    if offer.kind == OfferKind.SECOND:
        return translated(n_("2nd %(off)s"), off=off)
    if offer.kind == OfferKind.BUNDLE:
        return f"{offer.value}{NO_BREAK}+{NO_BREAK}1"
    return translated(n_("Gift"))


def _less(figure: str) -> str:
    return f"{MINUS}{figure}".replace(" ", NO_BREAK)


def category(word: str) -> str:
    """The trade of a shop."""
    return translated(CATEGORIES[word]) if word in CATEGORIES else word.replace("-", " ").capitalize()


def period(offer: OfferFacts) -> str:
    """The first and the last day of an offer."""
    first, last = local(offer.starts_at).date(), local(offer.ends_at - timedelta(seconds=1)).date()
    if first == last:
        return day(first, "EEEE d MMMM")
    return translated(
        n_("%(first)s to %(last)s"), first=day(first, "EEEE d MMMM"), last=day(last, "EEEE d MMMM")
    )


def short_period(offer: OfferFacts) -> str:
    """The first and the last day, for a table."""
    first, last = day(offer.starts_at, "d MMM"), day(offer.ends_at - timedelta(seconds=1), "d MMM")
    return first if first == last else translated(n_("%(first)s to %(last)s"), first=first, last=last)


def last_day(offer: OfferFacts) -> str:
    """Until when, for a card."""
    return translated(n_("until %(day)s"), day=day(offer.ends_at - timedelta(seconds=1), "d MMMM"))


def first_day(offer: OfferFacts) -> str:
    """From when, for a card."""
    return translated(n_("from %(day)s"), day=day(offer.starts_at, "d MMMM"))


def hours(windows: Sequence[Mapping[str, Any]]) -> str:
    """On which days and between which hours; empty when there is no limit."""
    return ", ".join(_window(window) for window in spans.as_written(windows))


def weekday(number: int, form: str = "EEEE") -> str:
    """The name of a day of the week; Monday is 0."""
    return day(A_MONDAY + timedelta(days=number), form)


def grouped(code: str) -> str:
    """A typed code in two groups, easier to read out."""
    return f"{code[:5]} {code[5:]}"


def terms(offer: OfferFacts) -> list[tuple[str, str]]:
    """What stands in small print; empty where nothing is asked."""
    least = euro(offer.min_spend_cents) if offer.min_spend_cents else ""
    alone = "" if offer.is_combinable else translated(n_("not together with other offers"))
    return [
        (translated(n_("Product")), own_text(offer.product)),
        (translated(n_("Price")), price(offer)),
        (translated(n_("Hours")), hours(offer.windows)),
        (translated(n_("Spend at least")), least),
        (translated(n_("Per person")), _limit(offer)),
        (translated(n_("Combine")), alone),
        (translated(n_("Conditions")), own_text(offer.conditions)),
    ]


def price(offer: OfferFacts) -> str:
    """What it was at least and what it is now; empty where that cannot be said in euro."""
    before, after = offer.reference_cents, price_after(offer)
    if before is None:
        return ""
    if after is None:
        return translated(n_("normally %(before)s"), before=euro(before))
    sentence = n_("from %(before)s for %(after)s; %(before)s was the lowest price of the last 30 days")
    return translated(sentence, before=euro(before), after=euro(after))


def _limit(offer: OfferFacts) -> str:
    """How many vouchers one resident may have."""
    one, more = _LIMITS[LimitPeriod(offer.limit_period)]
    return translated(one if offer.per_resident == 1 else more, number=offer.per_resident)


def deed(word: str, shop: str = "") -> str:
    """One line in the history of a voucher."""
    return translated(DEEDS[word], shop=shop)


def older_terms(voucher: VoucherFacts) -> str:
    """That the offer changed after this voucher was taken; empty where it did not."""
    if not voucher.is_of_earlier_terms:
        return ""
    return translated(n_("The offer has changed since. What stands on this voucher still holds."))


def refused(refusal: RedemptionRefused) -> Said:
    """What the counter says when it says no."""
    return Said(
        refusal.look,
        translated(refusal.word),
        sentence(refusal),
        translated(refusal.then),
        refusal.picture,
    )


def sentence(refusal: Refusal) -> str:
    """Why it was refused, with moments and amounts as people read them."""
    return translated(refusal.message, **{name: _fact(name, value) for name, value in refusal.facts.items()})


def _window(window: Mapping[str, Any]) -> str:
    days = window["days"]
    span = translated(n_("%(opens)s to %(closes)s"), opens=window["from"], closes=window["to"])
    if len(days) == ALL_WEEK:
        return span
    names = (weekday(number, "EEE") for number in days)
    return f"{' '.join(names)} {span}"


def _fact(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return moment(value)
    return euro(value) if name.endswith("_cents") and isinstance(value, int) else value
