"""Decisions on phones: whose clock is right, when a scan was, which comes next, how much is lent."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PAIRING_LASTS = timedelta(minutes=15)
MOST_DEVICES = 10
MOST_IN_A_BATCH = 200
CLOCK_TOLERANCE = timedelta(minutes=2)
MOST_SKEW = 2_000_000_000  # seconds, some sixty years: what a column holds
SELLS_FOR = timedelta(hours=4)
RETURNS_AFTER = timedelta(hours=2)
LENT_AT_MOST = 5
LENT_ONE_IN = 5
LAST_SECOND = 4_102_444_800  # the first of 2100


@dataclass(frozen=True)
class Clock:
    """A phone's clock at this contact. `skews` (seconds) are how far the site was ahead: then, and now."""

    now: datetime
    emptied_at: datetime
    skews: tuple[int, int]


def moment_of(milliseconds: int) -> datetime | None:
    """What a phone's clock said, in UTC; None for what no clock says."""
    if not 0 <= milliseconds < LAST_SECOND * 1000:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def skew_of(sent_at: datetime, now: datetime) -> int:
    """How many seconds the site is ahead of the phone's clock."""
    seconds = round((now - sent_at).total_seconds())
    return max(-MOST_SKEW, min(MOST_SKEW, seconds))


def is_clock_wrong(skew_seconds: int) -> bool:
    """Whether the phone has to be told that its clock is wrong."""
    return timedelta(seconds=abs(skew_seconds)) > CLOCK_TOLERANCE


def corrected(scanned_at: datetime, clock: Clock) -> datetime | None:
    """The moment of a scan by the site's clock; None when it cannot be told.

    It cannot when the phone's clock was set in between, or when the moment lies before the last contact at
    which nothing waited, or in the future.
    """
    then, now = clock.skews
    if is_clock_wrong(now - then):
        return None
    moment = scanned_at + timedelta(seconds=now)
    earliest, latest = clock.emptied_at - CLOCK_TOLERANCE, clock.now + CLOCK_TOLERANCE
    return min(moment, clock.now) if earliest <= moment <= latest else None


def went_back(scanned_at: datetime, before: datetime | None) -> bool:
    """Whether a phone's clock said an earlier time than at the scan before."""
    return before is not None and scanned_at < before - CLOCK_TOLERANCE


def units_to_lend(free: int) -> int:
    """How many of what is left one phone gets on loan; the last few are sold with reception only."""
    return min(LENT_AT_MOST, max(0, free) // LENT_ONE_IN)
