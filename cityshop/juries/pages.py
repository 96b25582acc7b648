"""Juries as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.juries import queries
from cityshop.juries.finalists import Finalist, finalists_of
from cityshop.juries.judging import BEFORE_HANDING_IN, own_sheets
from cityshop.juries.models import Jury, JuryMember, JuryState
from cityshop.juries.rules import Criterion, criteria_of, may_reveal, may_score
from cityshop.juries.sealing import Sheet
from cityshop.web.i18n import own_text
from cityshop.web.uploads import picture_address

STATES: Mapping[str, tuple[str, str]] = {
    JuryState.DRAFT: (n_("Not begun"), "off"),
    JuryState.SCORING: (n_("Judging now"), "good"),
    JuryState.SEALED: (n_("All scores are sealed"), "good"),
    JuryState.REVEALED: (n_("Scores are open"), "plain"),
    JuryState.DISMISSED: (n_("Dismissed"), "off"),
}
TO_DO, DONE, SKIPPED = (n_("To judge"), "warn"), (n_("Judged"), "good"), (n_("Skipped: a tie"), "off")


@dataclass(frozen=True)
class CriterionLine:
    words: str
    weight: int


@dataclass(frozen=True)
class FinalistLine:
    """A finalist as one member sees it. `word` is a message id; `sheet` and `tie` are the member's own."""

    finalist: Finalist
    word: str
    look: str
    sheet: Sheet | None
    tie: str
    text: str
    specialty: str
    photo: str
    photo_alt: str


@dataclass(frozen=True)
class MemberPage:
    """A jury for one of its members. `digests` is everybody's list, once this member has handed in."""

    title: str
    name: str
    deadline: datetime
    is_open: bool
    handed_in_at: datetime | None
    criteria: Sequence[CriterionLine]
    finalists: Sequence[FinalistLine]
    digests: Sequence[tuple[str, str]]

    @property
    def to_do(self) -> int:
        return sum(1 for line in self.finalists if line.sheet is None and not line.tie)


@dataclass(frozen=True)
class DeskPage:
    """A jury for those who convene it: how far it is, never a score. `word` is a message id."""

    id: int
    title: str
    word: str
    look: str
    state: str
    deadline: datetime
    is_late: bool
    can_change: bool
    can_reveal: bool
    criteria: Sequence[CriterionLine]
    finalists: Sequence[Finalist]
    members: Sequence[queries.Progress]
    digests: Sequence[tuple[str, str]]
    can_dismiss: bool = False
    dismissed_at: datetime | None = None
    dismissal_reason: str = ""


def member_page(
    session: Session, jury: Jury, member: JuryMember, *, keys_folder: Path, now: datetime
) -> MemberPage:
    """The jury with this member's own work; raises JuryKeyMissing."""
    sheets = own_sheets(session, jury, member, keys_folder=keys_folder)
    ties = queries.conflicts_of(session, member.id)
    finalists = finalists_of(session, jury.id)
    lines = [_line(one, sheets.get(one.id), ties.get(one.id, "")) for one in finalists]
    return MemberPage(
        title=own_text(jury.title),
        name=member.name,
        deadline=jury.deadline,
        is_open=member.handed_in_at is None and may_score(jury, now),
        handed_in_at=member.handed_in_at,
        criteria=criterion_lines(criteria_of(jury)),
        finalists=lines,
        digests=queries.digests(session, jury.id) if member.handed_in_at else [],
    )


def desk_page(session: Session, jury: Jury, now: datetime) -> DeskPage:
    """The jury with its members and how far each is."""
    word, look = STATES[jury.state]
    return DeskPage(
        id=jury.id,
        title=own_text(jury.title),
        word=word,
        look=look,
        state=jury.state,
        deadline=jury.deadline,
        is_late=jury.state == JuryState.SCORING and now >= jury.deadline,
        can_change=jury.state in BEFORE_HANDING_IN,
        can_reveal=may_reveal(jury, now),
        criteria=criterion_lines(criteria_of(jury)),
        finalists=finalists_of(session, jury.id),
        members=queries.progress(session, jury.id),
        digests=queries.digests(session, jury.id),
        can_dismiss=jury.state not in (JuryState.REVEALED, JuryState.DISMISSED),
        dismissed_at=jury.dismissed_at,
        dismissal_reason=own_text(jury.dismissal_reason),
    )


def criterion_lines(criteria: Sequence[Criterion]) -> list[CriterionLine]:
    """Criteria in the reader's language."""
    return [CriterionLine(own_text(one.words), one.weight) for one in criteria]


def _line(finalist: Finalist, sheet: Sheet | None, tie: str) -> FinalistLine:
    word, look = SKIPPED if tie else DONE if sheet else TO_DO
    photo = picture_address(finalist.photo) if finalist.photo else ""
    texts = own_text(finalist.text), own_text(finalist.specialty), photo, own_text(finalist.photo_alt)
    return FinalistLine(finalist, word, look, sheet, tie, *texts)
