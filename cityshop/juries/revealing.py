"""All scores open at once, when every member has handed in or the time is over; never one before another."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.juries import queries
from cityshop.juries.errors import FinalistWithoutScore, JuryHasNotBegun, JuryStillScores
from cityshop.juries.finalists import finalists_of
from cityshop.juries.judging import forget_work, hold, place_of
from cityshop.juries.models import Jury, JuryMember, JuryScore, JurySheet, JuryState
from cityshop.juries.rules import may_reveal
from cityshop.juries.sealing import jury_key, opened


def reveal(session: Session, jury: Jury, *, keys_folder: Path, account_id: int | None, now: datetime) -> None:
    """Open all scores, and forget the members' addresses. Where they are open already: nothing.

    Raises JuryHasNotBegun, JuryStillScores, FinalistWithoutScore or JuryKeyMissing.
    """
    hold(session, jury)
    if jury.state == JuryState.REVEALED:
        return
    if jury.state == JuryState.DRAFT:
        raise JuryHasNotBegun
    if not may_reveal(jury, now):
        raise JuryStillScores
    _refuse_unjudged(session, jury)
    _open_sheets(session, jury, keys_folder)
    jury.state, jury.revealed_at = JuryState.REVEALED, now
    _forget_addresses(session, jury)
    record(session, Happening.JURY_REVEALED, f"jury {jury.id}", account_id=account_id, now=now)
    session.flush()


def _refuse_unjudged(session: Session, jury: Jury) -> None:
    sheets = select(JurySheet.candidate_id).join(JuryMember, JuryMember.id == JurySheet.member_id)
    handed_in = sheets.where(JuryMember.jury_id == jury.id, JuryMember.handed_in_at.is_not(None))
    judged = set(session.scalars(handed_in))
    for finalist in finalists_of(session, jury.id):
        if finalist.id not in judged:
            raise FinalistWithoutScore(shop=finalist.shop)


def _open_sheets(session: Session, jury: Jury, keys_folder: Path) -> None:
    key = jury_key(keys_folder, jury.key_fingerprint)
    for member in queries.members(session, jury.id):
        if member.handed_in_at is None:
            forget_work(session, member)
            continue
        for kept in queries.sheets_of(session, member.id).values():
            sheet = opened(kept.sealed, key, place=place_of(kept))
            kept.reason, kept.nonce = sheet.reason, sheet.nonce
            mine = {"member_id": kept.member_id, "candidate_id": kept.candidate_id}
            scores = (JuryScore(**mine, criterion=at, points=one) for at, one in enumerate(sheet.scores))
            session.add_all(scores)


def _forget_addresses(session: Session, jury: Jury) -> None:
    of_jury = update(JuryMember).where(JuryMember.jury_id == jury.id)
    session.execute(of_jury.values(email=None))
