"""Calendars that town hall sends or follows: kept until somebody looked at them, then read by the worker."""

import hashlib
import re
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.agenda.errors import AddressRefused, AlreadyFollowed, CalendarGone, NothingToImport
from cityshop.agenda.fetching import public_host
from cityshop.agenda.importing import ImportPlan, carry_out, plan_import, read_source
from cityshop.agenda.models import EventSource, Partner, SourceKind
from cityshop.agenda.sources import file_source
from cityshop.core.journal import Happening, record

POSTAL_CODES = re.compile(r"[1-9][0-9]{3}( [1-9][0-9]{3}){0,9}")


def keep_file(session: Session, partner: Partner, content: bytes, *, now: datetime) -> EventSource:
    """Keep a file for a week, to be looked at.

    Raises CalendarUnreadable, CalendarTooLarge and NothingToImport.
    """
    source = file_source(session, partner)
    if source is None:
        source = EventSource(kind=SourceKind.FILE, address=f"partner {partner.id}", made_at=now)
        source.partner = partner
        session.add(source)
    source.content, source.content_at = content, now
    if not read_source(source, now=now).drafts:
        raise NothingToImport
    session.flush()
    return source


def follow_address(
    session: Session, kind: SourceKind, address: str, partner: Partner | None, *, now: datetime
) -> EventSource:
    """Have the worker read an address, or postal codes in UiTdatabank, for a first look.

    Raises AddressRefused and AlreadyFollowed.
    """
    if kind is SourceKind.ICAL:
        public_host(address)
    elif not POSTAL_CODES.fullmatch(address):
        raise AddressRefused
    source = EventSource(kind=kind, address=address, made_at=now, look_at=now)
    source.partner = partner
    try:
        with session.begin_nested():
            session.add(source)
            session.flush()
    except IntegrityError as there:
        raise AlreadyFollowed from there
    return source


def take_in(
    session: Session, source: EventSource, *, digest: str, account_id: int, now: datetime
) -> ImportPlan:
    """Take in what was looked at, and from now on what comes after.

    Raises CalendarGone for another content.
    """
    if source.content is None or content_digest(source) != digest:
        raise CalendarGone
    plan = plan_import(session, source, read_source(source, now=now), now=now)
    carry_out(session, source, plan, account_id=account_id, now=now)
    source.is_followed = source.kind != SourceKind.FILE
    session.flush()
    return plan


def stop_following(session: Session, source: EventSource, *, account_id: int, now: datetime) -> None:
    """The worker reads it no more; its events stay."""
    source.look_at, source.is_followed = None, False
    source.content = source.content_at = None
    note, subject = "stopped", f"source {source.id}"
    record(session, Happening.EVENTS_IMPORTED, subject, account_id=account_id, now=now, note=note)
    session.flush()


def look_again(session: Session, source: EventSource, *, now: datetime) -> None:
    """Let the worker read it as soon as it can."""
    source.look_at, source.problem = now, ""
    session.flush()


def claim_turn(session: Session, source_id: int, *, now: datetime, again_at: datetime) -> bool:
    """Whether this worker is the one that reads the source now; the next turn is at `again_at`."""
    due = update(EventSource).where(EventSource.id == source_id, EventSource.look_at <= now)
    won = due.values(look_at=again_at).returning(EventSource.id)
    return session.scalar(won) is not None


def content_digest(source: EventSource) -> str:
    """What tells one content from another between looking and taking in."""
    return hashlib.sha256(source.content or b"").hexdigest()[:32]
