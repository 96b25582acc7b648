"""What somebody asks of the agenda: filters that stand in the address. What is not understood is left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cityshop.agenda.models import Audience, EventState
from cityshop.agenda.rules import Span, span_of_day, span_of_month, span_of_weekend, today_of
from cityshop.places.filters import LONGEST_SEARCH, visible

FIRST_YEAR, LAST_YEAR = 2020, 2100
MOST_DIGITS = 3
_SLUG = re.compile(r"[a-z0-9-]{1,80}")

Values = Mapping[str, Sequence[str]]


class When(StrEnum):
    TODAY = "today"
    WEEKEND = "weekend"


@dataclass(frozen=True, kw_only=True)
class AgendaFilters:
    """Which events: a time (none means everything to come), for whom, of which partner, free, with words."""

    when: When | None = None
    day: date | None = None
    month: date | None = None
    audience: Audience | None = None
    partner: str = ""
    free: bool = False
    words: str = ""
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Whether any event may be left out."""
        times = self.when or self.day or self.month
        return bool(times or self.audience or self.partner or self.free or self.words)

    def span(self, now: datetime) -> Span | None:
        """The time that is asked for, none for everything to come."""
        if self.day:
            return span_of_day(self.day)
        if self.when:
            return span_of_day(today_of(now)) if self.when is When.TODAY else span_of_weekend(now)
        return span_of_month(self.month) if self.month else None


@dataclass(frozen=True, kw_only=True)
class DeskFilters:
    """Which events town hall wants to see."""

    state: EventState | None = None
    to_check: bool = False
    words: str = ""
    page: int = 1


def filters_from(values: Values) -> AgendaFilters:
    """The filters in an address; a day goes before a word for a time, and that before a month."""
    day = _day(_first(values, "day"))
    when = None if day else next((when for when in When if _has(values, "when", when)), None)
    return AgendaFilters(
        when=when,
        day=day,
        month=None if day or when else month_from(_first(values, "month")),
        audience=next((one for one in Audience if _has(values, "audience", one)), None),
        partner=slug if _SLUG.fullmatch(slug := _first(values, "partner")) else "",
        free=_has(values, "free", "1"),
        words=_words(values),
        page=_page(values),
    )


def address_of(filters: AgendaFilters) -> dict[str, str]:
    """The filters as an address carries them, in one order: equal questions have equal addresses."""
    values = {
        "day": filters.day.isoformat() if filters.day else "",
        "when": str(filters.when or ""),
        "month": f"{filters.month:%Y-%m}" if filters.month else "",
        "audience": str(filters.audience or ""),
        "partner": filters.partner,
        "free": "1" if filters.free else "",
        "q": filters.words,
        "page": "" if filters.page == 1 else str(filters.page),
    }
    return {name: value for name, value in values.items() if value}


def desk_filters_from(values: Values) -> DeskFilters:
    """The filters in an address of town hall."""
    state = next((state for state in EventState if _has(values, "state", state)), None)
    to_check = _has(values, "check", "1")
    return DeskFilters(state=state, to_check=to_check, words=_words(values), page=_page(values))


def desk_address_of(filters: DeskFilters) -> dict[str, str]:
    """The filters as an address of town hall carries them."""
    values = {
        "state": str(filters.state or ""),
        "check": "1" if filters.to_check else "",
        "q": filters.words,
        "page": "" if filters.page == 1 else str(filters.page),
    }
    return {name: value for name, value in values.items() if value}


def month_from(text: str) -> date | None:
    """The first day of a month such as `2026-12`."""
    return _day(f"{text}-01")


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _words(values: Values) -> str:
    return visible(_first(values, "q"))[:LONGEST_SEARCH].strip()


def _page(values: Values) -> int:
    text = _first(values, "page")
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return max(1, int(text)) if is_number else 1


def _has(values: Values, name: str, value: str) -> bool:
    return value in values.get(name, ())


def _first(values: Values, name: str) -> str:
    return next(iter(values.get(name, ())), "")
