"""Everything that changes batches of codes and counted boxes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from cityshop.core.codes import new_token, new_typed_code
from cityshop.core.db import Session
from cityshop.core.errors import Refusal
from cityshop.core.journal import Happening, record
from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.elections.asking import new_nonce
from cityshop.elections.boxing import Receipt, Vote, put_in_box
from cityshop.elections.casting import Wish, cast_vote
from cityshop.elections.errors import CandidateDoesNotStand
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Contest, Level
from cityshop.elections.polling import choices, hold_shared, refusal_of, stations
from cityshop.elections.signals import Signal
from cityshop.elections.voters import Verified
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


def issue_codes(
    session: Session, contest: Contest, draft: BatchDraft, *, key: ContestKey, account_id: int, now: datetime
) -> Printed:
    """Make a batch; only digests are kept. Raises VoteNotOpened or BatchExists."""
    if not has_key(contest):
        raise VoteNotOpened
    batch = PaperBatch(city_id=contest.city_id, contest_id=contest.id, label=draft.label, count=draft.count)
    batch.made_by, batch.made_at = account_id, now
    try:
        with session.begin_nested():
            session.add(batch)
    except IntegrityError as taken:
        raise BatchExists from taken
    codes = _new_codes(draft.count)
    # by digest, so that no order of rows tells which paper of the pile a digest is
    digests = sorted(key.ident_of(Level.PAPER, code) for code in codes)
    rows = [{"contest_id": contest.id, "code_digest": one, "batch_id": batch.id} for one in digests]
    session.execute(insert(PaperCode), rows)
    note = f"{draft.label}: {draft.count}"
    subject = f"contest {contest.id}"
    record(session, Happening.PAPER_CODES_ISSUED, subject, account_id=account_id, now=now, note=note)
    return Printed(batch, codes)


def revoke_batch(
    session: Session, batch: PaperBatch, reason: str, *, account_id: int, now: datetime
) -> None:
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
    return box


def withdraw_box(session: Session, box: CountedBox) -> None:
    """Throw away a first count that was wrong; raises BoxIsOver when its ballots are in."""
    waiting = delete(CountedBox).where(CountedBox.id == box.id, CountedBox.cast_at.is_(None))
    if session.scalar(waiting.returning(CountedBox.id)) is None:
        raise BoxIsOver


def confirm_box(
    session: Session,
    box: CountedBox,
    counts: Mapping[str, int],
    *,
    key: ContestKey,
    account_id: int,
    now: datetime,
) -> None:
    """The second person counted too: cast the box's ballots if both counts are the same, each once.

    Raises CountedTwiceByOne, CountsDiffer, BoxIsOver, and what casting raises.
    """
    if box.first_by == account_id:
        raise CountedTwiceByOne
    if differing(box.counts, counts):
        raise CountsDiffer
    won = session.scalar(
        update(CountedBox)
        .where(CountedBox.id == box.id, CountedBox.cast_at.is_(None))
        .values(second_by=account_id, cast_at=now, counts={})
        .returning(CountedBox.id)
    )
    if won is None:
        raise BoxIsOver
    _cast_box(session, box.contest_id, counts, key=key, now=now)
    subject, note = f"contest {box.contest_id}", f"{box.label}: {box.ballots}"
    record(session, Happening.ASSISTED_BALLOT_CAST, subject, account_id=account_id, now=now, note=note)


def help_to_vote(  # noqa: PLR0913 - who, for whom, under which key, when
    session: Session,
    contest: Contest,
    wish: Wish,
    *,
    card_number: str,
    key: ContestKey,
    account_id: int,
    now: datetime,
) -> Receipt:
    """Cast the vote of somebody at the counter. One card has one ballot; the number itself is not kept.

    Raises NoHelpAllowed, and what casting raises.
    """
    if not helps_at_counter(contest):
        raise NoHelpAllowed
    helped = Verified(contest.id, key.ident_of(Level.ASSISTED, card_number), Level.ASSISTED)
    receipt = cast_vote(session, helped, wish, signal=Signal(), key=key, now=now)
    subject = f"contest {contest.id}"
    record(session, Happening.ASSISTED_BALLOT_CAST, subject, account_id=account_id, now=now)
    return receipt


def _new_codes(count: int) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    while len(codes) < count:
        codes[new_typed_code()] = None
    return tuple(codes)


def _cast_box(
    session: Session, contest_id: int, counts: Mapping[str, int], *, key: ContestKey, now: datetime
) -> None:
    """All ballots of a box at once. Each has a voter whom nobody knows: a random entry on the roll."""
    connection = session.connection()
    hold_shared(connection, [contest_id])
    station = stations(connection, [contest_id])[contest_id]
    listed = choices(connection, [int(one) for one in counts])
    votes = []
    for candidate_id, count in counts.items():
        choice = listed.get(int(candidate_id))
        refusal = refusal_of(station, choice, asked_at=now)
        if refusal is not None or choice is None:
            raise refusal or CandidateDoesNotStand
        votes += [Vote(station, choice, _somebody(contest_id, key), new_nonce(), key) for _ in range(count)]
    refused = [one for one in put_in_box(connection, votes, now=now) if isinstance(one, Refusal)]
    if refused:
        raise refused[0]


def _somebody(contest_id: int, key: ContestKey) -> Verified:
    return Verified(contest_id, key.ident_of(Level.ASSISTED, f"box {new_token()}"), Level.ASSISTED)
