"""Special days in words: for whoever keeps them, and for residents who plan a visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import g

from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.places.hours import spans_from_json
from cityshop.places.models import HoursException, Place
from cityshop.places.rules import day_of, next_midnight
from cityshop.places.words import days_words, reason_words, spans_words
from cityshop.web.i18n import translated
from cityshop.web.parts import Part

TOLD_BEFORE = timedelta(days=60)


@dataclass(frozen=True)
class ClosureLine:
    """Special days in words; `has_begun`: they began before today."""

    id: int
    days: str
    hours: str
    reason: str
    has_begun: bool


def closure_lines(place: Place, *, now: datetime) -> list[ClosureLine]:
    """The special days of a place that are not over, the first first."""
    return _lines(place.exceptions, today=day_of(now))


def place_part(session: Session, now: datetime) -> Part | None:
    """What residents should know of a place in the coming two months."""
    last = day_of(now) + TOLD_BEFORE
    soon = _lines([one for one in g.place.exceptions if one.first_day <= last], today=day_of(now))
    return Part("places/_closures.html", {"closures": soon}, next_midnight(now)) if soon else None


def _lines(closures: Sequence[HoursException], *, today: date) -> list[ClosureLine]:
    return [_line(one, today) for one in closures if one.last_day >= today]


def _line(closure: HoursException, today: date) -> ClosureLine:
    return ClosureLine(
        id=closure.id,
        days=days_words(closure.first_day, closure.last_day),
        hours=spans_words(spans_from_json(closure.intervals)) or translated(n_("Closed")),
        reason=reason_words(closure.reason),
        has_begun=closure.first_day < today,
    )
