"""What a question to the guide asks of the database. Nothing here is known to the hour."""

from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, FromClause, String, and_, cast, func, or_
from sqlalchemy.orm import Session

from cityshop.core.db import NoCityChosen, chosen_city
from cityshop.places.filters import GuideFilters, StaffFilters
from cityshop.places.models import HoursState, Place, PlaceState, Terrace, folded
from cityshop.places.rules import STALE_AFTER
from cityshop.places.traits import Ownership

MOST_WORDS = 6

# Lists of residents go past the ORM: 20,000 rows in half the time. They name their city themselves.
place = Place.__table__.c
terrace = Terrace.__table__.c
known_at = func.coalesce(Place.verified_at, Place.added_at)  # when it was last known to be right


def city_of(session: Session) -> int:
    """The id of the chosen city; raises NoCityChosen."""
    city_id = chosen_city(session)
    if city_id is None:
        raise NoCityChosen("places")
    return city_id


def published(session: Session) -> tuple[ColumnElement[bool], ...]:
    """The public part of the chosen city's guide."""
    return place.city_id == city_of(session), place.state == PlaceState.PUBLISHED


def with_terraces(today: date | BindParameter[date]) -> FromClause:
    """Places, each with its terrace where its permit holds on this day."""
    allowed = and_(
        terrace.place_id == place.id,
        or_(terrace.permit_from.is_(None), terrace.permit_from <= today),
        or_(terrace.permit_to.is_(None), terrace.permit_to >= today),
    )
    return Place.__table__.outerjoin(Terrace.__table__, allowed)


def of_guide(filters: GuideFilters, today: date, seasons: frozenset[str]) -> list[ColumnElement[bool]]:
    """What a resident asks, but for the hour; `seasons` are the words of those that are on."""
    conditions = _with_words(place.search_text, filters.words)
    if filters.kind:
        conditions.append(place.kind == filters.kind)
    if filters.category:
        conditions.append(place.category == filters.category)
    if filters.wheelchair:
        conditions.append(place.wheelchair == "yes")
    if filters.independent:
        conditions.append(place.ownership == Ownership.INDEPENDENT)
    conditions += [_holds(place.diets, diet) for diet in filters.diets]
    conditions += [_holds(place.payments, payment) for payment in filters.payments]
    return conditions + _of_terrace(filters, today, seasons)


def of_staff(filters: StaffFilters, now: datetime) -> list[ColumnElement[bool]]:
    """What town hall asks."""
    conditions = _with_words(Place.search_text.expression, filters.words)
    if filters.state:
        conditions.append(Place.state == filters.state)
    if filters.kind:
        conditions.append(Place.kind == filters.kind)
    if filters.to_check:
        conditions.append(Place.needs_check.is_(True))
    if filters.without_hours:
        conditions.append(Place.hours_state != HoursState.PARSED)
    if filters.stale:
        conditions.append(known_at < now - STALE_AFTER)
    return conditions


def _of_terrace(filters: GuideFilters, today: date, seasons: frozenset[str]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.terrace or filters.sun_now:
        conditions.append(terrace.place_id.is_not(None))
    if filters.covered:
        conditions.append(terrace.is_covered.is_(True))
    if filters.heated:
        conditions.append(terrace.is_heated.is_(True))
    if filters.extension:
        conditions += _with_extension(today, seasons)
    return conditions


def _with_extension(today: date, seasons: frozenset[str]) -> list[ColumnElement[bool]]:
    """The extension has a permit on this day, and a season that is on where it belongs to one."""
    return [
        terrace.extension_to >= today,
        or_(terrace.extension_from.is_(None), terrace.extension_from <= today),
        terrace.season.in_({"", *seasons}),
    ]


def _holds(column: ColumnElement[list[str]], word: str) -> ColumnElement[bool]:
    """The word is one of a JSON column's; both databases can read such a column as text."""
    return cast(column, String).contains(f'"{word}"', autoescape=True)


def _with_words(column: ColumnElement[str], text: str) -> list[ColumnElement[bool]]:
    """Every word stands somewhere in the column."""
    return [column.contains(word, autoescape=True) for word in folded(text).split()[:MOST_WORDS]]
