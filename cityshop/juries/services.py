"""Town hall convenes a jury, says who is in it and until when, and lets it begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.core.codes import new_token
from cityshop.core.journal import Happening, record
from cityshop.elections.keys import make_key
from cityshop.juries import queries
from cityshop.juries.errors import (
    DeadlineInThePast,
    DeadlineTooEarly,
    HandedInAlready,
    JuryExists,
    JuryHasBegun,
    JuryHasNotBegun,
    JuryHasSpoken,
    JuryIsDismissed,
    MemberExists,
    ScoringIsOver,
    TooFewFinalists,
    TooFewMembers,
    WrongNumberOfCriteria,
)
from cityshop.juries.judging import BEFORE_HANDING_IN, forget_work, hold, seal_when_complete
from cityshop.juries.models import Jury, JuryFinalist, JuryMember, JuryState
from cityshop.juries.rules import (
    FEWEST_CRITERIA,
    FEWEST_FINALISTS,
    FEWEST_MEMBERS,
    MOST_CRITERIA,
    Criterion,
)


@dataclass(frozen=True)
class JuryDraft:
    """What a jury is about (`contest 12`), in which city (None: many), and what it looks at until when."""

    subject: str
    city_id: int | None
    title: dict[str, str]
    criteria: Sequence[Criterion]
    deadline: datetime


@dataclass(frozen=True)
class MemberDraft:
    """Who is asked into a jury; the name is published with the scores."""

    name: str
    email: str


def convene(  # noqa: PLR0913 - a jury has a subject, finalists, a key, and who began it when
    session: Session,
    draft: JuryDraft,
    *,
    finalists: Sequence[int],
    keys_folder: Path,
    account_id: int | None,
    now: datetime,
) -> Jury:
    """A jury over these candidates (ids), without members yet, with a key of its own.

    Raises WrongNumberOfCriteria, TooFewFinalists, DeadlineInThePast, or JuryExists when the subject has one.
    """
    if not FEWEST_CRITERIA <= len(draft.criteria) <= MOST_CRITERIA:
        raise WrongNumberOfCriteria(fewest=FEWEST_CRITERIA, most=MOST_CRITERIA)
    if len(set(finalists)) < FEWEST_FINALISTS:
        raise TooFewFinalists
    if draft.deadline <= now:
        raise DeadlineInThePast
    jury = _kept(session, draft, make_key(keys_folder).fingerprint)
    session.add_all(JuryFinalist(jury_id=jury.id, candidate_id=one) for one in sorted(set(finalists)))
    record(session, Happening.JURY_CONVENED, f"jury {jury.id}", account_id=account_id, now=now)
    session.flush()
    return jury


def add_member(
    session: Session, jury: Jury, draft: MemberDraft, *, account_id: int | None, now: datetime
) -> JuryMember:
    """Somebody more in the jury, as long as it has not handed in; raises MemberExists or ScoringIsOver."""
    hold(session, jury)
    if jury.state not in BEFORE_HANDING_IN:
        raise ScoringIsOver
    member = JuryMember(jury_id=jury.id, name=draft.name, email=draft.email)
    try:
        with session.begin_nested():
            session.add(member)
    except IntegrityError as taken:
        raise MemberExists from taken
    _note(session, jury, f"member {member.id} added", account_id=account_id, now=now)
    return member


def remove_member(
    session: Session, jury: Jury, member: JuryMember, *, account_id: int | None, now: datetime
) -> None:
    """Take somebody out who has not handed in; raises ScoringIsOver, HandedInAlready or TooFewMembers."""
    hold(session, jury)
    session.refresh(member)
    if jury.state not in BEFORE_HANDING_IN:
        raise ScoringIsOver
    if member.handed_in_at is not None:
        raise HandedInAlready
    if jury.state == JuryState.SCORING and len(queries.members(session, jury.id)) <= FEWEST_MEMBERS:
        raise TooFewMembers(fewest=FEWEST_MEMBERS)
    forget_work(session, member)
    session.delete(member)
    session.flush()
    seal_when_complete(session, jury)
    _note(session, jury, f"member {member.id} removed", account_id=account_id, now=now)


def begin_scoring(session: Session, jury: Jury, *, account_id: int | None, now: datetime) -> None:
    """Let the members judge; whoever calls then mails their links.

    Raises JuryHasBegun, TooFewMembers or DeadlineInThePast.
    """
    hold(session, jury)
    if jury.state != JuryState.DRAFT:
        raise JuryHasBegun
    if len(queries.members(session, jury.id)) < FEWEST_MEMBERS:
        raise TooFewMembers(fewest=FEWEST_MEMBERS)
    if jury.deadline <= now:
        raise DeadlineInThePast
    jury.state = JuryState.SCORING
    _note(session, jury, "scoring began", account_id=account_id, now=now)


def new_link(session: Session, jury: Jury, member: JuryMember, *, now: datetime) -> str:
    """The token of a new personal link; an older one stops working. Raises JuryHasNotBegun."""
    if jury.state != JuryState.SCORING:
        raise JuryHasNotBegun
    token = new_token()
    member.token_digest, member.invited_at = token_digest(token), now
    session.flush()
    return token


def token_digest(token: str) -> bytes:
    """What is kept of a personal link."""
    return sha256(token.encode()).digest()


def move_deadline(
    session: Session, jury: Jury, deadline: datetime, *, account_id: int | None, now: datetime
) -> None:
    """Give the jury more time, also after its time was over; raises DeadlineTooEarly or ScoringIsOver."""
    hold(session, jury)
    if jury.state not in BEFORE_HANDING_IN:
        raise ScoringIsOver
    if deadline <= max(now, jury.deadline):
        raise DeadlineTooEarly
    jury.deadline = deadline
    _note(session, jury, f"deadline {deadline:%Y-%m-%d %H:%M} UTC", account_id=account_id, now=now)


def dismiss(
    session: Session, jury: Jury, reason: dict[str, str], *, account_id: int | None, now: datetime
) -> None:
    """Send a jury away for a public reason, by language: its links, addresses and sealed scores are erased.

    Its subject is free for another jury. Raises JuryHasSpoken once its scores are open, or JuryIsDismissed.
    """
    hold(session, jury)
    if jury.state == JuryState.REVEALED:
        raise JuryHasSpoken
    if jury.state == JuryState.DISMISSED:
        raise JuryIsDismissed
    for member in queries.members(session, jury.id):
        forget_work(session, member)
        member.email = member.token_digest = None
    jury.state, jury.dismissed_at, jury.dismissal_reason = JuryState.DISMISSED, now, reason
    subject, note = f"jury {jury.id}", reason.get("nl", "")
    record(session, Happening.JURY_DISMISSED, subject, account_id=account_id, now=now, note=note)
    session.flush()


def _kept(session: Session, draft: JuryDraft, fingerprint: str) -> Jury:
    jury = Jury(subject=draft.subject, city_id=draft.city_id, title=draft.title, deadline=draft.deadline)
    jury.criteria = [criterion.document() for criterion in draft.criteria]
    jury.key_fingerprint, jury.state = fingerprint, JuryState.DRAFT
    try:
        with session.begin_nested():
            session.add(jury)
    except IntegrityError as taken:
        raise JuryExists from taken
    return jury


def _note(session: Session, jury: Jury, note: str, *, account_id: int | None, now: datetime) -> None:
    subject = f"jury {jury.id}"
    record(session, Happening.JURY_CHANGED, subject, account_id=account_id, now=now, note=note)
    session.flush()
