"""Taking what a calendar says into the agenda: first a plan with reasons, then all of it at once.

A UID is one event of the city. What a person changed is not touched; what the calendar no longer has is
marked to be checked, never erased.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from cityshop.agenda.calendars import read_calendar
from cityshop.agenda.dating import differs, write_dates
from cityshop.agenda.drafts import EventDraft, Reading, Reason, Refused
from cityshop.agenda.facts import search_text_of
from cityshop.agenda.models import Event, EventSource, EventState, SourceKind
from cityshop.agenda.queries import events_by_uid, events_to_come_of, place_names
from cityshop.agenda.services import free_slug
from cityshop.agenda.uitdatabank import read_members
from cityshop.core.journal import Happening, record
from cityshop.core.words import in_language
from cityshop.places.models import folded

TAKEN_OVER = (
    "title", "text", "location", "organiser", "audience", "is_free", "price", "link", "is_all_day", "has_end",
)  # fmt: skip


class Changed(NamedTuple):
    """An event that is there, and what the calendar says of it now."""

    event: Event
    draft: EventDraft


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do, and why it leaves rows out."""

    added: Sequence[EventDraft]
    changed: Sequence[Changed]
    cancelled: Sequence[Changed]
    vanished: Sequence[Event]
    refused: Sequence[Refused]
    unchanged: int

    def counts(self) -> dict[str, int]:
        """How many of each, as a source keeps it."""
        lists = ("added", "changed", "cancelled", "vanished", "refused")
        return {**{name: len(getattr(self, name)) for name in lists}, "unchanged": self.unchanged}

    @property
    def does_something(self) -> bool:
        """Whether anything in the agenda would be another than it is."""
        return bool(self.added or self.changed or self.cancelled or self.vanished)


def read_source(source: EventSource, *, now: datetime) -> Reading:
    """What was fetched last, read. Raises CalendarUnreadable and CalendarTooLarge."""
    content = source.content or b""
    if source.kind == SourceKind.UITDATABANK:
        return read_members(content, now=now)
    return read_calendar(content, now=now)


def plan_import(session: Session, source: EventSource, reading: Reading, *, now: datetime) -> ImportPlan:
    """Compare with the agenda; changes nothing."""
    known = events_by_uid(session, [draft.uid for draft in reading.drafts])
    added, changed, cancelled = [], [], []
    refused, unchanged = list(reading.refused), 0
    for draft in reading.drafts:
        event = known.get(draft.uid)
        if event is None:
            added.append(draft)
        elif event.source_id != source.id:
            refused.append(Refused(draft.uid, in_language(draft.title, "nl"), Reason.ELSEWHERE))
        elif _will_be_cancelled(event, draft):
            cancelled.append(Changed(event, draft))
        elif _will_change(event, draft, now):
            changed.append(Changed(event, draft))
        else:
            unchanged += 1
    vanished = _vanished(session, source, reading, now)
    return ImportPlan(added, changed, cancelled, vanished, refused, unchanged)


def carry_out(
    session: Session, source: EventSource, plan: ImportPlan, *, account_id: int | None, now: datetime
) -> None:
    """Do what was planned; what waited to be looked at is looked at."""
    places = _places_by_name(session)
    for draft in plan.added:
        session.add(_new_event(session, source, draft, places, now))
        session.flush()
    for event, draft in (*plan.changed, *plan.cancelled):
        _take_over(event, draft, places, now)
    for event in plan.vanished:
        event.needs_check = True
    source.content = source.content_at = None
    source.read_at, source.outcome, source.problem = now, plan.counts(), ""
    if plan.does_something:
        note = ", ".join(f"{count} {name}" for name, count in plan.counts().items() if count)
        subject = f"source {source.id}"
        record(session, Happening.EVENTS_IMPORTED, subject, account_id=account_id, now=now, note=note)
    session.flush()


def _will_be_cancelled(event: Event, draft: EventDraft) -> bool:
    return draft.is_cancelled and event.state == EventState.PUBLISHED and "state" not in event.owned_by_people


def _will_change(event: Event, draft: EventDraft, now: datetime) -> bool:
    comes_back = event.state == EventState.CANCELLED and not draft.is_cancelled
    dates = "dates" not in event.owned_by_people and differs(event, draft.dates, now=now)
    return bool(
        _new_values(event, draft)
        or dates
        or event.needs_check
        or (comes_back and "state" not in event.owned_by_people)
    )


def _new_values(event: Event, draft: EventDraft) -> dict[str, Any]:
    free = [name for name in TAKEN_OVER if name not in event.owned_by_people]
    return {name: getattr(draft, name) for name in free if getattr(event, name) != getattr(draft, name)}


def _take_over(event: Event, draft: EventDraft, places: Mapping[str, int], now: datetime) -> None:
    for name, value in _new_values(event, draft).items():
        setattr(event, name, value)
    if "dates" not in event.owned_by_people:
        write_dates(event, draft.dates, keep_until=now)
        event.starts_at, event.ends_at = _first_times(event)
    if "state" not in event.owned_by_people and event.state in (EventState.PUBLISHED, EventState.CANCELLED):
        event.state = EventState.CANCELLED if draft.is_cancelled else EventState.PUBLISHED
    if "place_id" not in event.owned_by_people:
        event.place_id = places.get(_first_part(event.location))
    event.needs_check, event.source_address = False, draft.source_address
    event.search_text = search_text_of(event.title, event.location, event.organiser)
    event.changed_at, event.revision = now, (event.revision or 0) + 1


def _new_event(
    session: Session, source: EventSource, draft: EventDraft, places: Mapping[str, int], now: datetime
) -> Event:
    event = Event(
        city_id=source.city_id,
        slug=free_slug(session, in_language(draft.title, "nl")),
        source_id=source.id,
        source_uid=draft.uid,
        partner_id=source.partner_id,
        state=EventState.PUBLISHED,
        owned_by_people=[],
        revision=0,
        **{name: getattr(draft, name) for name in TAKEN_OVER},
    )
    _take_over(event, draft, places, now)
    return event


def _first_times(event: Event) -> tuple[datetime, datetime]:
    first = min(event.dates, key=lambda row: row.starts_at)
    return first.starts_at, first.ends_at


def _vanished(session: Session, source: EventSource, reading: Reading, now: datetime) -> list[Event]:
    """What is to come and no longer in a calendar that tells everything; a file tells only of itself."""
    if source.kind == SourceKind.FILE or not reading.drafts:
        return []
    there = {draft.uid for draft in reading.drafts}
    to_come = events_to_come_of(session, source, now=now)
    return [event for event in to_come if event.source_uid not in there and not event.needs_check]


def _places_by_name(session: Session) -> dict[str, int]:
    """Places of the guide whose name no other place has."""
    by_name: dict[str, list[int]] = {}
    for row in place_names(session):
        by_name.setdefault(folded(row.name), []).append(row.id)
    return {name: ids[0] for name, ids in by_name.items() if len(ids) == 1}


def _first_part(location: str) -> str:
    return folded(location.partition(",")[0])
