"""When somebody can take part, how often they may ask, and how long the list is kept."""

from datetime import datetime, timedelta

from cityshop.core.networks import NEIGHBOURHOOD, network_of
from cityshop.core.throttle import Limit
from cityshop.elections.rules import CODES_A_NETWORK, Stage

ENTRIES_ERASED_AFTER_DAYS = 60
UNCONFIRMED_KEPT = timedelta(hours=23)  # with the whole hour that is written down, a day at most
MAILS_AN_HOUR = 3
HIGHEST_ANSWER = 10_000_000

# While a vote is paused nobody loses the chance to take part.
TAKES_ENTRIES = frozenset({Stage.OPEN, Stage.PAUSED})


def entry_limits(mailbox: str, address: str | None) -> tuple[Limit, ...]:
    """How often a mailbox and a network may ask to take part."""
    hour = timedelta(hours=1)
    return (
        Limit(("prize-entry-from", network_of(address, NEIGHBOURHOOD)), CODES_A_NETWORK, hour),
        Limit(("prize-entry", mailbox), MAILS_AN_HOUR, hour),
    )


def whole_hour(now: datetime) -> datetime:
    """The hour without its minutes: finer would say next to which ballot an entry was written."""
    return now.replace(minute=0, second=0, microsecond=0)


def are_entries_due(*, drawn_at: datetime | None, closes_at: datetime, now: datetime) -> bool:
    """Whether the list must go: sixty days after the draw, or after closing where nobody drew."""
    return now >= (drawn_at or closes_at) + timedelta(days=ENTRIES_ERASED_AFTER_DAYS)
