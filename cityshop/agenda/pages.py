"""The agenda as residents see it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import g, url_for

from cityshop.agenda import queries, sources
from cityshop.agenda.filters import AgendaFilters, When, address_of
from cityshop.agenda.models import Audience
from cityshop.agenda.queries import DATES_A_PAGE, AnyRow
from cityshop.agenda.rules import first_moment, next_midnight, today_of
from cityshop.agenda.words import AUDIENCE, days_words, price_words, time_words
from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.web.i18n import day, own_text, translated
from cityshop.web.parts import Part

Address = dict[str, str]

ON_A_PART = 3


@dataclass(frozen=True)
class DateLine:
    """One date of an event in a list. `until` is set where it goes on for some days; `month` is short."""

    url: str
    title: str
    time: str
    until: str
    where: str
    audience: str
    price: str
    partner: str
    is_cancelled: bool
    needs_check: bool
    number: str
    month: str


@dataclass(frozen=True)
class DayGroup:
    """What begins, or goes on, on one day."""

    words: str
    lines: Sequence[DateLine]


@dataclass(frozen=True)
class Choice:
    """A value that a filter can have."""

    name: str
    value: str
    words: str
    checked: bool
    picture: str = ""
    kind: str = "radio"


@dataclass(frozen=True)
class AgendaPage:
    """The list. `times`, `audiences` and `partners` are what can be chosen; `asked` says what was."""

    filters: AgendaFilters
    days: Sequence[DayGroup]
    total: int
    times: Sequence[Choice]
    audiences: Sequence[Choice]
    partners: Sequence[tuple[str, str]]
    asked: str
    page: int
    pages: int
    until: datetime

    def address(self, **changes: Any) -> Address:
        """This list with something changed."""
        return address_of(replace(self.filters, **{"page": 1, **changes}))

    @property
    def feed_address(self) -> Address:
        """The same as a feed: it tells everything to come, whatever day was chosen."""
        return self.address(when=None, day=None, month=None)


def agenda_page(session: Session, filters: AgendaFilters, *, now: datetime) -> AgendaPage:
    """The dates that fit and are not over."""
    found = queries.dates_to_come(session, filters, now=now)
    pages = max(1, -(-found.total // DATES_A_PAGE))
    partners = sources.partners_with_events(session, now=now)
    return AgendaPage(
        filters=filters,
        days=_by_day(found.rows, _first_day(filters, now)),
        total=found.total,
        times=_times(filters),
        audiences=_audiences(filters),
        partners=[(row.slug, row.name) for row in partners],
        asked=_asked(filters),
        page=min(filters.page, pages),
        pages=pages,
        until=min(filter(None, (next_midnight(now), found.first_end))),
    )


def date_line(row: AnyRow, *, since: date) -> DateLine:
    """One date, ready for a list; `since` is the first day that is told."""
    begins, lasts = max(row.first_day, since), row.last_day > row.first_day
    shown = {"is_all_day": row.is_all_day or row.first_day < since, "has_end": row.has_end}
    return DateLine(
        url=url_for("agenda.event", slug=row.slug),
        title=own_text(row.title),
        time=time_words(row.starts_at, row.ends_at, **shown),
        until=translated(n_("until %(day)s"), day=day(row.last_day, "d MMMM")) if lasts else "",
        where=row.place or row.location,
        audience="" if row.audience == Audience.EVERYONE else translated(AUDIENCE[row.audience]),
        price=price_words(row.price, is_free=row.is_free),
        partner=row.partner or row.organiser,
        is_cancelled=bool(row.is_cancelled),
        needs_check=row.needs_check,
        number=day(begins, "d"),
        month=day(begins, "MMM").rstrip("."),
    )


def home_part(session: Session, now: datetime) -> Part | None:
    """What comes first, on the city's front page."""
    return _first_dates(session, now, "agenda/_home.html")


def guide_part(session: Session, now: datetime) -> Part | None:
    """The same below the guide."""
    return _first_dates(session, now, "agenda/_guide.html")


def place_part(session: Session, now: datetime) -> Part | None:
    """What comes first at `g.place`."""
    return _at_places(session, [g.place.id], now)


def route_part(session: Session, now: datetime) -> Part | None:
    """What comes first along a route: at the places `g.route_places`."""
    return _at_places(session, list(g.route_places), now)


def _first_dates(session: Session, now: datetime, template: str) -> Part | None:
    found = queries.dates_to_come(session, AgendaFilters(), now=now)
    if not found.total:
        return None
    lines = [date_line(row, since=today_of(now)) for row in found.rows if not row.is_cancelled][:ON_A_PART]
    until = first_moment((next_midnight(now), found.first_end))
    return Part(template, {"dates": lines, "total": found.total}, until)


def _at_places(session: Session, place_ids: Sequence[int], now: datetime) -> Part | None:
    rows = queries.dates_of_places(session, place_ids, now=now, most=ON_A_PART) if place_ids else ()
    if not rows:
        return None
    lines = [date_line(row, since=today_of(now)) for row in rows]
    until = first_moment((next_midnight(now), *(row.ends_at for row in rows)))
    return Part("agenda/_place.html", {"dates": lines}, until)


def _first_day(filters: AgendaFilters, now: datetime) -> date:
    """What began before is told on this day."""
    return max(filters.day or filters.month or today_of(now), today_of(now))


def _by_day(rows: Sequence[AnyRow], since: date) -> list[DayGroup]:
    groups: dict[date, list[DateLine]] = {}
    for row in rows:
        groups.setdefault(max(row.first_day, since), []).append(date_line(row, since=since))
    return [DayGroup(day(one, "EEEE d MMMM y"), lines) for one, lines in sorted(groups.items())]


def _times(filters: AgendaFilters) -> list[Choice]:
    words = {When.TODAY: n_("Today"), When.WEEKEND: n_("This weekend")}
    is_all = not (filters.when or filters.day or filters.month)
    return [
        Choice("when", "", translated(n_("Everything to come")), is_all),
        *(Choice("when", when, translated(text), filters.when is when) for when, text in words.items()),
    ]


def _audiences(filters: AgendaFilters) -> list[Choice]:
    every = Choice("audience", "", translated(n_("All audiences")), filters.audience is None)
    audiences = [one for one in Audience if one is not Audience.EVERYONE]
    return [
        every,
        *(Choice("audience", one, translated(AUDIENCE[one]), filters.audience is one) for one in audiences),
    ]


def _asked(filters: AgendaFilters) -> str:
    if filters.day:
        return days_words(filters.day, filters.day)
    return day(filters.month, "MMMM y") if filters.month else ""
