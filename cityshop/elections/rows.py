"""Contests as one line of a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cityshop.elections.counts import ContestCount
from cityshop.elections.models import Candidate, Contest, ContestState
from cityshop.elections.rules import KEY_MISSING, Timetable, VoteRules, are_standings_shown, days_left, stage
from cityshop.elections.words import CANDIDATES, STAGES
from cityshop.web.i18n import own_text, translated


@dataclass(frozen=True)
class ContestRow:
    """One contest for town hall. `stage_word` is a message id, `stage_look` the kind of its tag."""

    slug: str
    title: str
    stage: str
    stage_word: str
    stage_look: str
    opens_at: datetime
    closes_at: datetime
    days_left: int
    candidates: int
    waiting: int
    votes: int
    lacks_key: bool


@dataclass(frozen=True)
class StandingRow:
    """Somebody who was proposed. `votes` is None where the rules hide it."""

    id: int
    slug: str
    shop: str
    keeper_name: str
    text: str
    state: str
    word: str
    look: str
    reason: str
    votes: int | None


def contest_rows(counts: Iterable[ContestCount], now: datetime) -> list[ContestRow]:
    """Contests with their counts, ready to show."""
    return [contest_row(count, now) for count in counts]


def contest_row(count: ContestCount, now: datetime) -> ContestRow:
    """One contest with its counts, ready to show."""
    contest = count.contest
    where = stage(Timetable.of(contest), now)
    word, look = STAGES[where]
    return ContestRow(
        slug=contest.slug,
        title=own_text(contest.title),
        stage=where,
        stage_word=word,
        stage_look=look,
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        days_left=days_left(contest.closes_at, now),
        candidates=count.candidates,
        waiting=count.waiting,
        votes=count.votes,
        lacks_key=contest.state == ContestState.PAUSED and contest.pause_reason == KEY_MISSING,
    )


def standing_rows(
    count: ContestCount, candidates: Iterable[Candidate], votes: Mapping[int, int], now: datetime
) -> list[StandingRow]:
    """Everybody who was proposed, with their votes if anybody may see those now."""
    is_shown = are_numbers_shown(count.contest, votes, now)
    return [_standing_row(one, votes.get(one.id, 0) if is_shown else None) for one in candidates]


def are_numbers_shown(contest: Contest, votes: Mapping[int, int], now: datetime) -> bool:
    """Whether the frozen rules let a candidate's number be seen now."""
    rules, timetable = VoteRules.of(contest.rules), Timetable.of(contest)
    return are_standings_shown(timetable, rules, ballots=sum(votes.values()), now=now)


def _standing_row(candidate: Candidate, votes: int | None) -> StandingRow:
    word, look = CANDIDATES[candidate.state]
    return StandingRow(
        id=candidate.id,
        slug=candidate.slug,
        shop=candidate.shop.name,
        keeper_name=candidate.shop.keeper_name,
        text=own_text(candidate.text),
        state=candidate.state,
        word=word,
        look=look,
        reason=translated(candidate.state_reason),
        votes=votes,
    )
