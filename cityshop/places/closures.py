"""Special days of a place: the yearly holiday, other hours for a day; added, and ended before their time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.core.db import renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.places.errors import ClosureAlreadyThere, ClosureIsOver, ClosureOutOfReach, ClosureUnknown
from cityshop.places.hours import Spans
from cityshop.places.models import HoursException, Place
from cityshop.places.rules import day_of

LONGEST = timedelta(days=366)
FURTHEST = timedelta(days=731)
ONE_DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why the usual hours do not hold; any other text in a row is shown as it was written."""

    YEARLY_HOLIDAY = "yearly-holiday"
    PUBLIC_HOLIDAY = "public-holiday"
    WORKS = "works"
    FAMILY = "family"
    EVENT = "event"


@dataclass(frozen=True, kw_only=True)
class ClosureDraft:
    """Days, both included, and their hours: closed without any."""

    first_day: date
    last_day: date
    intervals: Spans = ()
    reason: str = ""


def add_closure(
    session: Session, place: Place, draft: ClosureDraft, *, account_id: int | None, now: datetime
) -> HoursException:
    """Let other hours, or none, hold for some days.

    Raises ClosureIsOver, ClosureOutOfReach, and ClosureAlreadyThere when something begins on the same day.
    """
    _refuse_what_makes_no_sense(draft, today=day_of(now))
    closure = HoursException(
        place_id=place.id,
        first_day=draft.first_day,
        last_day=draft.last_day,
        intervals=[list(span) for span in draft.intervals],
        reason=draft.reason,
    )
    try:
        with session.begin_nested():
            session.add(closure)
            session.flush()
    except IntegrityError as taken:
        raise ClosureAlreadyThere from taken
    _note(session, place, Happening.CLOSURE_ADDED, draft.first_day, account_id=account_id, now=now)
    return closure


def end_closure(
    session: Session, place: Place, closure_id: int, *, account_id: int | None, now: datetime
) -> None:
    """From today the usual hours hold again; days that are past stay as they were. Raises ClosureUnknown."""
    today = day_of(now)
    this = (HoursException.id == closure_id, HoursException.place_id == place.id)
    still_to_come = delete(HoursException).where(*this, HoursException.first_day >= today)
    going_on = (
        update(HoursException)
        .where(*this, HoursException.first_day < today, HoursException.last_day >= today)
        .values(last_day=today - ONE_DAY)
    )
    for statement in (still_to_come, going_on):
        first_day = session.scalar(statement.returning(HoursException.first_day))
        if first_day is not None:
            _note(session, place, Happening.CLOSURE_ENDED, first_day, account_id=account_id, now=now)
            return
    raise ClosureUnknown


def _refuse_what_makes_no_sense(draft: ClosureDraft, *, today: date) -> None:
    if draft.last_day < today:
        raise ClosureIsOver
    if draft.last_day - draft.first_day > LONGEST or draft.first_day > today + FURTHEST:
        raise ClosureOutOfReach


def _note(  # noqa: PLR0913 - a line of the journal has these facts
    session: Session,
    place: Place,
    happening: Happening,
    first_day: date,
    *,
    account_id: int | None,
    now: datetime,
) -> None:
    """What the public sees has changed, though the place's own row has not."""
    renew_public_pages(session, place.city_id)
    note = first_day.isoformat()
    record(session, happening, f"place {place.id}", account_id=account_id, now=now, note=note)
