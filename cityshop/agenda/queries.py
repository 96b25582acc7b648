"""Reads of the agenda. Lists read columns, with as many queries for ten dates as for a thousand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cityshop.agenda.errors import EventUnknown
from cityshop.agenda.filters import AgendaFilters, DeskFilters
from cityshop.agenda.models import Event, EventDate, EventSource, EventState, Partner
from cityshop.agenda.rules import SHOWN, Span
from cityshop.places.filters import visible
from cityshop.places.models import Place, PlaceState, folded

DATES_A_PAGE = 40
MOST_IN_MONTH = 1_000
MOST_IN_FEED = 1_000
EVENTS_A_PAGE = 50
LONGEST_LIST = 500
MOST_PLACES = 2_000
MOST_WORDS = 6

AnyRow = Row[*tuple[Any, ...]]


class FoundDates(NamedTuple):
    """One page of dates, how many fit in all, and when (UTC) the first of them is over."""

    rows: Sequence[AnyRow]
    total: int
    first_end: datetime | None


_LISTED: tuple[Any, ...] = (
    EventDate.starts_at,
    EventDate.ends_at,
    EventDate.first_day,
    EventDate.last_day,
    or_(EventDate.is_cancelled, Event.state == EventState.CANCELLED).label("is_cancelled"),
    Event.slug,
    Event.title,
    Event.location,
    Event.organiser,
    Event.audience,
    Event.is_free,
    Event.price,
    Event.is_all_day,
    Event.has_end,
    Event.needs_check,
    Event.picture,
    Partner.name.label("partner"),
    Place.name.label("place"),
)
_DESK: tuple[Any, ...] = (
    Event.slug,
    Event.title,
    Event.state,
    Event.starts_at,
    Event.is_all_day,
    Event.needs_check,
    Partner.name.label("partner"),
    Event.has_proposal,
)


def dates_to_come(session: Session, filters: AgendaFilters, *, now: datetime) -> FoundDates:
    """The page of dates that was asked for, or the last one there is; what is over is left out."""
    fitting = (*_fitting(filters, filters.span(now)), EventDate.ends_at > now)
    counted = _joined(func.count(EventDate.id), func.min(EventDate.ends_at)).where(*fitting)
    total, first_end = session.execute(counted).one()
    page = min(filters.page, max(1, -(-total // DATES_A_PAGE)))
    rows = session.execute(_ordered(fitting).offset((page - 1) * DATES_A_PAGE).limit(DATES_A_PAGE))
    return FoundDates(rows.all(), total, first_end)


def dates_in(session: Session, filters: AgendaFilters, span: Span) -> Sequence[AnyRow]:
    """The dates within a time that fit, over or not, for the page of a month."""
    return session.execute(_ordered(_fitting(filters, span)).limit(MOST_IN_MONTH)).all()


def dates_of_places(
    session: Session, place_ids: Sequence[int], *, now: datetime, most: int
) -> Sequence[AnyRow]:
    """What comes first at these places of the guide."""
    fitting = (Event.state.in_(SHOWN), Event.place_id.in_(place_ids), EventDate.ends_at > now)
    return session.execute(_ordered(fitting).limit(most)).all()


def feed_dates(session: Session, filters: AgendaFilters, *, now: datetime) -> Sequence[EventDate]:
    """The dates of a feed with their events, places and partners."""
    fitting = (*_fitting(filters, filters.span(now)), EventDate.ends_at > now)
    wanted = _whole(select(EventDate).join(Event).outerjoin(Partner).where(*fitting))
    return session.scalars(wanted.order_by(EventDate.starts_at, EventDate.id).limit(MOST_IN_FEED)).all()


def public_event(session: Session, slug: str) -> Event:
    """An event that residents see, with its dates, place and partner; raises EventUnknown."""
    event = event_of_city(session, slug)
    if event.state not in SHOWN:
        raise EventUnknown
    return event


def event_of_city(session: Session, slug: str) -> Event:
    """Any event of the chosen city with its dates, place and partner; raises EventUnknown."""
    event = session.scalar(_with_all(select(Event).where(Event.slug == visible(slug))))
    if event is None:
        raise EventUnknown
    return event


def event_of_partner(session: Session, partner: Partner, slug: str) -> Event:
    """One of this partner's own events; raises EventUnknown."""
    event = event_of_city(session, slug)
    if event.partner_id != partner.id:
        raise EventUnknown
    return event


def events_of_partner(session: Session, partner: Partner) -> Sequence[Event]:
    """This partner's events with their dates, the one changed last first."""
    mine = select(Event).where(Event.partner_id == partner.id).options(selectinload(Event.dates))
    return session.scalars(mine.order_by(Event.changed_at.desc(), Event.id).limit(LONGEST_LIST)).all()


