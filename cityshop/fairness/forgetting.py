"""Erasing what the fairness desk may not keep, each act in the journal of its city."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, func, select
from sqlalchemy.orm import Session

from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import Happening, JournalEntry, record
from cityshop.elections.models import CastSignal, Contest, ContestState
from cityshop.elections.precautions import SealedMailbox
from cityshop.fairness.models import ReviewCase, ReviewCaseSlot
from cityshop.fairness.rules import ADDRESSES_KEPT, SIGNALS_KEPT

A_DAY = timedelta(days=1)


def forget_addresses(session: Session, *, now: datetime) -> None:
    """Erase sealed addresses of more than a day ago; the journal tells it once a day for each contest."""
    old = SealedMailbox.asked_at <= now - ADDRESSES_KEPT
    with_old = select(Contest).where(exists().where(SealedMailbox.contest_id == Contest.id, old))
    for contest in _everywhere(session, with_old):
        session.execute(delete(SealedMailbox).where(SealedMailbox.contest_id == contest.id, old))
        _tell_once_a_day(session, contest, Happening.ADDRESSES_ERASED, now)


def forget_signals(session: Session, *, now: datetime) -> None:
    """Erase signals and which votes stood in which case: 30 days after closing, and at once after sealing."""
    is_due = (Contest.closes_at <= now - SIGNALS_KEPT) | (Contest.state == ContestState.SEALED)
    in_cases = exists().where(ReviewCase.contest_id == Contest.id, ReviewCase.id == ReviewCaseSlot.case_id)
    has_any = exists().where(CastSignal.contest_id == Contest.id) | in_cases
    for contest in _everywhere(session, select(Contest).where(is_due, has_any)):
        forget_signals_of(session, contest, now=now)


def forget_signals_of(session: Session, contest: Contest, *, now: datetime) -> None:
    """Erase one contest's signals, addresses and votes in cases; the numbers of its report stay."""
    choose_city(session, contest.city_id)
    _write_down_votes(session, contest)
    cases = select(ReviewCase.id).where(ReviewCase.contest_id == contest.id)
    session.execute(delete(ReviewCaseSlot).where(ReviewCaseSlot.case_id.in_(cases)))
    session.execute(delete(CastSignal).where(CastSignal.contest_id == contest.id))
    session.execute(delete(SealedMailbox).where(SealedMailbox.contest_id == contest.id))
    _tell(session, contest, Happening.SIGNALS_ERASED, now)


def _write_down_votes(session: Session, contest: Contest) -> None:
    """How many votes each undecided case has, before nobody can count them; a decided one says so already."""
    counts: dict[int, int] = dict(
        session.execute(
            select(ReviewCaseSlot.case_id, func.count())
            .join(ReviewCase, ReviewCase.id == ReviewCaseSlot.case_id)
            .where(ReviewCase.contest_id == contest.id, ReviewCase.decided_at.is_(None))
            .group_by(ReviewCaseSlot.case_id)
        ).all()
    )
    for review in session.scalars(select(ReviewCase).where(ReviewCase.id.in_(counts))):
        review.summary = {**review.summary, "votes": counts[review.id]}
    session.flush()


def _everywhere(session: Session, contests: Select[Contest]) -> Sequence[Contest]:
    # what is erased falls due in every city
    with across_cities(session):
        return session.scalars(contests.order_by(Contest.id)).all()


def _tell_once_a_day(session: Session, contest: Contest, happening: Happening, now: datetime) -> None:
    told: Any = exists().where(
        JournalEntry.happening == happening,
        JournalEntry.subject == f"contest {contest.id}",
        JournalEntry.at > now - A_DAY,
    )
    if not session.scalar(select(told)):
        _tell(session, contest, happening, now)


def _tell(session: Session, contest: Contest, happening: Happening, now: datetime) -> None:
    choose_city(session, contest.city_id)
    record(session, happening, f"contest {contest.id}", account_id=None, now=now)
    session.flush()
