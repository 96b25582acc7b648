"""The calendar of the sales, ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cityshop.core.words import n_
from cityshop.sales.queries import SalesYear
from cityshop.sales.rules import Season, SeasonName
from cityshop.web.i18n import day, translated

YEARS_BACK, YEARS_AHEAD = 1, 2
SEASONS = {SeasonName.WINTER: n_("Winter sales"), SeasonName.SUMMER: n_("Summer sales")}


@dataclass(frozen=True)
class SeasonRow:
    """One line of the calendar."""

    year: int
    season: str
    ban: str
    sales: str
    is_own: bool
    is_first: bool


def years_shown(today: date) -> range:
    """The years that town hall looks at: the last, this and what is being planned."""
    return range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)


def season_rows(years: Sequence[SalesYear]) -> list[SeasonRow]:
    """All seasons of these years, each year under its number."""
    return [_row(year, season, number) for year in years for number, season in enumerate(year.seasons)]


def ban_now(years: Sequence[SalesYear], today: date) -> str:
    """What the calendar says of today, in one sentence."""
    seasons = [season for year in years for season in year.seasons]
    for season in seasons:
        if season.bans(today):
            return translated(
                n_("Until %(day)s clothing, shoes and leather announce no price cut."),
                day=day(season.ban_until),
            )
        if season.is_sales(today):
            return translated(n_("The sales are on, until %(day)s."), day=day(season.sales_until))
    coming = min((season for season in seasons if season.ban_from > today), key=lambda one: one.ban_from)
    sentence = n_("From %(day)s clothing, shoes and leather announce no price cut, until the sales begin.")
    return translated(sentence, day=day(coming.ban_from))


def _row(year: SalesYear, season: Season, number: int) -> SeasonRow:
    return SeasonRow(
        year=year.year,
        season=translated(SEASONS[season.name]),
        ban=_span(season.ban_from, season.ban_until),
        sales=_span(season.sales_from, season.sales_until),
        is_own=year.is_own,
        is_first=number == 0,
    )


def _span(first: date, last: date) -> str:
    form = "d MMMM" if first.year == last.year else "d MMMM y"
    return translated(n_("%(first)s to %(last)s"), first=day(first, form), last=day(last, form))