def waiting_of_partner(session: Session, partner_id: int) -> int:
    """How many events of this partner town hall has not looked at."""
    waiting = (Event.partner_id == partner_id, Event.state == EventState.PENDING)
    return session.scalar(select(func.count(Event.id)).where(*waiting)) or 0


def desk_events(session: Session, filters: DeskFilters) -> tuple[Sequence[AnyRow], int]:
    """One page of the city's events for town hall, what waits first, and how many there are in all."""
    conditions = _with_words(filters.words)
    if filters.state:
        conditions.append(_waits() if filters.state is EventState.PENDING else Event.state == filters.state)
    if filters.to_check:
        conditions.append(Event.needs_check.is_(True))
    rows = select(*_DESK).select_from(Event).outerjoin(Partner).where(*conditions)
    order = (_waits().desc(), Event.changed_at.desc(), Event.id)
    page = rows.order_by(*order).offset((filters.page - 1) * EVENTS_A_PAGE).limit(EVENTS_A_PAGE)
    total = session.scalar(select(func.count(Event.id)).where(*conditions)) or 0
    return session.execute(page).all(), total


def waiting_counts(session: Session) -> tuple[int, int]:
    """How many events and changes wait for town hall, and how many ask for a look."""
    waiting = session.scalar(select(func.count(Event.id)).where(_waits())) or 0
    to_check = session.scalar(select(func.count(Event.id)).where(Event.needs_check.is_(True))) or 0
    return waiting, to_check


def events_by_uid(session: Session, uids: Sequence[str]) -> dict[str, Event]:
    """The events of the chosen city that a calendar knows by these UIDs, with their dates."""
    wanted = select(Event).where(Event.source_uid.in_(uids)).options(selectinload(Event.dates))
    return {event.source_uid or "": event for event in session.scalars(wanted.order_by(Event.id))}


def events_to_come_of(session: Session, source: EventSource, *, now: datetime) -> Sequence[Event]:
    """The events that a source brought and that are not over."""
    to_come = (Event.source_id == source.id, Event.dates.any(EventDate.ends_at > now))
    return session.scalars(select(Event).where(*to_come).order_by(Event.id)).all()


def slugs_like(session: Session, slug: str) -> set[str]:
    """The words in addresses of events that begin like this one."""
    return set(session.scalars(select(Event.slug).where(Event.slug.startswith(slug, autoescape=True))))


def place_names(session: Session) -> Sequence[AnyRow]:
    """Id, name and street of the published places, for a field that suggests them."""
    wanted = select(Place.id, Place.name, Place.street).where(Place.state == PlaceState.PUBLISHED)
    return session.execute(wanted.order_by(Place.search_text, Place.id).limit(MOST_PLACES)).all()


def _joined(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(EventDate)
        .join(Event, Event.id == EventDate.event_id)
        .outerjoin(Partner, Partner.id == Event.partner_id)
        .outerjoin(Place, Place.id == Event.place_id)
    )


def _ordered(conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    return _joined(*_LISTED).where(*conditions).order_by(EventDate.starts_at, Event.search_text, EventDate.id)


def _fitting(filters: AgendaFilters, span: Span | None) -> list[ColumnElement[bool]]:
    conditions = [Event.state.in_(SHOWN), *_with_words(filters.words)]
    if span:
        conditions.append(and_(EventDate.starts_at < span.ends_at, EventDate.ends_at > span.starts_at))
    if filters.audience:
        conditions.append(Event.audience == filters.audience)
    if filters.partner:
        conditions.append(Partner.slug == filters.partner)
    if filters.free:
        conditions.append(Event.is_free.is_(True))
    return conditions


def _with_words(text: str) -> list[ColumnElement[bool]]:
    """Every word stands somewhere in what is searched."""
    words = folded(text).split()[:MOST_WORDS]
    return [Event.search_text.contains(word, autoescape=True) for word in words]


def _waits() -> ColumnElement[bool]:
    """New, or changed by its partner."""
    return or_(Event.state == EventState.PENDING, Event.has_proposal.is_(True))


def _with_all(wanted: Select[Event]) -> Select[Event]:
    return wanted.options(
        joinedload(Event.partner),
        joinedload(Event.place),
        joinedload(Event.source),
        selectinload(Event.dates),
    )


def _whole(wanted: Select[EventDate]) -> Select[EventDate]:
    event = joinedload(EventDate.event)
    return wanted.options(event.joinedload(Event.partner), event.joinedload(Event.place))


def place_name(session: Session, place_id: int | None) -> str:
    """What a place of the chosen city is called; nothing where there is none."""
    wanted = select(Place.name).where(Place.id == place_id)
    return session.scalar(wanted) or "" if place_id else ""
