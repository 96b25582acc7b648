"""The tally: how many ballots count for whom."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cityshop.elections.models import Ballot, BallotState

Votes = Mapping[tuple[int, str], int]
"""Votes by candidate id and level."""


def tally_of(session: Session, contest_id: int) -> Votes:
    """Ballots that count now."""
    counted = select(Ballot.candidate_id, Ballot.level, func.count()).where(
        Ballot.contest_id == contest_id, Ballot.state == BallotState.COUNTED
    )
    rows = session.execute(counted.group_by(Ballot.candidate_id, Ballot.level))
    return {(row[0], row[1]): row[2] for row in rows}
