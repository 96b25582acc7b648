"""What people enter in the agenda: town hall, and partners by their link."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.agenda.dating import remake_dates
from cityshop.agenda.errors import EventIsOver, TooManyEvents
from cityshop.agenda.facts import EventFacts, search_text_of
from cityshop.agenda.models import Event, EventState, Partner
from cityshop.agenda.queries import slugs_like, waiting_of_partner
from cityshop.agenda.rules import MOST_WAITING, state_after_entry
from cityshop.core.errors import Refusal
from cityshop.core.journal import Happening, record
from cityshop.core.pictures import claim_picture, forget_picture
from cityshop.core.slugs import slug_of

MOST_TRIES = 3
NOT_SLUGS = {"month", "new", "partners", "calendars"}  # stand in addresses of their own


def create_event(
    session: Session, facts: EventFacts, *, partner: Partner | None, account_id: int, now: datetime
) -> Event:
    """A draft by town hall. Raises NoDatesLeft and TooManyDates."""
    event = _new(session, facts, partner, EventState.DRAFT, now)
    record(session, Happening.EVENT_CREATED, f"event {event.id}", account_id=account_id, now=now)
    return event


def change_event(
    session: Session, event: Event, facts: EventFacts, *, account_id: int, now: datetime
) -> Event:
    """Change what differs; from now on no import touches that. Raises NoDatesLeft and TooManyDates."""
    changed = apply_facts(session, event, facts, now)
    event.owned_by_people = sorted({*event.owned_by_people, *changed})
    event.needs_check = False
    note = ", ".join(changed)
    record(session, Happening.EVENT_CHANGED, f"event {event.id}", account_id=account_id, now=now, note=note)
    session.flush()
    return event


def give_to(session: Session, event: Event, partner: Partner | None) -> None:
    """Say whose event this is."""
    event.partner = partner
    session.flush()


def enter_event(session: Session, partner: Partner, facts: EventFacts, *, now: datetime) -> Event:
    """What a partner enters: public at once when it is trusted, else it waits. Raises TooManyEvents."""
    _ask_for_room(session, partner)
    state = state_after_entry(EventState.DRAFT, is_trusted=partner.is_trusted)
    event = _new(session, facts, partner, state, now)
    record(session, Happening.EVENT_CREATED, f"event {event.id}", account_id=None, now=now, note="partner")
    return event


def change_own_event(
    session: Session, partner: Partner, event: Event, facts: EventFacts, *, now: datetime
) -> Event:
    """What a partner changes. What residents see already stays until town hall approves the change.

    Raises EventIsOver for one that was cancelled.
    """
    if event.state == EventState.CANCELLED:
        raise EventIsOver
    if event.state == EventState.PUBLISHED and not partner.is_trusted:
        _propose(session, event, facts, now)
    else:
        apply_facts(session, event, facts, now)
        event.state = state_after_entry(EventState(event.state), is_trusted=partner.is_trusted)
        event.state_reason = ""
    record(session, Happening.EVENT_CHANGED, f"event {event.id}", account_id=None, now=now, note="partner")
    session.flush()
    return event


def free_slug(session: Session, title: str) -> str:
    """The title as a word for an address that no other event has."""
    slug = slug_of(title, otherwise="event")
    taken, number = slugs_like(session, slug) | NOT_SLUGS, 1
    while (numbered := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return numbered


def _new(
    session: Session, facts: EventFacts, partner: Partner | None, state: EventState, now: datetime
) -> Event:
    title = next(iter(facts.title.values()), "")
    for _ in range(MOST_TRIES):
        event = Event(slug=free_slug(session, title), state=state, changed_at=now, source_uid=None)
        event.partner = partner
        event.title, event.picture, event.revision = {}, "", 0
        event.exceptions, event.owned_by_people = {}, []
        apply_facts(session, event, facts, now)
        try:
            with session.begin_nested():
                session.add(event)
                session.flush()
        except IntegrityError:  # somebody took the word at the same moment
            continue
        return event
    raise Refusal


def apply_facts(
    session: Session, event: Event, facts: EventFacts, now: datetime, *, is_claimed: bool = False
) -> list[str]:
    """Set what differs and make the dates again; gives the names of what changed."""
    if not is_claimed:
        facts = _with_kept_picture(session, event, facts)
    columns = facts.columns()
    changed = [name for name, value in columns.items() if getattr(event, name) != value]
    if "picture" in changed and event.picture:
        forget_picture(session, event.picture)
    for name in changed:
        setattr(event, name, columns[name])
    names_dates = {"starts_at", "ends_at", "repeat"} & set(changed)
    if names_dates:
        remake_dates(event)
        changed = [name for name in changed if name not in names_dates] + ["dates"]
    partner = event.partner.name if event.partner else event.organiser or ""
    event.search_text = search_text_of(event.title, event.location, partner)
    touch(event, now)
    return changed


def _with_kept_picture(session: Session, event: Event, facts: EventFacts) -> EventFacts:
    """A picture is claimed once; one that is gone or somebody else's is left out."""
    if facts.picture in ("", event.picture) or claim_picture(session, facts.picture):
        return facts
    return facts.with_picture(event.picture)


def _propose(session: Session, event: Event, facts: EventFacts, now: datetime) -> None:
    before = event.proposal.get("picture", "")
    if facts.picture not in ("", event.picture, before) and not claim_picture(session, facts.picture):
        facts = facts.with_picture(event.picture)
    if before not in ("", event.picture, facts.picture):
        forget_picture(session, before)
    event.proposal, event.has_proposal = facts.as_json(), True
    event.state_reason = ""
    touch(event, now)


def touch(event: Event, now: datetime) -> None:
    """It changed: whoever decides about what it was must look again."""
    event.changed_at, event.revision = now, (event.revision or 0) + 1


def _ask_for_room(session: Session, partner: Partner) -> None:
    if waiting_of_partner(session, partner.id) >= MOST_WAITING:
        raise TooManyEvents
