"""The offer guard: what the law asks of a price cut that is announced. A pointer, no legal advice.

Sources: Code of Economic Law (WER/CDE), book VI. Art. VI.18: who announces a price cut names the lowest
price of the thirty days before it. Art. VI.25 to VI.27: “solden”, “soldes”, “Schlussverkauf”, “opruiming”
and the like are words for the sales alone. Art. VI.28 and VI.29: in the month before the sales clothing,
shoes and leather announce no price cut and spread no vouchers for one; not so at street fairs that the
traders’ association takes part in, for at most four days in such a month. Joint offers (one free, a second
one for less, a gift) are no price cut. The days are data: `cityshop.sales`.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from cityshop.core.money import read_cents
from cityshop.core.words import n_
from cityshop.offers.models import OfferKind
from cityshop.sales.rules import Season

BANNED_CATEGORIES = frozenset({"clothes", "shoes", "leather"})
PRICE_CUTS = frozenset({OfferKind.PERCENT, OfferKind.AMOUNT})
MOST_FAIR_DAYS = 4
MOST_DAYS = 800  # of an offer that are looked at

_SALES_WORDS = re.compile(r"\b(\w*solden\w*|soldes?|\w*schlussverkauf\w*|\w*opruiming\w*)\b")
_EURO = r"(?:€|euros?\b|eur\b)?"
_NUMBER = r"(\d{1,6}(?:[.,]\d{1,2})?)"
_EARLIER_PRICES = (
    re.compile(
        rf"\b(?:van|de|von|from)\s*{_EURO}\s*{_NUMBER}\s*{_EURO}\s*(?:voor|naar|a|auf|fur|for|to)\s*{_EURO}\s*\d+\s*{_EURO}"
    ),
    re.compile(
        rf"\b(?:i\.?p\.?v\.?|in plaats van|normaal|au lieu de|avant|statt|vorher|instead of|was)"
        rf"\s*{_EURO}\s*{_NUMBER}\s*{_EURO}"
    ),
)


class Rule(StrEnum):
    SALES_BAN = "sales-ban"
    STREET_FAIR = "street-fair"
    LOWEST_PRICE = "lowest-price"
    WORDING = "wording"


@dataclass(frozen=True)
class Finding:
    """What the guard says; `needs_reason` where the law says no, unless somebody writes down why it may."""

    rule: Rule
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)
    needs_reason: bool = True


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What the guard looks at, prices in cents.

    `shown_days` are all from its first to its last, on which it is announced and claimed whatever its hours;
    `days` those on which vouchers are taken; `fair_days` those of the shop's other street fairs.
    """

    kind: str
    category: str
    texts: Sequence[str]
    shown_days: Sequence[date]
    days: Sequence[date]
    reference_cents: int | None = None
    is_street_fair: bool = False
    fair_days: Sequence[date] = ()


def findings(offer: Announcement, seasons: Sequence[Season]) -> list[Finding]:
    """All that the guard has to say of an offer, what is forbidden first."""
    said = [*_ban(offer, seasons), *_wording(offer, seasons), *_lowest_price(offer)]
    return sorted(said, key=lambda finding: not finding.needs_reason)


def needs_reason(said: Sequence[Finding]) -> bool:
    """Whether the offer can only stand with a reason."""
    return any(finding.needs_reason for finding in said)


def days_of(first: date, last: date, windows: Sequence[Mapping[str, Any]]) -> list[date]:
    """The days from `first` up to and including `last` on which one of the windows opens, 800 at most."""
    length = min((last - first).days + 1, MOST_DAYS)
    days = (first + timedelta(days=number) for number in range(length))
    weekdays = {weekday for window in windows for weekday in window["days"]}
    return [day for day in days if not weekdays or day.weekday() in weekdays]


def _ban(offer: Announcement, seasons: Sequence[Season]) -> Iterator[Finding]:
    """What the month before the sales forbids."""
    if offer.category not in BANNED_CATEGORIES:
        return
    for season in seasons:
        if not _is_banned(offer.shown_days, season):
            continue
        facts = {"first": season.ban_from, "last": season.ban_until}
        if offer.kind not in PRICE_CUTS:
            yield Finding(Rule.SALES_BAN, _JOINT, facts, needs_reason=False)
        elif offer.is_street_fair and _is_banned(offer.days, season):
            yield _street_fair(offer, season)
        else:
            yield Finding(Rule.SALES_BAN, _NO_PRICE_CUTS, facts)


