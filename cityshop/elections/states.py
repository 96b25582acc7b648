"""The states of a contest after opening."""

from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.elections.errors import NotInThatState
from cityshop.elections.models import Contest, ContestState


def publish_contest(
    session: Session, contest: Contest, *, embargo_until: datetime | None, account_id: int, now: datetime
) -> None:
    """Let the result be seen from the embargo on; raises NotInThatState."""
    hold_exclusive(session, LockOn.CONTEST, contest.id)
    session.refresh(contest)
    if contest.state != ContestState.CLOSED:
        raise NotInThatState
    contest.state, contest.published_at = ContestState.PUBLISHED, now
    contest.embargo_until = embargo_until
    record(session, Happening.CONTEST_PUBLISHED, f"contest {contest.id}", account_id=account_id, now=now)
    session.flush()
