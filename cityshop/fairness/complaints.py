"""“I did not ask for this”: somebody's mailbox was used, and they say so with one button."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cityshop.core.db import insert_once
from cityshop.core.journal import Happening, record
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Ballot, Challenge, Contest
from cityshop.fairness.models import CaseKind, CaseState, Complaint, ReviewCase, ReviewCaseSlot
from cityshop.fairness.queries import voter_id
from cityshop.fairness.rules import WHOLE_DAY, may_change

_cases = cast("Table", ReviewCase.__table__)
TAG = "complaint"


def complain(session: Session, contest: Contest, ident: bytes, *, key: ContestKey, now: datetime) -> None:
    """Withdraw codes on their way to this mailbox and have people look at its vote, if there is one.

    Twice does no more than once, and when all is over it only withdraws.
    """
    session.execute(delete(Challenge).where(Challenge.contest_id == contest.id, Challenge.ident == ident))
    if not may_change(contest.state):
        return
    about = {"contest_id": contest.id, "mark": key.mac("complaint", ident)}
    is_new = insert_once(session, Complaint, about, unique=("contest_id", "mark"), returning="contest_id")
    if is_new is None:
        return
    case_id = _case_about_complaints(session, contest, now)
    slot = _slot_of(session, contest.id, ident, key)
    if slot is not None:
        vote = {"case_id": case_id, "slot": slot}
        insert_once(session, ReviewCaseSlot, vote, unique=("case_id", "slot"), returning="case_id")


def _case_about_complaints(session: Session, contest: Contest, now: datetime) -> int:
    """The undecided case of a contest's complaints, opened now if there is none."""
    same = {"contest_id": contest.id, "kind": CaseKind.COMPLAINT, "tag": TAG, "hour": WHOLE_DAY}
    facts = {"city_id": contest.city_id, "state": CaseState.OPEN, "opened_at": now, "summary": {}}
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    opened = dialect.insert(_cases).values(**same, **facts).on_conflict_do_nothing()
    case_id = session.scalar(opened.returning(_cases.c.id))
    if case_id is not None:
        record(session, Happening.CASE_OPENED, f"case {case_id}", account_id=None, now=now)
        session.flush()
        return cast("int", case_id)
    undecided = select(func.max(_cases.c.id)).where(
        _cases.c.contest_id == contest.id, _cases.c.kind == CaseKind.COMPLAINT, _cases.c.decided_at.is_(None)
    )
    return cast("int", session.scalars(undecided).one())


def _slot_of(session: Session, contest_id: int, ident: bytes, key: ContestKey) -> bytes | None:
    """Where this mailbox's ballot is, if it voted."""
    voter = voter_id(session, contest_id, ident)
    if voter is None:
        return None
    slot = key.slot(voter)
    return session.scalar(select(Ballot.slot).where(Ballot.contest_id == contest_id, Ballot.slot == slot))
