"""Erasing what is left of coming forward when a vote is long over, each act in the journal of its city."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import Happening, record
from cityshop.elections.models import Candidate, CandidateState, Contest
from cityshop.elections.states import hold
from cityshop.nominations.models import Suggestion
from cityshop.nominations.rules import NOMINATIONS_KEPT
from cityshop.nominations.standing import forget_photo


def forget_nominations(session: Session, *, now: datetime) -> None:
    """Erase photos of who is not on the list, or left it, and all suggestions, 30 days after closing.

    By the date alone, so also where a vote was annulled, or never opened.
    """
    for contest in _with_rest(session, now):
        choose_city(session, contest.city_id)
        hold(session, contest)
        if contest.closes_at <= now - NOMINATIONS_KEPT:
            _forget(session, contest, now)


def _with_rest(session: Session, now: datetime) -> Sequence[Contest]:
    photos = exists().where(*_has_photo_left(Contest.id))
    suggestions = exists().where(Suggestion.contest_id == Contest.id)
    due = select(Contest).where(Contest.closes_at <= now - NOMINATIONS_KEPT, photos | suggestions)
    # what is erased falls due in every city
    with across_cities(session):
        return session.scalars(due.order_by(Contest.id)).all()


def _has_photo_left(contest_id: Any) -> tuple[ColumnElement[bool], ...]:
    off_the_list = Candidate.state != CandidateState.ACCEPTED
    return Candidate.contest_id == contest_id, off_the_list, Candidate.photo != ""


def _forget(session: Session, contest: Contest, now: datetime) -> None:
    candidates = session.scalars(select(Candidate).where(*_has_photo_left(contest.id))).all()
    for candidate in candidates:
        forget_photo(session, candidate)
    made = delete(Suggestion).where(Suggestion.contest_id == contest.id).returning(Suggestion.id)
    suggestions = session.scalars(made).all()
    note = f"{len(candidates)} photos, {len(suggestions)} suggestions"
    record(
        session, Happening.NOMINATIONS_ERASED, f"contest {contest.id}", account_id=None, now=now, note=note
    )
    session.flush()
