"""Answers a file of questions about opening hours, one JSON object per line."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from cityshop.core.clock import BRUSSELS
from cityshop.places.opening import state_at
from cityshop.places.osm_hours import parse_hours
from cityshop.places.public_holidays import Country


def answers(lines: Iterable[str], *, now: datetime, country: Country = Country.BELGIUM) -> Iterator[str]:
    """For each line `{"value", "at"}` a line `{"state", "next_change"}`; without `at` it is about `now`.

    Raises ValueError, naming the line, for a line that is not such an object.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _answer(json.loads(line), now, country)
        except (ValueError, TypeError, OverflowError) as reason:
            raise ValueError(f"line {number}: {reason}") from reason


def moment_of(text: str) -> datetime:
    """The UTC moment of an ISO 8601 time, on a Belgian clock when it names no zone. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=BRUSSELS)
    return moment.astimezone(UTC)


def written(moment: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, such as `2026-07-18T00:00:00Z`."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _answer(question: object, now: datetime, country: Country) -> str:
    if not isinstance(question, dict):
        raise TypeError('an object with "value" and "at" is expected')
    value, at = question.get("value"), question.get("at")
    if not isinstance(value, str) or not isinstance(at, str | None):
        raise TypeError('"value" and "at" are texts')
    opening = state_at(parse_hours(value), moment_of(at) if at else now, country=country)
    return json.dumps({"state": opening.state, "next_change": written(opening.next_change)})
