"""Everything that changes brags. Public pages are renewed only by what the public sees."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, insert, update
from sqlalchemy.orm import Session

from cityshop.accounts.rules import token_digest
from cityshop.brags.errors import AlreadyBragged, BragAlreadyJudged, BragCodeOver, PhotoGone
from cityshop.brags.models import ENDED, Brag, BragRequest, BragState
from cityshop.brags.queries import is_confirmed
from cityshop.brags.rules import CODE_LIFETIME, MOST_TRIES, Reason, may_still_count
from cityshop.core.codes import keyed_digest, new_digits, new_token
from cityshop.core.db import chosen_city, insert_once, renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.core.mailbox import Mailbox
from cityshop.core.pictures import claim_picture, forget_picture, is_free_picture
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Contest
from cityshop.elections.polling import hold_shared
from cityshop.elections.rules import Timetable, stage

_ONCE = ("contest_id", "candidate_id", "ident")
_WORDS = ("sentence", "first_name", "picture", "picture_text")
_NOTHING_LEFT = {"sentence": "", "first_name": "", "picture": "", "picture_text": ""}


@dataclass(frozen=True)
class BragDraft:
    """What somebody filled in; `picture` is the name of a kept picture, `picture_text` says what is on it."""

    mailbox: Mailbox
    sentence: str
    first_name: str
    picture: str
    picture_text: str


@dataclass(frozen=True)
class BragAsked:
    """Somebody wants to brag. The code and the token go into the mail; of both only digests are kept."""

    contest_id: int
    candidate_id: int
    draft: BragDraft
    id: str = field(default_factory=new_token)
    code: str = field(default_factory=new_digits, repr=False)
    own_token: str = field(default_factory=new_token, repr=False)


@dataclass(frozen=True)
class TypedBragCode:
    """The code that somebody typed, and the request it is for."""

    contest_id: int
    request_id: str
    code: str


def ask_for_code(session: Session, asked: BragAsked, *, key: ContestKey, now: datetime) -> None:
    """Keep a brag until its code comes back; raises PhotoGone."""
    draft = asked.draft
    if not is_free_picture(session, draft.picture):
        raise PhotoGone
    session.execute(
        insert(BragRequest).values(
            id=asked.id,
            contest_id=asked.contest_id,
            candidate_id=asked.candidate_id,
            ident=mark_of(key, asked.candidate_id, draft.mailbox),
            own_digest=token_digest(asked.own_token),
            code_digest=key.code_digest(asked.id, asked.code),
            sentence=draft.sentence,
            first_name=draft.first_name,
            picture=draft.picture,
            picture_text=draft.picture_text,
            expires_at=now + CODE_LIFETIME,
            tries=0,
        )
    )


def mark_of(key: ContestKey, candidate_id: int, mailbox: Mailbox) -> bytes:
    """What stands for a mailbox at one candidate: another mark than on the roll, and at another candidate."""
    return keyed_digest(key.secret, "brag", str(candidate_id), mailbox.key)


def confirm_brag(session: Session, typed: TypedBragCode, *, key: ContestKey, now: datetime) -> bool:
    """Turn a code into a brag that waits for town hall; False for a wrong code.

    A wrong code counts as a try, so commit whatever is returned. The same code sent twice makes one brag.
    Raises BragCodeOver, AlreadyBragged or PhotoGone.
    """
    usable = and_(
        BragRequest.id == typed.request_id,
        BragRequest.contest_id == typed.contest_id,
        BragRequest.tries < MOST_TRIES,
        BragRequest.expires_at > now,
    )
    right = BragRequest.code_digest == key.code_digest(typed.request_id, typed.code)
    asked = session.execute(delete(BragRequest).where(usable, right).returning(*BragRequest.__table__.c))
    found = asked.one_or_none()
    if found is not None:
        _put_up(session, found, now)
        return True
    tried = update(BragRequest).where(usable).values(tries=BragRequest.tries + 1)
    if session.scalar(tried.returning(BragRequest.id)) is not None:
        return False
    if not is_confirmed(session, typed.contest_id, typed.request_id):
        raise BragCodeOver
    return True


def approve_brags(
    session: Session, contest: Contest, brag_ids: Sequence[int], *, account_id: int | None, now: datetime
) -> int:
    """Show these brags, and count them if the vote has not closed; gives how many still waited."""
    waiting = (Brag.contest_id == contest.id, Brag.id.in_(brag_ids), Brag.state == BragState.WAITING)
    shown = {"state": BragState.APPROVED, "is_counted": _may_still_count(session, contest, now)}
    approved = session.scalars(update(Brag).where(*waiting).values(**shown).returning(Brag.id)).all()
    for brag_id in sorted(approved):
        record(session, Happening.BRAG_APPROVED, f"brag {brag_id}", account_id=account_id, now=now)
    if approved:
        renew_public_pages(session, contest.city_id)
    return len(approved)


def refuse_brag(session: Session, brag: Brag, reason: Reason, *, account_id: int, now: datetime) -> None:
    """Take a brag off, or never show it: its photo and words are erased at once. Raises BragAlreadyJudged."""
    _end(session, brag, now, state=BragState.REFUSED, reason=reason)
    record(session, Happening.BRAG_REFUSED, f"brag {brag.id}", account_id=account_id, now=now, note=reason)


def take_back_brag(session: Session, brag: Brag, *, now: datetime) -> None:
    """Whoever bragged takes it back: nothing is left but a row that says so. Raises BragAlreadyJudged."""
    _end(session, brag, now, state=BragState.WITHDRAWN, reason="")


def forget_expired_requests(session: Session, *, now: datetime) -> None:
    """Erase brags whose code was never used; their photos go with the other unclaimed ones."""
    session.execute(delete(BragRequest).where(BragRequest.expires_at <= now))


def forget_idents(session: Session, contest_id: int) -> None:
    """Erase every mark of a mailbox of this contest, together with the roll; what counted still does."""
    session.execute(delete(BragRequest).where(BragRequest.contest_id == contest_id))
    session.execute(update(Brag).where(Brag.contest_id == contest_id).values(ident=None))


def _put_up(session: Session, asked: Row[Any], now: datetime) -> None:
    """One row for each mailbox and candidate, whatever arrives at once; one that ended makes way."""
    if not claim_picture(session, asked.picture):
        raise PhotoGone
    values: dict[str, Any] = {name: getattr(asked, name) for name in (*_ONCE, "own_digest", *_WORDS)}
    values |= {"request_id": asked.id, "sent_at": now, "state": BragState.WAITING, "reason": ""}
    values["city_id"], values["is_counted"] = chosen_city(session), False
    if insert_once(session, Brag, values, unique=_ONCE, returning="id") is not None:
        return
    ended = and_(*(getattr(Brag, name) == values[name] for name in _ONCE), Brag.state.in_(ENDED))
    again = update(Brag).where(ended, Brag.is_counted.is_(False)).values(**values)
    if session.scalar(again.returning(Brag.id)) is None:
        raise AlreadyBragged


def _end(session: Session, brag: Brag, now: datetime, *, state: BragState, reason: str) -> None:
    picture = brag.picture
    values: dict[str, Any] = {**_NOTHING_LEFT, "state": state, "reason": reason}
    if _may_still_count(session, brag.contest, now):
        values["is_counted"] = False
    ended = update(Brag).where(Brag.id == brag.id, Brag.state.not_in(ENDED)).values(**values)
    if session.scalar(ended.returning(Brag.id)) is None:
        raise BragAlreadyJudged
    forget_picture(session, picture)
    renew_public_pages(session, brag.city_id)


def _may_still_count(session: Session, contest: Contest, now: datetime) -> bool:
    """Asked under the lock that closing takes alone: what comes after closing changes no count."""
    hold_shared(session.connection(), [contest.id])
    session.refresh(contest, ["state", "closes_at"])
    session.refresh(contest.campaign, ["paused_at"])
    return may_still_count(stage(Timetable.of(contest), now))
