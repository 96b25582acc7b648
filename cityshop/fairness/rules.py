"""When votes look so much alike that people look, and why they may be rejected: decisions on values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from cityshop.core.clock import BRUSSELS, local
from cityshop.elections.models import ContestState
from cityshop.fairness.models import CaseKind, CaseState

# So many votes before anybody looks: a family, a bus and a small office stay under it.
FEWEST_VOTES: Mapping[str, int] = {
    CaseKind.NETWORK: 40,
    CaseKind.BURST: 60,
    CaseKind.NAMES: 20,
    CaseKind.HOSTS: 30,
}
ONE_SIDED_PERCENT = 80
ABOVE_ELSEWHERE_PERCENT = 30
DOUBTFUL_SCORE = 3
DOUBTFUL_PERCENT = 50
MOST_GROUPS = 50  # of one kind in one look; the next look takes the next
ADDRESSES_KEPT = timedelta(days=1)
TIME_TO_CONFIRM = timedelta(days=3)
SIGNALS_KEPT = timedelta(days=30)
MOST_LETTERS = 500  # in one press of the button
WHOLE_DAY = datetime(1970, 1, 1, tzinfo=UTC)  # the hour of what is not about one hour
LOOKED_BACK = timedelta(hours=2)  # an hour's last votes may still be on their way
LOOKED_AFTER_CLOSING = timedelta(days=1)  # after that no code is good any more, so no vote comes
UNDECIDED = (CaseState.OPEN, CaseState.QUARANTINED)
OVER = (ContestState.PUBLISHED, ContestState.SEALED, ContestState.ANNULLED)


class RejectReason(StrEnum):
    """Why votes may leave the count; nothing else is a reason."""

    MACHINE = "machine"
    ONE_PERSON = "one-person"
    OTHERS_NAMES = "others-names"
    BOUGHT = "bought"
    UNCONFIRMED = "unconfirmed"


class AcceptReason(StrEnum):
    """Why votes come back into the count."""

    SHARED_NETWORK = "shared-network"
    CONFIRMED = "confirmed"
    TOO_LITTLE = "too-little"


@dataclass(frozen=True)
class Group:
    """Votes that share a tag: `top` are for the candidate most of them chose, `doubtful` have a high score.

    `others` and `others_top` count the votes outside the group, and those among them for the same candidate.
    """

    kind: str
    tag: str
    hour: datetime
    votes: int
    top: int
    doubtful: int
    others: int
    others_top: int

    @property
    def share(self) -> int:
        """Of 100 votes in the group, for one candidate."""
        return _percent(self.top, self.votes)

    @property
    def elsewhere(self) -> int:
        """Of 100 votes outside it, for the same candidate."""
        return _percent(self.others_top, self.others)

    @property
    def doubtful_share(self) -> int:
        """Of 100 votes in the group, with a high score."""
        return _percent(self.doubtful, self.votes)

    def summary(self) -> dict[str, int]:
        """What reviewers may know of it: numbers, never the candidate."""
        return {
            "votes": self.votes,
            "doubtful": self.doubtful_share,
            "share": self.share,
            "elsewhere": self.elsewhere,
        }


def is_suspicious(group: Group) -> bool:
    """Whether people should look: many votes, nearly all for one candidate or mostly doubtful.

    A school or a square where people choose as they do elsewhere is not, however many vote there.
    """
    if group.votes < FEWEST_VOTES[group.kind]:
        return False
    is_one_sided = (
        group.share >= ONE_SIDED_PERCENT and group.share - group.elsewhere >= ABOVE_ELSEWHERE_PERCENT
    )
    return is_one_sided or group.doubtful_share >= DOUBTFUL_PERCENT


def look_from(looked_at: datetime | None, opens_at: datetime) -> datetime:
    """From which moment votes must be looked at again: tags last a day, so from the start of that day."""
    if looked_at is None:
        return opens_at - timedelta(days=1)
    day = local(looked_at - LOOKED_BACK).date()
    return datetime.combine(day, time(0), tzinfo=BRUSSELS).astimezone(UTC)


def may_change(contest_state: str) -> bool:
    """Whether cases of such a contest may still be decided."""
    return contest_state not in OVER


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0