def _is_banned(days: Sequence[date], season: Season) -> bool:
    return any(season.bans(day) for day in days)


def _street_fair(offer: Announcement, season: Season) -> Finding:
    """At most four days, together with the shop's other street fairs in the same month."""
    count = len({day for day in (*offer.days, *offer.fair_days) if season.bans(day)})
    is_too_long = count > MOST_FAIR_DAYS
    facts = {"count": count, "most": MOST_FAIR_DAYS}
    return Finding(Rule.STREET_FAIR, _TOO_LONG if is_too_long else _AT_A_FAIR, facts, is_too_long)


def _wording(offer: Announcement, seasons: Sequence[Season]) -> Iterator[Finding]:
    """The words of the sales on a day that is none of theirs."""
    found = next((match[1] for text in offer.texts if (match := _SALES_WORDS.search(_plain(text)))), None)
    if found and not _is_in_sales(offer.days, seasons):
        yield Finding(Rule.WORDING, _WORD_OF_THE_SALES, {"word": found})


def _is_in_sales(days: Sequence[date], seasons: Sequence[Season]) -> bool:
    return bool(days) and all(any(season.is_sales(day) for season in seasons) for day in days)


def _lowest_price(offer: Announcement) -> Iterator[Finding]:
    """The lowest price of thirty days beside what is announced as cheaper."""
    earlier = max((cents for text in offer.texts for cents in _earlier_prices(text)), default=None)
    if offer.reference_cents is None:
        if earlier is not None:
            yield Finding(Rule.LOWEST_PRICE, _PRICE_WITHOUT_LOWEST)
        elif offer.kind in PRICE_CUTS:
            yield Finding(Rule.LOWEST_PRICE, _SHOW_LOWEST, needs_reason=False)
    elif earlier is not None and earlier > offer.reference_cents:
        facts = {"earlier_cents": earlier, "lowest_cents": offer.reference_cents}
        yield Finding(Rule.LOWEST_PRICE, _HIGHER_THAN_LOWEST, facts)


def _earlier_prices(text: str) -> Iterator[int]:
    """Prices of before that a text names, in cents: “van € 50 voor € 40”."""
    plain = _plain(text)
    for match in (found for pattern in _EARLIER_PRICES for found in pattern.finditer(plain)):
        is_price = "€" in match[0] or "eur" in match[0]
        if is_price and (cents := read_cents(match[1])):
            yield cents


def _plain(text: str) -> str:
    """Small letters without accents and without characters that take no room."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if unicodedata.category(letter) not in ("Mn", "Cf"))


_NO_PRICE_CUTS = n_(
    "Clothing, shoes and leather announce no price cut from %(first)s to %(last)s. Choose other days, or give"
    " a gift or one free instead."
)
_JOINT = n_(
    "From %(first)s to %(last)s clothing, shoes and leather announce no price cut. A gift or one free is"
    " allowed: name no percentage and no lower price in the text."
)
_AT_A_FAIR = n_(
    "As part of a street fair this is allowed: %(count)s of at most %(most)s days in this period."
)
_TOO_LONG = n_(
    "A street fair lasts at most %(most)s days in this period; with this offer your shop has %(count)s."
    " Take fewer days."
)
_WORD_OF_THE_SALES = n_("“%(word)s” is a word for the sales in January and July. Write “discount” instead.")
_SHOW_LOWEST = n_(
    "Show the lowest price of the last 30 days beside the reduced one: fill it in here when it is about one"
    " product, else put it on the price tags."
)
_PRICE_WITHOUT_LOWEST = n_(
    "The text names a price of before. Fill in the lowest price of the last 30 days, so that residents see"
    " it."
)
_HIGHER_THAN_LOWEST = n_(
    "The text names %(earlier_cents)s, but the lowest price of the last 30 days was %(lowest_cents)s. Name"
    " that one."
)
