"""Everything that changes a prize and the list of who takes part."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Update, delete, select, update
from sqlalchemy.orm import Session

from cityshop.core.codes import keyed_digest, new_token
from cityshop.core.db import insert_once, renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.core.mailbox import Mailbox
from cityshop.core.words import with_words
from cityshop.elections.errors import ContestKeyMissing
from cityshop.elections.freezing import commitment
from cityshop.elections.keys import PRIZE, read_key
from cityshop.elections.models import BEFORE_OPENING, Contest
from cityshop.elections.states import hold
from cityshop.prizes import queries
from cityshop.prizes.drawing import Guess, hash_of_list, in_order, published_list
from cityshop.prizes.errors import (
    AlreadyDrawn,
    DrawTooEarly,
    EntryOver,
    NobodyToDraw,
    PrizeIsFrozen,
    SeedIsGone,
)
from cityshop.prizes.models import Prize, PrizeEntry
from cityshop.prizes.rules import whole_hour


@dataclass(frozen=True)
class PrizeDraft:
    """What can be won and the question, by language; both empty where there is no prize."""

    text: dict[str, str]
    question: dict[str, str]


@dataclass(frozen=True)
class Draw:
    """The right answer, as town hall says it, and the seed (64 hex digits)."""

    answer: int
    seed: str = field(repr=False)


@dataclass(frozen=True)
class Entry:
    """Somebody asks to take part; `token` goes into the mail and is kept as a digest only."""

    contest_id: int
    mailbox: Mailbox
    answer: int
    language: str
    id: str = field(default_factory=new_token)
    token: str = field(default_factory=new_token, repr=False)


def change_prize(
    session: Session, contest: Contest, draft: PrizeDraft, *, account_id: int | None, now: datetime
) -> None:
    """Set or take away the prize of a vote that has not opened; its question becomes one of the rules.

    Raises PrizeIsFrozen.
    """
    hold(session, contest)
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
        "language": entry.language,
        "token_digest": digest_of(entry.token, secret=secret),
        "asked_at": whole_hour(now),
    }
    mailbox = keyed_digest(secret, "mailbox", str(entry.contest_id), entry.mailbox.key)
    values = {
        "id": entry.id,
        "contest_id": entry.contest_id,
        "mailbox": mailbox,
        "is_confirmed": False,
        **waiting,
    }
    if insert_once(session, PrizeEntry, values, unique=("contest_id", "mailbox"), returning="id") is not None:
        return True
    mine = (PrizeEntry.contest_id == entry.contest_id, PrizeEntry.mailbox == mailbox)
    replaced = update(PrizeEntry).where(*mine, PrizeEntry.is_confirmed.is_(False))
    return session.scalar(replaced.values(**waiting).returning(PrizeEntry.id)) is not None


def confirm_entry(session: Session, contest_id: int, token_digest: bytes) -> None:
    """Take part, once however often the button is pressed; raises EntryOver, also once the prize is drawn."""
    if _prize_before_or_after_its_draw(session, contest_id).drawn_at is not None:
        raise EntryOver
    confirmed = _behind(contest_id, token_digest).values(is_confirmed=True).returning(PrizeEntry.id)
    if session.scalar(confirmed) is None:
        raise EntryOver


def leave(session: Session, contest_id: int, token_digest: bytes) -> None:
    """Erase an entry because its owner says so; the same again changes nothing.

    Once the prize is drawn its line stays on the published list, which names nobody; the mailbox goes.
    """
    if _prize_before_or_after_its_draw(session, contest_id).drawn_at is None:
        mine = (PrizeEntry.contest_id == contest_id, PrizeEntry.token_digest == token_digest)
        session.execute(delete(PrizeEntry).where(*mine))
        return
    nobody = {"address": "", "mailbox": new_token().encode(), "token_digest": new_token().encode()}
    session.execute(_behind(contest_id, token_digest).values(**nobody))


def digest_of(token: str, *, secret: bytes) -> bytes:
    """What is kept of a mailed link."""
    return keyed_digest(secret, "token", token)


def draw_prize(
    session: Session, contest: Contest, draw: Draw, *, account_id: int | None, now: datetime
) -> PrizeEntry:
    """Draw, once; gives the entry that won. Whoever is nearest to the answer wins, equals by the seed.

    Raises DrawTooEarly, AlreadyDrawn, SeedIsGone or NobodyToDraw.
    """
    root = queries.final_root(session, contest)
    if root is None:
        raise DrawTooEarly
    if not draw.seed:
        raise SeedIsGone
    with session.begin_nested():  # a draw that is refused leaves no trace on the page that says so
        guesses = _closed_list(session, contest, now)
        winner = in_order(guesses, answer=draw.answer, seed=draw.seed, root=root)[0]
        _keep_draw(session, contest, draw, {"root": root, **_outcome(guesses, winner)})
    record(session, Happening.PRIZE_DRAWN, f"contest {contest.id}", account_id=account_id, now=now)
    return session.get_one(PrizeEntry, winner.entry)


def seed_of(contest: Contest, prize: Prize, *, keys_folder: Path) -> str:
    """The seed of the draw: taken over at closing, else from the key; empty when both are gone.

    It is the one that the frozen rules promise, or none.
    """
    if prize.seed:
        return prize.seed
    try:
        seed = read_key(keys_folder, contest.key_fingerprint).seed(PRIZE)
    except ContestKeyMissing:
        return ""
    return seed if commitment(seed) == contest.rules.get("prize_commitment") else ""


def _closed_list(session: Session, contest: Contest, now: datetime) -> list[Guess]:
    """Everybody who takes part; from here on nobody comes onto the list or goes off it."""
    begin = update(Prize).where(Prize.contest_id == contest.id, Prize.drawn_at.is_(None))
    if session.scalar(begin.values(drawn_at=now).returning(Prize.contest_id)) is None:
        raise AlreadyDrawn
    guesses = queries.guesses(session, contest.id)
    if not guesses:
        raise NobodyToDraw
    return guesses


def _outcome(guesses: list[Guess], winner: Guess) -> dict[str, object]:
    digest = hash_of_list(published_list(guesses))
    facts = {"winner": winner.entry, "winning_answer": winner.answer}
    return {**facts, "entries": len(guesses), "list_hash": digest}


def _keep_draw(session: Session, contest: Contest, draw: Draw, facts: dict[str, object]) -> None:
    kept = update(Prize).where(Prize.contest_id == contest.id)
    session.execute(kept.values(answer=draw.answer, seed=draw.seed, **facts))
    renew_public_pages(session, contest.city_id)


def _prize_before_or_after_its_draw(session: Session, contest_id: int) -> Prize:
    """A draw waits for those who come and go now, and they for a draw: the list is as it was published."""
    held = select(Prize).where(Prize.contest_id == contest_id).with_for_update(read=True)
    return session.scalars(held.execution_options(populate_existing=True)).one()


def _behind(contest_id: int, token_digest: bytes) -> Update:
    return update(PrizeEntry).where(
        PrizeEntry.contest_id == contest_id, PrizeEntry.token_digest == token_digest
    )
