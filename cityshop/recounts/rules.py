"""What is kept how long, and what may be published. Pure decisions on values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cityshop.elections.models import Contest, ContestState
from cityshop.elections.rules import SMALLEST_TALLY, Stage, Timetable, stage

FORMAT = 1  # of the bundle; it grows when a reader of the old one would misread the new one
ADDRESSES_KEPT = timedelta(hours=24)
SIGNALS_KEPT = timedelta(days=30)
COMPLAINTS_TAKEN = timedelta(days=14)
QUARANTINED = "quarantined"  # how a ballot is listed that nobody had decided on when the result came out


@dataclass(frozen=True)
class Kept:
    """Until when (UTC) each thing is kept at most; `sealable_from` is None while no result is out."""

    addresses_until: datetime
    signals_until: datetime
    sealable_from: datetime | None

    @classmethod
    def of(cls, contest: Contest) -> "Kept":
        out_at = result_out_at(contest.published_at, contest.embargo_until)
        sealable_from = None if out_at is None else out_at + COMPLAINTS_TAKEN
        return cls(contest.closes_at + ADDRESSES_KEPT, contest.closes_at + SIGNALS_KEPT, sealable_from)


def result_out_at(published_at: datetime | None, embargo_until: datetime | None) -> datetime | None:
    """When the public could first see the result; None while it was not published."""
    if published_at is None:
        return None
    return max(published_at, embargo_until or published_at)


def is_result_out(contest: Contest, now: datetime) -> bool:
    """Whether ballots may be seen: never before the result."""
    return stage(Timetable.of(contest), now) is Stage.PUBLISHED


def may_seal(contest: Contest, now: datetime) -> bool:
    """Whether the key may go: the result is out for fourteen days."""
    sealable_from = Kept.of(contest).sealable_from
    if contest.state != ContestState.PUBLISHED or sealable_from is None:
        return False
    return now >= sealable_from


def are_openings_published(by_level: Mapping[str, int]) -> bool:
    """Whether choices may stand beside leaves: among few ballots, one could be guessed to be somebody's."""
    return sum(by_level.values()) >= SMALLEST_TALLY


def are_levels_published(by_level: Mapping[str, int]) -> bool:
    """Whether an opened ballot may say how its voter was known: not where few were known that way."""
    return all(count >= SMALLEST_TALLY for count in by_level.values())
