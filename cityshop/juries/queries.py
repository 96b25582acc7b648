"""Reads of juries. Scores can be read here once they are revealed; before that only digests."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cityshop.core.errors import Unknown
from cityshop.elections.models import Contest
from cityshop.juries.finalists import finalists_of
from cityshop.juries.models import (
    Jury,
    JuryConflict,
    JuryFinalist,
    JuryMember,
    JuryScore,
    JurySheet,
    JuryState,
)
from cityshop.juries.rules import criteria_of, mean, weighted
from cityshop.juries.sealing import Sheet


@dataclass(frozen=True)
class Progress:
    """A member with how many finalists are judged or skipped."""

    member: JuryMember
    done: int


@dataclass(frozen=True)
class PublishedSheet:
    """What a member thought of a finalist, opened; `digest` stood in the open since it was handed in."""

    juror: str
    points: tuple[int, ...]
    reason: str
    nonce: str
    digest: str
    score: Fraction


@dataclass(frozen=True)
class Skipped:
    """A member who did not judge a finalist, and why not."""

    juror: str
    words: str


@dataclass(frozen=True)
class JudgedFinalist:
    """The jury's score from 0 to 10 with everything it comes from. None where nobody judged."""

    score: Fraction | None
    sheets: Sequence[PublishedSheet]
    skipped: Sequence[Skipped]


def jury_about(session: Session, subject: str) -> Jury | None:
    """The jury about this subject (`contest 12`), in any state, unless it was dismissed."""
    kept = select(Jury).where(Jury.subject == subject, Jury.state != JuryState.DISMISSED)
    return session.scalar(kept)


def dismissed_juries(session: Session, subject: str) -> Sequence[Jury]:
    """The juries about this subject that were dismissed, the first one first."""
    gone = select(Jury).where(Jury.subject == subject, Jury.state == JuryState.DISMISSED)
    return session.scalars(gone.order_by(Jury.dismissed_at, Jury.id)).all()


def jury_by_id(session: Session, jury_id: int, *, city_id: int | None) -> Jury:
    """A jury of this city, or, without a city, of many cities; raises Unknown."""
    jury = session.scalar(select(Jury).where(Jury.id == jury_id, Jury.city_id == city_id))
    if jury is None:
        raise Unknown
    return jury


def contest_of_jury(session: Session, jury: Jury) -> Contest | None:
    """The contest that a city's jury is about."""
    kind, _, row_id = jury.subject.partition(" ")
    return session.get(Contest, int(row_id)) if kind == "contest" else None


def member_by_digest(session: Session, token_digest: bytes) -> tuple[Jury, JuryMember]:
    """Whoever has the mailed link with this digest; raises Unknown."""
    mine = select(Jury, JuryMember).join(JuryMember, JuryMember.jury_id == Jury.id)
    row = session.execute(mine.where(JuryMember.token_digest == token_digest)).one_or_none()
    if row is None:
        raise Unknown
    return row[0], row[1]


def member_of(session: Session, jury: Jury, member_id: int) -> JuryMember:
    """A member of this jury; raises Unknown."""
    wanted = select(JuryMember).where(JuryMember.id == member_id, JuryMember.jury_id == jury.id)
    member = session.scalar(wanted)
    if member is None:
        raise Unknown
    return member


def members(session: Session, jury_id: int) -> Sequence[JuryMember]:
    """Everybody in the jury by name."""
    mine = select(JuryMember).where(JuryMember.jury_id == jury_id)
    return session.scalars(mine.order_by(JuryMember.name, JuryMember.id)).all()


def progress(session: Session, jury_id: int) -> list[Progress]:
    """Everybody in the jury by name, with how far each is; never with a score."""
    done: dict[int, int] = defaultdict(int)
    for table in (JurySheet, JuryConflict):
        mine = select(table.member_id, func.count()).join(JuryMember, JuryMember.id == table.member_id)
        for member_id, count in session.execute(
            mine.where(JuryMember.jury_id == jury_id).group_by(table.member_id)
        ):
            done[member_id] += count
    return [Progress(member, done[member.id]) for member in members(session, jury_id)]


def sheets_of(session: Session, member_id: int) -> Mapping[int, JurySheet]:
    """A member's own sheets by candidate, still sealed."""
    mine = select(JurySheet).where(JurySheet.member_id == member_id)
    return {sheet.candidate_id: sheet for sheet in session.scalars(mine)}


