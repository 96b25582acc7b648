"""When the sales are by law.

Source: Code of Economic Law (WER/CDE), book VI, art. VI.25 to VI.29. Winter sales run from 3 to 31 January,
summer sales from 1 to 31 July; where the first day is a Sunday they begin a day earlier. In the month before
them (3 December to 2 January, 1 to 30 June) clothing, shoes and leather announce no price cut; that month
moves with them. In the summer of 2020 a decree moved all of it by a month.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from cityshop.sales.errors import DaysReversed, SalesWithinBan, YearTooFar

FIRST_YEAR, LAST_YEAR = 2020, 2100
A_DAY = timedelta(days=1)
SUNDAY = 6
FARTHEST = timedelta(days=270)  # how far a decree may move a season away from the days of the law


class SeasonName(StrEnum):
    WINTER = "winter"
    SUMMER = "summer"


@dataclass(frozen=True)
class Season:
    """The sales of one season and the month before them; all four days are included."""

    year: int
    name: SeasonName
    ban_from: date
    ban_until: date
    sales_from: date
    sales_until: date

    def bans(self, day: date) -> bool:
        """Whether clothing, shoes and leather announce no price cut on this day."""
        return self.ban_from <= day <= self.ban_until

    def is_sales(self, day: date) -> bool:
        """Whether this is a day of the sales."""
        return self.sales_from <= day <= self.sales_until


MOVED: Mapping[tuple[int, SeasonName], tuple[date, date, date, date]] = {
    # Royal decree of 27 May 2020, because shops had been closed that spring.
    (2020, SeasonName.SUMMER): (date(2020, 7, 1), date(2020, 7, 31), date(2020, 8, 1), date(2020, 8, 31)),
}


def national_seasons(year: int) -> tuple[Season, Season]:
    """The winter and the summer season of a year, as the law or a decree for that year has them."""
    winter = Season(
        year,
        SeasonName.WINTER,
        date(year - 1, 12, 3),
        date(year, 1, 2),
        date(year, 1, 3),
        date(year, 1, 31),
    )
    summer = Season(
        year, SeasonName.SUMMER, date(year, 6, 1), date(year, 6, 30), date(year, 7, 1), date(year, 7, 31)
    )
    return _moved(winter), _moved(summer)


def checked(season: Season) -> Season:
    """The same season; raises DaysReversed, SalesWithinBan or YearTooFar."""
    if season.ban_until < season.ban_from or season.sales_until < season.sales_from:
        raise DaysReversed
    if season.sales_from <= season.ban_until:
        raise SalesWithinBan
    usual = next(one for one in national_seasons(season.year) if one.name is season.name)
    if (
        abs(season.sales_from - usual.sales_from) > FARTHEST
        or season.sales_until - season.ban_from > FARTHEST
    ):
        raise YearTooFar(year=season.year)
    return season


def _moved(season: Season) -> Season:
    """Where a decree moved it, else a day earlier where the sales would begin on a Sunday."""
    decreed = MOVED.get((season.year, season.name))
    if decreed:
        return Season(season.year, season.name, *decreed)
    if season.sales_from.weekday() != SUNDAY:
        return season
    return replace(
        season,
        ban_from=season.ban_from - A_DAY,
        ban_until=season.ban_until - A_DAY,
        sales_from=season.sales_from - A_DAY,
    )
