"""Town hall moves the sales of a year, or takes over the days of the country again."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select

from cityshop.cities.models import City
from cityshop.core.db import Session
from cityshop.core.journal import Happening, record
from cityshop.sales.models import SalesPeriod
from cityshop.sales.rules import Season, checked

AS_THE_COUNTRY = "as in the whole country"


def keep_seasons(
    session: Session, city_id: int, seasons: Sequence[Season], *, account_id: int, now: datetime
) -> None:
    """Keep the city's own days for the seasons of one year.

    Raises DaysReversed, SalesWithinBan or YearTooFar; then nothing is kept.
    """
    year = seasons[0].year
    rows = [_row(city_id, checked(season)) for season in seasons]
    _forget(session, city_id, year)
    session.add_all(rows)
    record(session, Happening.SALES_CALENDAR_CHANGED, f"sales {year}", account_id=account_id, now=now)
    session.flush()


def follow_the_country(session: Session, city_id: int, year: int, *, account_id: int, now: datetime) -> None:
    """Forget the city's own days of a year; nothing is written where it had none."""
    if not _forget(session, city_id, year):
        return
    subject, happening = f"sales {year}", Happening.SALES_CALENDAR_CHANGED
    record(session, happening, subject, account_id=account_id, now=now, note=AS_THE_COUNTRY)
    session.flush()


def _forget(session: Session, city_id: int, year: int) -> bool:
    """Whether there was something to forget; one colleague at a time changes the calendar of a city."""
    session.execute(select(City.id).where(City.id == city_id).with_for_update())
    ours = delete(SalesPeriod).where(SalesPeriod.city_id == city_id, SalesPeriod.year == year)
    return bool(session.execute(ours.returning(SalesPeriod.id)).all())


def _row(city_id: int, season: Season) -> SalesPeriod:
    facts = asdict(season)
    return SalesPeriod(city_id=city_id, season=facts.pop("name"), **facts)
