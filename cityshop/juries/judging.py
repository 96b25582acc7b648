"""Members judge: a sealed sheet for each finalist, or a tie declared; handed in once and for all.

Every write holds the row of the jury, so that nothing is judged after the last seal or the reveal.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from cityshop.juries import queries
from cityshop.juries.errors import HandedInAlready, JuryHasNotBegun, NotEverybodyJudged, ScoringIsOver
from cityshop.juries.finalists import finalist_of, finalists_of
from cityshop.juries.models import Jury, JuryConflict, JuryMember, JurySheet, JuryState
from cityshop.juries.rules import may_score
from cityshop.juries.sealing import Sheet, jury_key, opened, sealed

BEFORE_HANDING_IN = (JuryState.DRAFT, JuryState.SCORING)


@dataclass(frozen=True)
class Judgement:
    """Points from 0 to 10 for each criterion in order, and why."""

    candidate_id: int
    points: tuple[int, ...]
    reason: str


def judge(
    session: Session, member: JuryMember, judgement: Judgement, *, keys_folder: Path, now: datetime
) -> JurySheet:
    """Seal what a member thinks of a finalist, in the place of what was there.

    Raises Unknown, HandedInAlready, JuryHasNotBegun, ScoringIsOver or JuryKeyMissing.
    """
    jury = _hold_scoring(session, member, now)
    finalist = finalist_of(session, jury, judgement.candidate_id)
    _forget(session, member, finalist.id)
    sheet = Sheet(member.name, finalist.name, judgement.points, judgement.reason, secrets.token_hex(16))
    key = jury_key(keys_folder, jury.key_fingerprint)
    kept = JurySheet(member_id=member.id, candidate_id=finalist.id, digest=sheet.digest)
    kept.sealed = sealed(sheet, key, place=place_of(kept))
    session.add(kept)
    session.flush()
    return kept


def skip(session: Session, member: JuryMember, candidate_id: int, words: str, *, now: datetime) -> None:
    """A member has a tie with a finalist and does not judge that one; `words` are published.

    Raises Unknown, HandedInAlready, JuryHasNotBegun or ScoringIsOver.
    """
    jury = _hold_scoring(session, member, now)
    finalist = finalist_of(session, jury, candidate_id)
    _forget(session, member, finalist.id)
    session.add(JuryConflict(member_id=member.id, candidate_id=finalist.id, words=words))
    session.flush()


def hand_in(session: Session, member: JuryMember, *, now: datetime) -> None:
    """From now on nobody can change this member's scores, the member neither.

    Raises HandedInAlready, JuryHasNotBegun, ScoringIsOver or NotEverybodyJudged.
    """
    jury = _hold_scoring(session, member, now)
    done = {*queries.sheets_of(session, member.id), *queries.conflicts_of(session, member.id)}
    if any(finalist.id not in done for finalist in finalists_of(session, jury.id)):
        raise NotEverybodyJudged
    member.handed_in_at = now
    session.flush()
    seal_when_complete(session, jury)


def own_sheets(session: Session, jury: Jury, member: JuryMember, *, keys_folder: Path) -> Mapping[int, Sheet]:
    """A member's own sheets by candidate, opened for that member alone; raises JuryKeyMissing."""
    kept = queries.sheets_of(session, member.id)
    if not kept:
        return {}
    key = jury_key(keys_folder, jury.key_fingerprint)
    return {one.candidate_id: opened(one.sealed, key, place=place_of(one)) for one in kept.values()}


def seal_when_complete(session: Session, jury: Jury) -> None:
    """Once every member has handed in, nothing of this jury can change any more."""
    waiting = [one for one in queries.members(session, jury.id) if one.handed_in_at is None]
    if jury.state == JuryState.SCORING and not waiting:
        jury.state = JuryState.SEALED
        session.flush()


def hold(session: Session, jury: Jury) -> None:
    """Let nobody else change this jury until this transaction ends; read again what it is now."""
    session.refresh(jury, with_for_update=True)


def place_of(sheet: JurySheet) -> str:
    """The row that a sealed sheet belongs to."""
    return f"sheet {sheet.member_id} {sheet.candidate_id}"


def forget_work(session: Session, member: JuryMember) -> None:
    """Erase what a member did who does not hand in."""
    for table in (JurySheet, JuryConflict):
        session.execute(delete(table).where(table.member_id == member.id))


def _hold_scoring(session: Session, member: JuryMember, now: datetime) -> Jury:
    jury = session.get_one(Jury, member.jury_id)
    hold(session, jury)
    session.refresh(member)
    if member.handed_in_at is not None:
        raise HandedInAlready
    if jury.state == JuryState.DRAFT:
        raise JuryHasNotBegun
    if not may_score(jury, now):
        raise ScoringIsOver
    return jury


def _forget(session: Session, member: JuryMember, candidate_id: int) -> None:
    for table in (JurySheet, JuryConflict):
        mine = (table.member_id == member.id, table.candidate_id == candidate_id)
        session.execute(delete(table).where(*mine))