def conflicts_of(session: Session, member_id: int) -> Mapping[int, str]:
    """A member's declared ties by candidate, in the member's own words."""
    mine = select(JuryConflict).where(JuryConflict.member_id == member_id)
    return {conflict.candidate_id: conflict.words for conflict in session.scalars(mine)}


def digests(session: Session, jury_id: int) -> list[tuple[str, str]]:
    """Member and digest of every sheet that was handed in, by digest: the list to check seals against."""
    handed_in = (
        select(JuryMember.name, JurySheet.digest)
        .join(JurySheet, JurySheet.member_id == JuryMember.id)
        .where(JuryMember.jury_id == jury_id, JuryMember.handed_in_at.is_not(None))
    )
    return [(name, digest) for name, digest in session.execute(handed_in.order_by(JurySheet.digest))]


def scores_per_candidate(session: Session, jury_id: int) -> Mapping[int, Fraction]:
    """The jury's scores from 0 to 10 by candidate, the mean of its members. Empty before the reveal."""
    judged = published_scores(session, jury_id)
    return {candidate: one.score for candidate, one in judged.items() if one.score is not None}


def published_scores(session: Session, jury_id: int) -> Mapping[int, JudgedFinalist]:
    """Every finalist by candidate with all sheets, reasons and ties. Empty before the reveal."""
    jury = session.get(Jury, jury_id)
    if jury is None or jury.state != JuryState.REVEALED:
        return {}
    sheets, skipped = _open_sheets(session, jury), _skipped(session, jury_id)
    finals = select(JuryFinalist.candidate_id).where(JuryFinalist.jury_id == jury_id)
    return {
        candidate: _judged(sheets.get(candidate, ()), skipped.get(candidate, ()))
        for candidate in session.scalars(finals.order_by(JuryFinalist.candidate_id))
    }


def published_sheets(session: Session, jury_id: int) -> list[Sheet]:
    """Every opened sheet as it was hashed, by digest, to check the seals. Empty before the reveal."""
    names = {finalist.id: finalist.name for finalist in finalists_of(session, jury_id)}
    opened = [
        (one.digest, Sheet(one.juror, names[candidate], one.points, one.reason, one.nonce))
        for candidate, judged in published_scores(session, jury_id).items()
        for one in judged.sheets
    ]
    return [sheet for _, sheet in sorted(opened, key=lambda pair: pair[0])]


def _judged(sheets: Sequence[PublishedSheet], skipped: Sequence[Skipped]) -> JudgedFinalist:
    score = mean(sheet.score for sheet in sheets) if sheets else None
    return JudgedFinalist(score, sheets, skipped)


def _open_sheets(session: Session, jury: Jury) -> Mapping[int, Sequence[PublishedSheet]]:
    points: dict[tuple[int, int], list[int]] = defaultdict(list)
    of_jury = JuryMember.jury_id == jury.id
    given = select(JuryScore).join(JuryMember, JuryMember.id == JuryScore.member_id).where(of_jury)
    for score in session.scalars(given.order_by(JuryScore.criterion)):
        points[score.member_id, score.candidate_id].append(score.points)
    rows = select(JuryMember.name, JurySheet).join(JurySheet, JurySheet.member_id == JuryMember.id)
    handed_in = rows.where(of_jury, JuryMember.handed_in_at.is_not(None))
    criteria = criteria_of(jury)
    found: dict[int, list[PublishedSheet]] = defaultdict(list)
    for name, sheet in session.execute(handed_in.order_by(JuryMember.name, JuryMember.id)):
        given_points = tuple(points[sheet.member_id, sheet.candidate_id])
        total = weighted(given_points, criteria)
        opened = PublishedSheet(name, given_points, sheet.reason, sheet.nonce, sheet.digest, total)
        found[sheet.candidate_id].append(opened)
    return found


def _skipped(session: Session, jury_id: int) -> Mapping[int, Sequence[Skipped]]:
    rows = select(JuryMember.name, JuryConflict).join(JuryConflict, JuryConflict.member_id == JuryMember.id)
    handed_in = rows.where(JuryMember.jury_id == jury_id, JuryMember.handed_in_at.is_not(None))
    found: dict[int, list[Skipped]] = defaultdict(list)
    for name, conflict in session.execute(handed_in.order_by(JuryMember.name, JuryMember.id)):
        found[conflict.candidate_id].append(Skipped(name, conflict.words))
    return found
