"""Reads of the guide. Lists read columns, not objects, with as many queries for ten as for ten thousand."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, String, bindparam, case, cast, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cityshop.places import conditions
from cityshop.places.errors import PlaceUnknown
from cityshop.places.filters import GuideFilters, Sort, StaffFilters, StaffSort, visible
from cityshop.places.geometry import Position
from cityshop.places.hours import SpecialDays, spans_from_json
from cityshop.places.lines import Candidate, GuideCounts, GuidePlace, Neighbour, Spot, StaffPlace, StaffPlaces
from cityshop.places.models import HoursException, HoursState, Place, PlaceState
from cityshop.places.sun import SunFacts, sun_facts_from

PLACES_A_PAGE = 50
ONE_DAY = timedelta(days=1)
NEIGHBOURS = 3
NEAR_DEGREES = 0.009  # of latitude: a kilometre

_place, _terrace = conditions.place, conditions.terrace
_special = HoursException.__table__.c
_rules = cast(_place.hours_rules, String)
_SHOWN: tuple[Any, ...] = (
    _place.id,
    _place.slug,
    _place.name,
    _place.kind,
    _place.latitude,
    _place.longitude,
    _place.street,
    _place.postal_code,
    _place.town,
    _place.phone,
    _place.website,
    _place.text,
    _place.hours_text,
    _rules,
    _place.wheelchair,
    _place.diets,
    _place.payments,
    _place.category,
    _place.ownership,
    _place.source_id,
    _place.needs_check,
    func.coalesce(_place.verified_at, _place.added_at),
    _terrace.place_id.is_not(None),
    _terrace.seats,
    _terrace.is_covered,
    _terrace.is_heated,
)
_ORDER: Mapping[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.NAME: (_place.search_text, _place.id),
    Sort.OPEN: (_place.search_text, _place.id),  # and then by the hour, which no database knows
    Sort.STREET: (_place.street == "", _place.street, _place.search_text, _place.id),
    Sort.SEATS: (func.coalesce(_terrace.seats, 0).desc(), _place.search_text, _place.id),
}
_SUNS: tuple[Any, ...] = (
    _place.id,
    func.coalesce(_terrace.latitude, _place.latitude),
    func.coalesce(_terrace.longitude, _place.longitude),
    cast(_terrace.horizon, String),
    _terrace.sunny_from,
    _terrace.sunny_to,
)
_LISTED: tuple[Any, ...] = (
    Place.slug,
    Place.name,
    Place.kind,
    Place.street,
    Place.state,
    Place.hours_state,
    Place.needs_check,
    Place.verified_at,
    conditions.known_at,
)
_STAFF_ORDER: Mapping[StaffSort, tuple[Any, ...]] = {
    StaffSort.NAME: (),
    StaffSort.KIND: (Place.kind,),
    StaffSort.STATE: (Place.state,),
    StaffSort.CONFIRMED: (Place.verified_at.is_not(None), Place.verified_at),
}


def candidates(
    session: Session, filters: GuideFilters, *, today: date, seasons: frozenset[str] = frozenset()
) -> Sequence[Candidate]:
    """The published places that fit all filters but the hour, in the order asked for.

    `seasons` are the words of those that are on: what belongs to another season has no extension.
    """
    columns = select(_place.id, _rules).select_from(conditions.with_terraces(today))
    fitting = columns.where(*conditions.published(session), *conditions.of_guide(filters, today, seasons))
    return session.execute(fitting.order_by(*_ORDER[filters.sort])).all()


def guide_places(session: Session, place_ids: Sequence[int], *, today: date) -> Sequence[GuidePlace]:
    """These published places, in this order."""
    wanted = {"city": conditions.city_of(session), "ids": place_ids, "today": today}
    found = {row[0]: GuidePlace(*row) for row in session.connection().execute(_THESE_PLACES, wanted)}
    return [found[place_id] for place_id in place_ids if place_id in found]


def all_guide_places(
    session: Session, filters: GuideFilters, *, today: date, seasons: frozenset[str] = frozenset()
) -> Sequence[GuidePlace]:
    """Every published place that fits all filters but the hour, in the order asked for; as `candidates`."""
    columns = select(*_SHOWN).select_from(conditions.with_terraces(today))
    fitting = columns.where(*conditions.published(session), *conditions.of_guide(filters, today, seasons))
    return [GuidePlace(*row) for row in session.execute(fitting.order_by(*_ORDER[filters.sort]))]


def special_days(session: Session, *, since: date) -> Mapping[int, Sequence[SpecialDays]]:
    """Per place of the city the days that differ, from this day on or still going on then."""
    since_then = {"city": conditions.city_of(session), "since": since - ONE_DAY}
    rows = session.connection().execute(_SPECIAL_DAYS, since_then)
    special: dict[int, list[SpecialDays]] = defaultdict(list)
    for place_id, first_day, last_day, intervals, reason in rows:
        special[place_id].append(SpecialDays(first_day, last_day, spans_from_json(intervals), reason))
    return special


def suns_of_terraces(
    session: Session, filters: GuideFilters, *, today: date, seasons: frozenset[str]
) -> Mapping[int, SunFacts]:
    """Per place of `candidates` with a terrace on this day: where it lies, and what is known of its sun."""
    columns = select(*_SUNS).select_from(conditions.with_terraces(today))
    fitting = columns.where(*conditions.published(session), *conditions.of_guide(filters, today, seasons))
    rows = session.execute(fitting.where(_terrace.place_id.is_not(None)).order_by(_place.id))
    return {place_id: sun_facts_from(*facts) for place_id, *facts in rows}


def places_near(session: Session, place: Place) -> Sequence[Neighbour]:
    """The nearest published places within a kilometre or so, the nearest first."""
    north, east = place.latitude, place.longitude
    narrower = math.cos(math.radians(north))
    away = (_place.latitude - north) * (_place.latitude - north) + (_place.longitude - east) * (
        _place.longitude - east
    ) * narrower**2
    box = (
        _place.longitude.between(east - NEAR_DEGREES / narrower, east + NEAR_DEGREES / narrower),
        _place.latitude.between(north - NEAR_DEGREES, north + NEAR_DEGREES),
    )
    columns = select(_place.slug, _place.name, _place.kind, _place.street, _place.longitude, _place.latitude)
    near = columns.where(*conditions.published(session), *box, _place.id != place.id)
    rows = session.execute(near.order_by(away, _place.id).limit(NEIGHBOURS))
    return [Neighbour(*row[:4], Position(*row[4:])) for row in rows]


def published_place(session: Session, slug: str) -> Place:
    """A place of the chosen city's guide with its terrace and special days; raises PlaceUnknown."""
    place = place_of_city(session, slug)
    if place.state != PlaceState.PUBLISHED:
        raise PlaceUnknown
    return place


