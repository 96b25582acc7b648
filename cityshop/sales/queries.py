"""The calendar of the sales as it holds in the chosen city."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cityshop.core.db import Session
from cityshop.sales.models import SalesPeriod
from cityshop.sales.rules import Season, SeasonName, national_seasons


@dataclass(frozen=True)
class SalesYear:
    """A year of the calendar; `is_own` where the city keeps days of its own."""

    year: int
    seasons: Sequence[Season]
    is_own: bool


def seasons(session: Session, first: date, last: date) -> Sequence[Season]:
    """The seasons that may touch the days from `first` up to and including `last`, in their order."""
    # the month before the winter sales lies in the year before
    years = sales_years(session, range(first.year, last.year + 2))
    return [season for year in years for season in year.seasons]


def sales_years(session: Session, years: Iterable[int]) -> Sequence[SalesYear]:
    """These years with the city's own days where it has them, else those of the country."""
    wanted = list(years)
    rows = session.scalars(
        select(SalesPeriod)
        .where(SalesPeriod.year.in_(wanted))
        .order_by(SalesPeriod.year, SalesPeriod.sales_from)
    )
    own = {(row.year, row.season): _season(row) for row in rows}
    return [_year(year, own) for year in wanted]


def _year(year: int, own: dict[tuple[int, str], Season]) -> SalesYear:
    found = [own.get((year, season.name), season) for season in national_seasons(year)]
    return SalesYear(year, found, is_own=any((year, season.name) in own for season in found))


def _season(row: SalesPeriod) -> Season:
    days = (row.ban_from, row.ban_until, row.sales_from, row.sales_until)
    return Season(row.year, SeasonName(row.season), *days)
