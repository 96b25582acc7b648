"""What may be told of an edition, and how two editions compare. Pure decisions on numbers."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cityshop.core.clock import local
from cityshop.merchants.rules import same_street, street_name

SMALLEST_ORIGIN = 30  # people from one postal code, as with visitor counts
FEWEST_SHOPS = 5  # in a street of which a sum is told
FEWEST_TOLD = 10  # for a share or a median: fewer say more of a few people than of the edition
FEWEST_GROUPS = 2  # what is told together is never one group alone
LONGEST_CHAIN = 12  # editions side by side
CLOSES_AFTER = timedelta(days=21)  # by itself, before postal codes are erased
SHOWN_FOR = timedelta(days=120)  # on the city's front page
LIVE_KEPT = timedelta(seconds=5)
AN_HOUR = timedelta(hours=1)
WHOLE = 100


@dataclass(frozen=True)
class Grouping:
    """Groups that are told one by one, the largest first, and those that are only told together."""

    shown: Sequence[str]
    together: Sequence[str]


def spellings(addresses: Iterable[str]) -> dict[str, str]:
    """The streets of these addresses by the word their spellings share, each as most people write it."""
    counted = Counter(street for address in addresses if (street := street_name(address)))
    ordered = sorted(counted, key=lambda street: (counted[street], len(street), street))
    return {same_street(street): street for street in ordered}


def grouping(sizes: Mapping[str, int], *, least: int) -> Grouping:
    """Which groups may stand alone; the others are told together, and nobody can find one by subtracting.

    What is told together is at least two groups and at least `least` in all: where it is less, the smallest
    that could stand alone joins it. Where even all of them are too few, none is shown.
    """
    ordered = sorted(sizes, key=lambda name: (-sizes[name], name))
    shown = [name for name in ordered if sizes[name] >= least]
    together = ordered[len(shown) :]
    while together and shown and not _is_enough(together, sizes, least):
        together.insert(0, shown.pop())
    return Grouping(shown, together)


def is_tellable_together(sizes: Mapping[str, int], together: Sequence[str], *, least: int) -> bool:
    """Whether the sum of these groups may be told."""
    return _is_enough(together, sizes, least)


def share(part: int, whole: int) -> int | None:
    """A whole percentage; None when there are too few to tell."""
    return round(part * WHOLE / whole) if whole >= FEWEST_TOLD else None


def median(middle: Sequence[int]) -> int | None:
    """The mean of the one or two amounts in the middle, in cents."""
    return round(sum(middle) / len(middle)) if middle else None


def change(value: int | None, before: int | None) -> int | None:
    """By how many percent a figure rose or fell; None where that cannot be told."""
    if value is None or not before:
        return None
    return round((value - before) * WHOLE / before)


def hours_on_the_wall(counted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Counts by UTC hour (its start, ISO 8601) by day and hour in Brussels; one that comes twice is one."""
    walls: dict[tuple[str, int], int] = {}
    for written, count in counted:
        wall = local(datetime.fromisoformat(written))
        key = (f"{wall:%Y-%m-%d}", wall.hour)
        walls[key] = walls.get(key, 0) + count
    return walls


def days_long(starts_at: datetime, ends_at: datetime) -> int:
    """How many days of the calendar an edition touches, in Brussels."""
    return (local(ends_at - timedelta(seconds=1)).date() - local(starts_at).date()).days + 1


def digest_of(figures: Mapping[str, Any]) -> str:
    """SHA-256 over the figures, whatever order they are kept in."""
    plain = json.dumps(figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _is_enough(names: Sequence[str], sizes: Mapping[str, int], least: int) -> bool:
    return len(names) >= FEWEST_GROUPS and sum(sizes[name] for name in names) >= least
