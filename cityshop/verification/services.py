"""Everything that changes batches of codes and counted boxes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from cityshop.core.codes import new_token, new_typed_code
from cityshop.core.db import Session
from cityshop.core.errors import Refusal
from cityshop.core.journal import Happening, record
from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.elections.asking import new_nonce
from cityshop.elections.boxing import put_in_box
from cityshop.elections.casting import Wish, cast_vote
from cityshop.elections.errors import CandidateDoesNotStand
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Contest, Level
from cityshop.elections.polling import choices, hold_shared, refusal_of, stations
from cityshop.elections.signals import Signal
from cityshop.elections.voters import Verified
from cityshop.elections.votes import Receipt, Vote
from cityshop.verification.errors import (
    BatchExists,
    BatchWasRevoked,
    BoxExists,
    BoxIsEmpty,
    BoxIsOver,
    BoxTooBig,
    CountedTwiceByOne,
    CountsDiffer,
    NoHelpAllowed,
    NoPaperCodesHere,
    VoteNotOpened,
)
from cityshop.verification.models import CountedBox, PaperBatch, PaperCode
from cityshop.verification.rules import MOST_IN_BOX, differing, has_key, helps_at_counter


@dataclass(frozen=True)
class BatchDraft:
    """What staff fill in: a name that says where the codes go, and how many."""

    label: str
    count: int


@dataclass(frozen=True)
class Printed:
    """A new batch with its codes in plain, which nobody can read again after this."""

    batch: PaperBatch
    codes: tuple[str, ...]


@dataclass(frozen=True)
class BoxDraft:
    """What one person counted: votes by candidate id, as text."""

    label: str
    counts: Mapping[str, int]

    @property
    def ballots(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Helped:
    """Somebody at the counter: the number of their card, which is not kept, and their choice."""

    card_number: str = field(repr=False)
    wish: Wish = field(repr=False)


@dataclass(frozen=True)
class Clerk:
    """Who of the staff does something under a contest's key, and when."""

    account_id: int
    key: ContestKey = field(repr=False)
    now: datetime


def issue_codes(session: Session, contest: Contest, draft: BatchDraft, *, clerk: Clerk) -> Printed:
    """Make a batch; only digests are kept. Raises NoPaperCodesHere, VoteNotOpened or BatchExists."""
    if contest.level != Level.PAPER:
        raise NoPaperCodesHere
    if not has_key(contest):
        raise VoteNotOpened
    batch = PaperBatch(city_id=contest.city_id, contest_id=contest.id, label=draft.label, count=draft.count)
    batch.made_by, batch.made_at = clerk.account_id, clerk.now
    try:
        with session.begin_nested():
            session.add(batch)
    except IntegrityError as taken:
        raise BatchExists from taken
    codes = _new_codes(draft.count)
    # by digest, so that no order of rows tells which paper of the pile a digest is
    digests = sorted(clerk.key.ident_of(Level.PAPER, code) for code in codes)
    rows = [{"contest_id": contest.id, "code_digest": one, "batch_id": batch.id} for one in digests]
    session.execute(insert(PaperCode), rows)
    note = f"{draft.label}: {draft.count}"
    _record(session, Happening.PAPER_CODES_ISSUED, contest.id, clerk=clerk, note=note)
    return Printed(batch, codes)


def revoke_batch(session: Session, batch: PaperBatch, reason: str, *, account_id: int, now: datetime) -> None:
    """Let no code of this batch cast a vote from now on; ballots that were cast stay. Raises BatchWasRevoked.

    Waits for the votes that are on their way: none is cast with these codes afterwards.
    """
    hold_exclusive(session, LockOn.CONTEST, batch.contest_id)
    revoked = session.scalar(
        update(PaperBatch)
        .where(PaperBatch.id == batch.id, PaperBatch.revoked_at.is_(None))
        .values(revoked_at=now, reason=reason)
        .returning(PaperBatch.id)
    )
    if revoked is None:
        raise BatchWasRevoked
    subject, note = f"contest {batch.contest_id}", f"{batch.label}: {reason}"
    record(session, Happening.PAPER_CODES_REVOKED, subject, account_id=account_id, now=now, note=note)


