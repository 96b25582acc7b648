"""Contests as one line of a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cityshop.elections.models import Candidate, Contest, ContestState
from cityshop.elections.queries import ContestCount
from cityshop.elections.rules import KEY_MISSING, Timetable, VoteRules, are_standings_shown, days_left, stage
from cityshop.elections.words import CANDIDATES, STAGES
from cityshop.web.i18n import own_text


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
class ShopContestRow:
    """One contest for a shop: where it stands, and where the shop stands in it (None when it does not)."""

    id: int
    title: str
    stage: str
    stage_word: str
    stage_look: str
    opens_at: datetime
    closes_at: datetime
    own_word: str | None
    own_look: str
    can_change: bool


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


@dataclass(frozen=True)
class OwnStanding:
    """What a shop may know of its own candidacy; `votes` is None where the rules hide it."""

    row: ShopContestRow
    slug: str
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


def shop_contest_row(contest: Contest, candidate: Candidate | None, now: datetime) -> ShopContestRow:
    """One contest as a shop sees it."""
    where = stage(Timetable.of(contest), now)
    word, look = STAGES[where]
    own_word, own_look = CANDIDATES[candidate.state] if candidate else (None, "off")
    return ShopContestRow(
        id=contest.id,
        title=own_text(contest.title),
        stage=where,
        stage_word=word,
        stage_look=look,
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        own_word=own_word,
        own_look=own_look,
        can_change=contest.state == ContestState.DRAFT,
    )


def standing_rows(
    count: ContestCount, candidates: Iterable[Candidate], votes: Mapping[int, int], now: datetime
) -> list[StandingRow]:
    """Everybody who was proposed, with their votes if anybody may see those now."""
    is_shown = _are_shown(count.contest, votes, now)
    return [_standing_row(one, votes.get(one.id, 0) if is_shown else None) for one in candidates]


def own_standing(
    contest: Contest, candidate: Candidate | None, votes: Mapping[int, int], now: datetime
) -> OwnStanding:
    """A shop's own candidacy, with its own votes only."""
    is_shown = candidate is not None and _are_shown(contest, votes, now)
    return OwnStanding(
        row=shop_contest_row(contest, candidate, now),
        slug=candidate.slug if candidate else "",
        reason=candidate.state_reason if candidate else "",
        votes=votes.get(candidate.id, 0) if candidate and is_shown else None,
    )


def _are_shown(contest: Contest, votes: Mapping[int, int], now: datetime) -> bool:
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
        reason=candidate.state_reason,
        votes=votes,
    )
