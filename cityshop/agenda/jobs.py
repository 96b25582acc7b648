"""What falls due in the agenda: calendars to read, events that are long over. Twice does no harm."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from cityshop.agenda import uitdatabank
from cityshop.agenda.errors import CalendarTooLarge
from cityshop.agenda.fetching import Fetcher
from cityshop.agenda.following import claim_turn
from cityshop.agenda.importing import carry_out, plan_import, read_source
from cityshop.agenda.models import Event, EventDate, EventSource, SourceKind
from cityshop.agenda.queries import AnyRow
from cityshop.agenda.rules import CONTENT_KEPT, KEPT_AFTER
from cityshop.agenda.sources import due_sources
from cityshop.core import clock
from cityshop.core.db import Database, across_cities, choose_city, in_city, renew_public_pages
from cityshop.core.errors import Refusal
from cityshop.core.journal import Happening, record
from cityshop.core.pictures import forget_picture
from cityshop.settings import Settings

log = logging.getLogger(__name__)

EVERY = {SourceKind.ICAL: timedelta(hours=6), SourceKind.UITDATABANK: timedelta(days=1)}


def read_due_sources(database: Database, settings: Settings, fetcher: Fetcher | None = None) -> int:
    """Read every calendar whose turn it is; UiTdatabank only with a key. Gives how many were read."""
    now, key = clock.utc_now(), settings.uitdatabank_key
    kinds = [SourceKind.ICAL, *([SourceKind.UITDATABANK] if key else [])]
    with database.reads() as session:
        due = due_sources(session, now=now, kinds=kinds)
    for source in due:
        with database.writes.begin() as session:
            again_at = now + EVERY[SourceKind(source.kind)]
            choose_city(session, source.city_id)
            is_mine = claim_turn(session, source.id, now=now, again_at=again_at)
        if is_mine:
            _read_one(database, source, fetcher or Fetcher(), key)
    return len(due)


def forget_old_events(session: Session, *, now: datetime) -> int:
    """Erase, in every city, events whose last date is half a year ago, and calendars nobody looked at."""
    # what is over is over in every city
    with across_cities(session):
        old = session.execute(_long_over(now)).all()
        for city_id in {row.city_id for row in old}:
            _erase(session, city_id, [row for row in old if row.city_id == city_id], now)
        stale = update(EventSource).where(EventSource.content_at < now - CONTENT_KEPT)
        session.execute(stale.values(content=None, content_at=None))
    return len(old)


def _read_one(database: Database, source: EventSource, fetcher: Fetcher, key: str) -> None:
    """Fetch outside of any transaction, then write in one."""
    problem, content = "", b""
    try:
        content = _fetch(source, fetcher, key)
    except Refusal as refusal:
        problem = refusal.message
    now = clock.utc_now()
    with database.writes.begin() as session:
        choose_city(session, source.city_id)
        kept = session.get(EventSource, source.id)
        if kept is not None and kept.look_at is not None:
            _keep(session, kept, content, problem, now)


def _keep(session: Session, source: EventSource, content: bytes, problem: str, now: datetime) -> None:
    if not problem:
        source.content, source.content_at = content, now
        problem = _take_in(session, source, now)
    source.problem = problem
    log.info("source=%s problem=%s", source.id, problem or "none")


def _take_in(session: Session, source: EventSource, now: datetime) -> str:
    """Take in what is followed; what is not yet waits for somebody. Gives what was wrong, if anything."""
    try:
        reading = read_source(source, now=now)
    except Refusal as refusal:
        source.content = source.content_at = None
        return refusal.message
    if source.is_followed:
        plan = plan_import(session, source, reading, now=now)
        carry_out(session, source, plan, account_id=None, now=now)
    return ""


def _fetch(source: EventSource, fetcher: Fetcher, key: str) -> bytes:
    if source.kind == SourceKind.ICAL:
        return fetcher.fetch(source.address)
    with_key = Fetcher(
        fetcher.resolver, fetcher.transport, {"X-Api-Key": key, "Accept": "application/ld+json"}
    )
    members: list[uitdatabank.Facts] = []
    for postal_code in source.address.split():
        members += _all_pages(with_key, postal_code)
    return json.dumps(members).encode()


def _all_pages(fetcher: Fetcher, postal_code: str) -> list[uitdatabank.Facts]:
    members: list[uitdatabank.Facts] = []
    for _ in range(uitdatabank.MOST_PAGES):
        address = uitdatabank.search_address(postal_code, start=len(members), now=clock.utc_now())
        found, total = uitdatabank.members_of(fetcher.fetch(address))
        members += found
        if not found or len(members) >= total:
            return members
    raise CalendarTooLarge


def _long_over(now: datetime) -> Select[*tuple[Any, ...]]:
    last = select(func.max(EventDate.ends_at)).where(EventDate.event_id == Event.id).scalar_subquery()
    return select(Event.id, Event.city_id, Event.picture).where(last < now - KEPT_AFTER).order_by(Event.id)


def _erase(session: Session, city_id: int, rows: Sequence[AnyRow], now: datetime) -> None:
    ids = [row.id for row in rows]
    for picture in filter(None, (row.picture for row in rows)):
        forget_picture(session, picture)
    session.execute(delete(EventDate).where(EventDate.event_id.in_(ids)))
    session.execute(delete(Event).where(Event.id.in_(ids)))
    renew_public_pages(session, city_id)
    with in_city(session, city_id):
        record(session, Happening.EVENTS_ERASED, "agenda", account_id=None, now=now, note=str(len(ids)))
    log.info("city=%s events=%s erased", city_id, len(ids))
