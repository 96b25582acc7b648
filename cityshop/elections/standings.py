"""How candidates stand, for everybody, as far as the rules of the vote let anybody see it."""

from dataclasses import dataclass
from datetime import datetime

from cityshop.core.db import Session
from cityshop.elections import queries
from cityshop.elections.models import CandidateState, Contest
from cityshop.elections.rules import (
    Stage,
    Timetable,
    VoteRules,
    are_standings_shown,
    stage,
    standings_hidden_from,
)


@dataclass(frozen=True)
class Standing:
    """One candidate in the standings; equal votes share a place."""

    place: int
    name: str
    shop: str
    slug: str
    votes: int


@dataclass(frozen=True)
class Standings:
    """`rows` is None where the rules hide the numbers; `until` is when that changes."""

    rows: list[Standing] | None
    hidden_from: datetime
    until: datetime | None


def standings_of(session: Session, contest: Contest, now: datetime) -> Standings:
    """The standings now. Where they are hidden, nothing here depends on who got the votes."""
    rules, timetable = VoteRules.of(contest.rules), Timetable.of(contest)
    hidden_from = standings_hidden_from(timetable, rules)
    until = hidden_from if now < hidden_from else None
    votes = queries.votes_per_candidate(session, contest.id)
    is_shown = are_standings_shown(timetable, rules, ballots=sum(votes.values()), now=now)
    if not is_shown or stage(timetable, now) not in (Stage.OPEN, Stage.PAUSED):
        return Standings(None, hidden_from, until)
    stands = [row for row in queries.candidates_on_page(session, contest.id) if _counts(row.state)]
    numbers = {row.id: votes.get(row.id, 0) for row in stands}
    rows = [
        Standing(
            place=1 + sum(number > numbers[row.id] for number in numbers.values()),
            name=row.keeper_name or row.shop,
            shop=row.shop,
            slug=row.slug,
            votes=numbers[row.id],
        )
        for row in stands
    ]
    return Standings(sorted(rows, key=lambda one: (one.place, one.shop)), hidden_from, until)


def _counts(state: str) -> bool:
    return state == CandidateState.ACCEPTED
