"""When places are open in the coming two days, in numbers that a phone keeps and reads without the site."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeAlias

from sqlalchemy.orm import Session

from cityshop.places.filters import GuideFilters
from cityshop.places.hours import SpecialDays
from cityshop.places.open_states import hours_of
from cityshop.places.opening import Span, open_spans
from cityshop.places.queries import candidates, special_days
from cityshop.places.rules import day_of

KEPT_FOR = timedelta(hours=48)
MOST_REMEMBERED = 5_000

# From and to, in whole minutes that really pass after the start.
Minutes: TypeAlias = Sequence[tuple[int, int]]


def intervals_48h(session: Session, *, now: datetime) -> Mapping[int, Minutes]:
    """Per published place of the chosen city when it is open: minutes after `now`, floored to the minute.

    An empty list is a place that stays closed. A place of which nobody knows the hours for all of these
    two days is absent: a phone in the street should not guess. Two queries, however many places there are.
    """
    start = now.replace(second=0, microsecond=0)
    special = special_days(session, since=day_of(start))
    places = candidates(session, GuideFilters(), today=day_of(start))
    found = {place_id: _minutes(rules, start, special.get(place_id)) for place_id, rules in places}
    return {place_id: minutes for place_id, minutes in found.items() if minutes is not None}


def _minutes(rules: str, start: datetime, special: Sequence[SpecialDays] | None) -> Minutes | None:
    if special is None:
        return _usual_minutes(rules, start)
    return _after(start, open_spans(hours_of(rules), start, start + KEPT_FOR, special))


@lru_cache(maxsize=MOST_REMEMBERED)
def _usual_minutes(rules: str, start: datetime) -> Minutes | None:
    """Many places keep the same hours."""
    return _after(start, open_spans(hours_of(rules), start, start + KEPT_FOR))


def _after(start: datetime, spans: Sequence[Span] | None) -> Minutes | None:
    if spans is None:
        return None
    return tuple((_whole_minutes(opens - start), _whole_minutes(closes - start)) for opens, closes in spans)


def _whole_minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)
