"""Reads of partners, and of the calendars that are read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from cityshop.agenda.errors import PartnerLinkUnknown, PartnerUnknown, SourceUnknown
from cityshop.agenda.models import Event, EventDate, EventSource, Partner, SourceKind
from cityshop.agenda.queries import LONGEST_LIST, AnyRow
from cityshop.agenda.rules import SHOWN
from cityshop.core.db import across_cities
from cityshop.places.filters import visible


def partners(session: Session) -> Sequence[Partner]:
    """Every partner of the chosen city."""
    return session.scalars(select(Partner).order_by(Partner.name, Partner.id).limit(LONGEST_LIST)).all()


def partners_with_events(session: Session, *, now: datetime) -> Sequence[AnyRow]:
    """Word and name of the partners of whom something is still to come."""
    shown = (Event.state.in_(SHOWN), EventDate.ends_at > now)
    wanted = select(Partner.slug, Partner.name).join(Event).join(EventDate).where(*shown).distinct()
    return session.execute(wanted.order_by(Partner.name).limit(LONGEST_LIST)).all()


def partner_of_city(session: Session, slug: str) -> Partner:
    """A partner of the chosen city; raises PartnerUnknown."""
    partner = session.scalar(select(Partner).where(Partner.slug == visible(slug)))
    if partner is None:
        raise PartnerUnknown
    return partner


def partner_by_digest(session: Session, digest: bytes) -> Partner:
    """Whose link this is, in whatever city; raises PartnerLinkUnknown."""
    mine = select(Partner).where(Partner.token_digest == digest, Partner.is_stopped.is_(False))
    # the link says itself which city it is in
    with across_cities(session):
        partner = session.scalar(mine)
    if partner is None:
        raise PartnerLinkUnknown
    return partner


def sources(session: Session) -> Sequence[EventSource]:
    """The calendars that the chosen city follows or looks at; files that were read once are none."""
    wanted = select(EventSource).where(EventSource.kind != SourceKind.FILE)
    return session.scalars(_with_partner(wanted).order_by(EventSource.id).limit(LONGEST_LIST)).all()


def source_of_city(session: Session, source_id: int) -> EventSource:
    """One of the chosen city's sources; raises SourceUnknown."""
    source = session.scalar(_with_partner(select(EventSource).where(EventSource.id == source_id)))
    if source is None:
        raise SourceUnknown
    return source


def file_source(session: Session, partner: Partner) -> EventSource | None:
    """Where files of this partner were read before."""
    mine = (EventSource.kind == SourceKind.FILE, EventSource.partner_id == partner.id)
    return session.scalar(select(EventSource).where(*mine))


def due_sources(session: Session, *, now: datetime, kinds: Sequence[SourceKind]) -> Sequence[EventSource]:
    """What the worker should read now, in every city, what waits longest first."""
    due = (EventSource.look_at <= now, EventSource.kind.in_(kinds))
    # the worker reads for every city
    with across_cities(session):
        return session.scalars(select(EventSource).where(*due).order_by(EventSource.look_at)).all()


def _with_partner(wanted: Select[EventSource]) -> Select[EventSource]:
    return wanted.options(joinedload(EventSource.partner))
