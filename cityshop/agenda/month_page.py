"""A month as a table of days, for people who look at a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cityshop.agenda import queries
from cityshop.agenda.filters import FIRST_YEAR, LAST_YEAR, AgendaFilters, address_of
from cityshop.agenda.pages import Address, DateLine, date_line
from cityshop.agenda.queries import AnyRow
from cityshop.agenda.repeats import Times
from cityshop.agenda.rules import (
    is_long,
    month_after,
    month_before,
    next_midnight,
    span_of_month,
    today_of,
    weeks_of_month,
)
from cityshop.core.db import Session
from cityshop.web.i18n import day

IN_A_CELL = 3


@dataclass(frozen=True)
class DayCell:
    """A day of the table; `number` is empty for one of another month. `more` counts what does not fit."""

    number: str
    words: str
    address: Address
    lines: Sequence[DateLine]
    count: int
    is_today: bool

    @property
    def shown(self) -> Sequence[DateLine]:
        """What fits in a cell."""
        return self.lines[:IN_A_CELL]

    @property
    def more(self) -> int:
        """How many do not."""
        return max(0, len(self.lines) - IN_A_CELL)


@dataclass(frozen=True)
class MonthPage:
    """A month; `going_on` lasts for many days. The addresses stand behind the question mark."""

    words: str
    weekdays: Sequence[tuple[str, str]]
    weeks: Sequence[Sequence[DayCell]]
    going_on: Sequence[DateLine]
    total: int
    before: tuple[str, Address] | None
    after: tuple[str, Address] | None
    list_address: Address
    until: datetime


def month_page(session: Session, filters: AgendaFilters, *, now: datetime) -> MonthPage:
    """The month that was asked for, else the one that is on."""
    first = filters.month or today_of(now).replace(day=1)
    rows = queries.dates_in(session, replace(filters, when=None, day=None), span_of_month(first))
    short = [row for row in rows if not is_long(Times(row.starts_at, row.ends_at))]
    monday = weeks_of_month(first)[0][0]
    weekdays = [monday + timedelta(days=number) for number in range(7)]
    return MonthPage(
        words=day(first, "MMMM y"),
        weekdays=[(day(one, "EEEE"), day(one, "EEEEEE")) for one in weekdays],
        weeks=[[_cell(one, first, short, filters, now) for one in week] for week in weeks_of_month(first)],
        going_on=[date_line(row, since=first) for row in rows if row not in short],
        total=len(rows),
        before=_way(month_before(first), filters),
        after=_way(month_after(first), filters),
        list_address=address_of(replace(filters, month=first, when=None, day=None, page=1)),
        until=next_midnight(now),
    )


def _cell(one: date, first: date, rows: Sequence[AnyRow], filters: AgendaFilters, now: datetime) -> DayCell:
    if one.month != first.month:
        return DayCell("", "", {}, (), 0, is_today=False)
    lines = [date_line(row, since=one) for row in rows if row.first_day <= one <= row.last_day]
    address = address_of(replace(filters, day=one, when=None, month=None, page=1))
    return DayCell(day(one, "d"), day(one, "EEEE d MMMM"), address, lines, len(lines), one == today_of(now))


def _way(first: date, filters: AgendaFilters) -> tuple[str, Address] | None:
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        return None
    address = address_of(replace(filters, month=first, when=None, day=None, page=1))
    return day(first, "MMM y"), address