def place_of_city(session: Session, slug: str) -> Place:
    """Any place of the chosen city, whatever its state; raises PlaceUnknown."""
    wanted = select(Place).where(Place.slug == visible(slug))
    place = session.scalar(wanted.options(joinedload(Place.terrace), selectinload(Place.exceptions)))
    if place is None:
        raise PlaceUnknown
    return place


def staff_places(session: Session, filters: StaffFilters, *, now: datetime) -> StaffPlaces:
    """One page of the chosen city's places, whatever their state, and how many there are in all."""
    asked = conditions.of_staff(filters, now)
    rows = session.execute(
        select(*_LISTED)
        .where(*asked)
        .order_by(*_STAFF_ORDER[filters.sort], Place.search_text, Place.id)
        .offset((filters.page - 1) * PLACES_A_PAGE)
        .limit(PLACES_A_PAGE)
    )
    total = session.scalar(select(func.count(Place.id)).where(*asked)) or 0
    return StaffPlaces([StaffPlace(*row) for row in rows], total)


def guide_counts(session: Session) -> GuideCounts:
    """How many places the chosen city has, and how much work they are."""
    return GuideCounts(*session.execute(_COUNTED).one())


def where_places_are(session: Session) -> Sequence[Spot]:
    """Where every place of the chosen city is, whatever its state."""
    columns = select(Place.name, Place.longitude, Place.latitude, Place.source_id).order_by(Place.id)
    return [Spot(*row) for row in session.execute(columns)]


def slugs_like(session: Session, slug: str) -> set[str]:
    """The words in addresses that begin like this one, in the chosen city."""
    return set(session.scalars(select(Place.slug).where(Place.slug.startswith(slug, autoescape=True))))


# Asked on every page of the guide, so built once: building takes five times as long as sending.
_THESE_PLACES = (
    select(*_SHOWN)
    .select_from(conditions.with_terraces(bindparam("today", type_=Date)))
    .where(_place.city_id == bindparam("city"), _place.state == PlaceState.PUBLISHED)
    .where(_place.id.in_(bindparam("ids", expanding=True)))
)
_is_published = case((Place.state == PlaceState.PUBLISHED, 1), else_=0)
_COUNTED = select(
    func.count(Place.id),
    func.coalesce(func.sum(_is_published), 0),
    func.coalesce(func.sum(case((Place.needs_check, _is_published), else_=0)), 0),
    func.coalesce(func.sum(case((Place.hours_state != HoursState.PARSED, _is_published), else_=0)), 0),
)
_SPECIAL_DAYS = (
    select(_special.place_id, _special.first_day, _special.last_day, _special.intervals, _special.reason)
    .join(Place.__table__, _place.id == _special.place_id)
    .where(_place.city_id == bindparam("city"), _special.last_day >= bindparam("since"))
    .order_by(_special.first_day, _special.id)
)
