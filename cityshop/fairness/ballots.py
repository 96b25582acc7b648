"""What happens to ballots: set apart, put back, rejected. None is ever deleted."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from cityshop.elections.models import Ballot, BallotState, DeadLeaf

MOST_AT_ONCE = 500  # slots in one statement: databases limit what one may name

_ballots = cast("Table", Ballot.__table__)
_dead_leaves = cast("Table", DeadLeaf.__table__)


def quarantine(session: Session, contest_id: int, slots: Sequence[bytes]) -> int:
    """Take ballots that count out of the count for as long as people look; gives how many."""
    return _change(session, contest_id, slots, BallotState.COUNTED, BallotState.QUARANTINED)


def restore(session: Session, contest_id: int, slots: Sequence[bytes]) -> int:
    """Count ballots again that were set apart; gives how many."""
    return _change(session, contest_id, slots, BallotState.QUARANTINED, BallotState.COUNTED)


def reject(session: Session, contest_id: int, slots: Sequence[bytes], reason: str) -> int:
    """Leave ballots that were set apart out for good; their receipts say why. Gives how many."""
    rejected = 0
    for some in _portions(slots):
        mine = (_ballots.c.contest_id == contest_id, _ballots.c.slot.in_(some))
        leaves = select(_ballots.c.leaf).where(*mine, _ballots.c.state == BallotState.QUARANTINED)
        facts = {"contest_id": contest_id, "reason": f"rejected:{reason}"}
        dead = [{"leaf": leaf, **facts} for leaf in session.scalars(leaves)]
        if dead:
            session.execute(insert(_dead_leaves), dead)
        rejected += _change(session, contest_id, some, BallotState.QUARANTINED, BallotState.REJECTED)
    return rejected


def _change(
    session: Session, contest_id: int, slots: Sequence[bytes], before: BallotState, after: BallotState
) -> int:
    changed = 0
    for some in _portions(slots):
        mine = (_ballots.c.contest_id == contest_id, _ballots.c.slot.in_(some), _ballots.c.state == before)
        changed += session.execute(update(_ballots).where(*mine).values(state=after)).rowcount  # type: ignore[attr-defined]
    return changed


def _portions(slots: Sequence[bytes]) -> list[Sequence[bytes]]:
    return [slots[start : start + MOST_AT_ONCE] for start in range(0, len(slots), MOST_AT_ONCE)]
