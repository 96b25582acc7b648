"""The whole guide as a phone keeps it: every place, and when it is open in the coming 48 hours."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cityshop.core.db import Session
from cityshop.maps.packing import distinct, place_columns
from cityshop.maps.points import credit, kind_words
from cityshop.places.filters import GuideFilters
from cityshop.places.guide import Seen, all_fitting_places
from cityshop.places.offline_hours import KEPT_FOR, intervals_48h

NOBODY_KNOWS = -1

Flat = tuple[int, ...]


def saved_guide(session: Session, *, now: datetime) -> dict[str, Any]:
    """Columns of all places. `made` is in seconds since 1970, `minutes` how long the hours reach after it.

    `spans` holds minutes after `made`, from and to in turn; `open` says per place which of them; -1: unknown.
    """
    start = now.replace(second=0, microsecond=0)
    seen, _ = all_fitting_places(session, GuideFilters(), now=start)
    spans, opens = _hours(seen, intervals_48h(session, now=start))
    return place_columns(seen, kind_words()) | {
        "made": int(start.timestamp()),
        "minutes": int(KEPT_FOR.total_seconds() // 60),
        "terrace": "".join("1" if one.place.has_terrace else "0" for one in seen),
        "spans": spans,
        "open": opens,
        "credit": credit(seen),
    }


def _hours(
    seen: Sequence[Seen], intervals: Mapping[int, Sequence[tuple[int, int]]]
) -> tuple[list[Flat], list[int]]:
    """Many places keep the same hours, so each set of hours stands once."""
    flat = [_flat(intervals.get(one.place.id)) for one in seen]
    sets, _ = distinct([hours for hours in flat if hours is not None])
    numbers = {hours: number for number, hours in enumerate(sets)}
    return sets, [NOBODY_KNOWS if hours is None else numbers[hours] for hours in flat]


def _flat(spans: Sequence[tuple[int, int]] | None) -> Flat | None:
    return None if spans is None else tuple(edge for span in spans for edge in span)
