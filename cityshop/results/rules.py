"""What of a result may be shown, and when. Pure decisions on values."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from cityshop.elections.models import Contest
from cityshop.elections.rules import SMALLEST_TALLY, Mixing, Stage, TieRule, Timetable, VoteRules, stage
from cityshop.elections.tallying import Votes

SHOWN_AT_THE_CEREMONY = 5  # places, if the address does not ask for more
MOST_AT_THE_CEREMONY = 50
SHOWN_ON_HOME = timedelta(days=60)


def is_out(contest: Contest, now: datetime) -> bool:
    """Whether everybody may see the result."""
    return stage(Timetable.of(contest), now) is Stage.PUBLISHED


def may_use_a_jury(rules: VoteRules) -> bool:
    """Whether a jury can matter to this contest."""
    return rules.mixing != Mixing.NONE or rules.tie == TieRule.JURY


def votes_by_candidate(votes: Votes) -> Mapping[int, Counter[str]]:
    """Votes by level for each candidate."""
    found: dict[int, Counter[str]] = {}
    for (candidate, level), number in votes.items():
        found.setdefault(candidate, Counter())[level] += number
    return found


def votes_by_level(votes: Votes) -> dict[str, int]:
    """All votes for each level."""
    totals: Counter[str] = Counter()
    for (_, level), number in votes.items():
        totals[level] += number
    return dict(sorted(totals.items()))


def is_small(ballots: int) -> bool:
    """Whether numbers per candidate could tell who voted what."""
    return ballots < SMALLEST_TALLY


def are_levels_shown(by_level: Mapping[str, int]) -> bool:
    """Whether numbers per candidate and level may be shown: those of one follow from those of the others."""
    return len(by_level) > 1 and not any(is_small(number) for number in by_level.values())