def enter_box(
    session: Session, contest: Contest, draft: BoxDraft, *, account_id: int, now: datetime
) -> CountedBox:
    """Keep what the first person counted; nothing is cast yet.

    Raises NoHelpAllowed, VoteNotOpened, BoxIsEmpty, BoxTooBig or BoxExists.
    """
    if not helps_at_counter(contest):
        raise NoHelpAllowed
    if not has_key(contest):
        raise VoteNotOpened
    if not draft.ballots:
        raise BoxIsEmpty
    if draft.ballots > MOST_IN_BOX:
        raise BoxTooBig(most=MOST_IN_BOX)
    box = CountedBox(city_id=contest.city_id, contest_id=contest.id, label=draft.label)
    box.counts, box.ballots = dict(draft.counts), draft.ballots
    box.first_by, box.first_at = account_id, now
    try:
        with session.begin_nested():
            session.add(box)
    except IntegrityError as taken:
        raise BoxExists from taken
    subject = f"contest {contest.id}"
    asked = Happening.SECOND_PERSON_ASKED
    record(session, asked, subject, account_id=account_id, now=now, note=draft.label)
    return box


def withdraw_box(session: Session, box: CountedBox, *, account_id: int, now: datetime) -> None:
    """Throw away a first count that was wrong; raises BoxIsOver when its ballots are in."""
    waiting = delete(CountedBox).where(CountedBox.id == box.id, CountedBox.cast_at.is_(None))
    if session.scalar(waiting.returning(CountedBox.id)) is None:
        raise BoxIsOver
    subject, withdrew = f"contest {box.contest_id}", Happening.SECOND_PERSON_WITHDREW
    record(session, withdrew, subject, account_id=account_id, now=now, note=box.label)


def confirm_box(session: Session, box: CountedBox, counts: Mapping[str, int], *, clerk: Clerk) -> None:
    """The second person counted too: cast the box's ballots if both counts are the same, each once.

    Raises CountedTwiceByOne, CountsDiffer, BoxIsOver, and what casting raises.
    """
    if box.first_by == clerk.account_id:
        raise CountedTwiceByOne
    if differing(box.counts, counts):
        raise CountsDiffer
    won = session.scalar(
        update(CountedBox)
        .where(CountedBox.id == box.id, CountedBox.cast_at.is_(None))
        .values(second_by=clerk.account_id, cast_at=clerk.now, counts={})
        .returning(CountedBox.id)
    )
    if won is None:
        raise BoxIsOver
    _cast_box(session, box.contest_id, counts, clerk=clerk)
    note = f"{box.label}: {box.ballots}"
    _record(session, Happening.ASSISTED_BALLOT_CAST, box.contest_id, clerk=clerk, note=note)


def help_to_vote(session: Session, contest: Contest, helped: Helped, *, clerk: Clerk) -> Receipt:
    """Cast the vote of somebody at the counter. One card has one ballot, however often it is shown.

    It leaves no signal: whoever is helped comes from the clerk's own network.

    Raises NoHelpAllowed, and what casting raises.
    """
    if not helps_at_counter(contest):
        raise NoHelpAllowed
    voter = Verified(contest.id, clerk.key.ident_of(Level.ASSISTED, helped.card_number), Level.ASSISTED)
    receipt = cast_vote(session, voter, helped.wish, signal=Signal(), key=clerk.key, now=clerk.now)
    _record(session, Happening.ASSISTED_BALLOT_CAST, contest.id, clerk=clerk)
    return receipt


def _new_codes(count: int) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    while len(codes) < count:
        codes[new_typed_code()] = None
    return tuple(codes)


def _record(session: Session, what: Happening, contest_id: int, *, clerk: Clerk, note: str = "") -> None:
    subject = f"contest {contest_id}"
    record(session, what, subject, account_id=clerk.account_id, now=clerk.now, note=note)


def _cast_box(session: Session, contest_id: int, counts: Mapping[str, int], *, clerk: Clerk) -> None:
    """All ballots of a box at once. Each has a voter whom nobody knows: a random entry on the roll."""
    connection = session.connection()
    hold_shared(connection, [contest_id])
    station = stations(connection, [contest_id])[contest_id]
    listed = choices(connection, [int(one) for one in counts])
    votes = []
    for candidate_id, count in counts.items():
        choice = listed.get(int(candidate_id))
        refusal = refusal_of(station, choice, asked_at=clerk.now)
        if refusal is not None or choice is None:
            raise refusal or CandidateDoesNotStand
        votes += [
            Vote(station, choice, _somebody(contest_id, clerk.key), new_nonce(), clerk.key)
            for _ in range(count)
        ]
    refused = [one for one in put_in_box(connection, votes, now=clerk.now) if isinstance(one, Refusal)]
    if refused:
        raise refused[0]


def _somebody(contest_id: int, key: ContestKey) -> Verified:
    return Verified(contest_id, key.ident_of(Level.ASSISTED, f"box {new_token()}"), Level.ASSISTED)
