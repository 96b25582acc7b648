"""What is decided about an event: shown, refused, hidden, cancelled, and what becomes of one date."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from cityshop.agenda.dating import remake_dates
from cityshop.agenda.errors import DateUnknown, EventAlreadyDecided, EventIsOver
from cityshop.agenda.facts import EventFacts
from cityshop.agenda.models import Event, EventState
from cityshop.agenda.repeats import Change, Times, exception_as_json
from cityshop.agenda.services import apply_facts, touch
from cityshop.core.journal import Happening, record
from cityshop.core.pictures import forget_picture


@dataclass(frozen=True)
class Decision:
    """Who decides, and which revision of the event they read."""

    revision: int
    account_id: int


def approve_event(session: Session, event: Event, decision: Decision, *, now: datetime) -> None:
    """Let residents see it, or the change that waits, as it was read. Raises EventAlreadyDecided."""
    _decide(session, event, decision.revision)
    if event.state == EventState.CANCELLED:
        raise EventIsOver
    if event.has_proposal:
        facts = EventFacts.from_json(event.proposal)
        event.proposal, event.has_proposal = {}, False
        apply_facts(session, event, facts, now, is_claimed=True)
    event.state, event.state_reason = EventState.PUBLISHED, ""
    record(session, Happening.EVENT_PUBLISHED, f"event {event.id}", account_id=decision.account_id, now=now)
    session.flush()


def refuse_event(session: Session, event: Event, decision: Decision, reason: str, *, now: datetime) -> None:
    """Send it, or the change that waits, back with a reason. Raises EventAlreadyDecided."""
    _decide(session, event, decision.revision)
    if event.has_proposal:
        _forget_proposal(session, event)
    elif event.state == EventState.PENDING:
        event.state = EventState.DRAFT
    event.state_reason = reason
    record(
        session,
        Happening.EVENT_REFUSED,
        f"event {event.id}",
        account_id=decision.account_id,
        now=now,
        note=reason,
    )
    session.flush()


def hide_event(session: Session, event: Event, decision: Decision, *, now: datetime) -> None:
    """Take it out of sight: a draft again. Raises EventAlreadyDecided."""
    _decide(session, event, decision.revision)
    event.state = EventState.DRAFT
    note = "hidden"
    record(
        session,
        Happening.EVENT_CHANGED,
        f"event {event.id}",
        account_id=decision.account_id,
        now=now,
        note=note,
    )
    session.flush()


def cancel_event(
    session: Session, event: Event, reason: str, *, account_id: int | None, now: datetime
) -> None:
    """It does not take place. What residents saw stays in sight, as cancelled and with the reason."""
    if event.state == EventState.CANCELLED:
        return
    if event.has_proposal:
        _forget_proposal(session, event)
    event.state, event.state_reason = EventState.CANCELLED, reason
    event.owned_by_people = sorted({*event.owned_by_people, "state"})
    touch(event, now)
    record(
        session, Happening.EVENT_CANCELLED, f"event {event.id}", account_id=account_id, now=now, note=reason
    )
    session.flush()


def confirm_event(session: Session, event: Event, *, account_id: int, now: datetime) -> None:
    """Somebody asked: it takes place, although its calendar no longer has it."""
    event.needs_check = False
    note = "still right"
    record(session, Happening.EVENT_CHANGED, f"event {event.id}", account_id=account_id, now=now, note=note)
    session.flush()


def change_date(  # noqa: PLR0913 - which date, what with it, by whom
    session: Session,
    event: Event,
    day: date,
    change: Change | None,
    *,
    times: Times | None = None,
    account_id: int | None,
    now: datetime,
) -> None:
    """Drop, cancel or move one date of an event, or (`None`) let it be as planned.

    `day` is the one by the rule. Raises DateUnknown and NoDatesLeft.
    """
    known = {row.planned_on for row in event.dates} | {date.fromisoformat(one) for one in event.exceptions}
    if day not in known or event.source_id is not None:
        raise DateUnknown
    kept = {name: value for name, value in event.exceptions.items() if name != day.isoformat()}
    if change is not None:
        kept[day.isoformat()] = exception_as_json(change, times)
    event.exceptions = kept
    remake_dates(event)
    touch(event, now)
    note = f"{day.isoformat()} {change or 'as planned'}"
    record(session, Happening.EVENT_CHANGED, f"event {event.id}", account_id=account_id, now=now, note=note)
    session.flush()


def _forget_proposal(session: Session, event: Event) -> None:
    picture = event.proposal.get("picture", "")
    if picture not in ("", event.picture):
        forget_picture(session, picture)
    event.proposal, event.has_proposal = {}, False


def _decide(session: Session, event: Event, revision: int) -> None:
    """Whoever decides has read this revision, and is the only one who decides about it."""
    seen = update(Event).where(Event.id == event.id, Event.revision == revision)
    won = session.scalar(seen.values(revision=revision + 1).returning(Event.id))
    if won is None:
        raise EventAlreadyDecided
    session.refresh(event)
