"""Everything that changes a prize and the list of who takes part."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from cityshop.core.codes import keyed_digest, new_token
from cityshop.core.db import across_cities, choose_city, insert_once, renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.core.words import with_words
from cityshop.elections.errors import ContestKeyMissing
from cityshop.elections.keys import read_key
from cityshop.elections.mailbox import Mailbox
from cityshop.elections.models import BEFORE_OPENING, Contest
from cityshop.prizes import queries
from cityshop.prizes.drawing import Guess, hash_of_list, in_order, published_list, seed_of
from cityshop.prizes.errors import (
    AlreadyDrawn,
    DrawTooEarly,
    EntryOver,
    NobodyToDraw,
    PrizeIsFrozen,
    SeedIsGone,
)
from cityshop.prizes.models import Prize, PrizeEntry
from cityshop.prizes.rules import UNCONFIRMED_KEPT, are_entries_due, whole_hour

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PrizeDraft:
    """What can be won and the question, by language; both empty where there is no prize."""

    text: dict[str, str]
    question: dict[str, str]


@dataclass(frozen=True)
class Entry:
    """Somebody asks to take part; `token` goes into the mail and is kept as a digest only."""

    contest_id: int
    mailbox: Mailbox
    answer: int
    id: str = field(default_factory=new_token)
    token: str = field(default_factory=new_token, repr=False)


def change_prize(
    session: Session, contest: Contest, draft: PrizeDraft, *, account_id: int | None, now: datetime
) -> None:
    """Set or take away the prize of a vote that has not opened; its question becomes one of the rules.

    Raises PrizeIsFrozen.
    """
    hold_exclusive(session, LockOn.CONTEST, contest.id)
    session.refresh(contest, ["state", "rules"])
    if contest.state not in BEFORE_OPENING:
        raise PrizeIsFrozen
    prize = queries.prize_if_any(session, contest.id)
    prize = prize or Prize(contest_id=contest.id, city_id=contest.city_id, text={}, question={})
    prize.text, prize.question = with_words({}, draft.text), with_words({}, draft.question)
    if prize.question:
        session.add(prize)
    elif prize in session:
        session.delete(prize)
    contest.rules = {**contest.rules, "prize_question": prize.question.get("nl", "")}
    record(session, Happening.CONTEST_CHANGED, f"contest {contest.id}", account_id=account_id, now=now)
    session.flush()


def enter(session: Session, entry: Entry, *, secret: bytes, now: datetime) -> bool:
    """Keep an entry until its mailbox confirms it; False when this mailbox takes part already.

    Asking again before confirming replaces the answer and the link. One entry per mailbox and contest.
    """
    waiting = {
        "address": entry.mailbox.address,
        "answer": entry.answer,
        "token_digest": digest_of(entry.token, secret=secret),
        "asked_at": whole_hour(now),
    }
    mailbox = keyed_digest(secret, "mailbox", str(entry.contest_id), entry.mailbox.key)
    values = {"id": entry.id, "contest_id": entry.contest_id, "mailbox": mailbox, "is_confirmed": False, **waiting}
    if insert_once(session, PrizeEntry, values, unique=("contest_id", "mailbox"), returning="id") is not None:
        return True
    mine = (PrizeEntry.contest_id == entry.contest_id, PrizeEntry.mailbox == mailbox)
    replaced = update(PrizeEntry).where(*mine, PrizeEntry.is_confirmed.is_(False))
    return session.scalar(replaced.values(**waiting).returning(PrizeEntry.id)) is not None


def confirm_entry(session: Session, contest_id: int, token_digest: bytes) -> str:
    """Take part, once however often the button is pressed; gives the entry's id. Raises EntryOver."""
    mine = (PrizeEntry.contest_id == contest_id, PrizeEntry.token_digest == token_digest)
    confirmed = update(PrizeEntry).where(*mine).values(is_confirmed=True).returning(PrizeEntry.id)
    entry: str | None = session.scalar(confirmed)
    if entry is None:
        raise EntryOver
    return entry


def leave(session: Session, contest_id: int, token_digest: bytes) -> None:
    """Erase an entry because its owner says so; the same again changes nothing."""
    mine = (PrizeEntry.contest_id == contest_id, PrizeEntry.token_digest == token_digest)
    session.execute(delete(PrizeEntry).where(*mine))


def digest_of(token: str, *, secret: bytes) -> bytes:
    """What is kept of a mailed link."""
    return keyed_digest(secret, "token", token)
