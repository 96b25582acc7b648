"""When a brag may be sent, when it counts, and whose turn it is on the wall. Pure decisions on values."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from cityshop.core.networks import NEIGHBOURHOOD, network_of
from cityshop.core.throttle import Limit
from cityshop.elections.rules import Stage

# A candidate's page shows the newest few and no number: how many there are is part of how a candidate stands.
MOST_SHOWN = 6
SCENE = timedelta(seconds=20)  # long enough to read a sentence twice from across the street
CODE_LIFETIME = timedelta(minutes=10)
MOST_TRIES = 5
CODES_AN_HOUR = 5
CODES_A_DAY = 12
# Each sends a photo, which costs far more than a code; a school class on an outing fits.
BRAGS_A_NETWORK = 120

Shown = TypeVar("Shown")


class Reason(StrEnum):
    """Why town hall refuses a brag."""

    OTHER_SHOP = "other-shop"
    PEOPLE = "people"
    CHILDREN = "children"
    ADVERTISING = "advertising"
    HURTFUL = "hurtful"
    UNCLEAR = "unclear"
    FALSE = "false"


def sending_limit(address: str | None) -> Limit:
    """How often one network may send a photo."""
    return Limit(("brag-from", network_of(address, NEIGHBOURHOOD)), BRAGS_A_NETWORK, timedelta(hours=1))


def code_limits(mailbox: str) -> tuple[Limit, ...]:
    """How often one mailbox may ask for a code; apart from votes, so that nobody brags their vote away."""
    return (
        Limit(("brag-code", mailbox), CODES_AN_HOUR, timedelta(hours=1)),
        Limit(("brag-code-a-day", mailbox), CODES_A_DAY, timedelta(days=1)),
    )


def may_still_count(where: Stage) -> bool:
    """Whether what is decided about a brag now changes the count: until closing, also in a pause."""
    return where in (Stage.OPEN, Stage.PAUSED)


def scene_number(now: datetime) -> int:
    """The number of the scene that is on at this moment, the same on every wall."""
    return int(now.timestamp() // SCENE.total_seconds())


def end_of_scene(now: datetime) -> datetime:
    """When the next scene begins."""
    return datetime.fromtimestamp((scene_number(now) + 1) * SCENE.total_seconds(), UTC)


def turns(brags: Mapping[int, Sequence[Shown]], scene: int, *, seed: str, wanted: int = 1) -> list[Shown]:
    """Whose brags are on in a scene, by candidate id: each candidate in turn, whether few or many bragged.

    Gives as many as are wanted of different candidates. The order comes from the contest's own hash.
    """
    row = sorted((one for one in brags if brags[one]), key=lambda one: _place(seed, one))
    picked = []
    for turn in range(scene, scene + min(wanted, len(row))):
        mine = brags[row[turn % len(row)]]
        picked.append(mine[turn // len(row) % len(mine)])
    return picked


def _place(seed: str, candidate_id: int) -> bytes:
    return hashlib.sha256(f"{seed}\nwall\n{candidate_id}".encode()).digest()
