"""The states of a contest after opening: paused and resumed, closed, annulled, published, sealed.

Whoever changes a state holds the contest for themselves, so that no ballot is cast across the change.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cityshop.campaigns.models import Campaign
from cityshop.campaigns.services import PauseTaken as CampaignPause
from cityshop.cities.models import City
from cityshop.core.journal import Happening, record
from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.core.outbox import Letter, post
from cityshop.elections.errors import (
    ContestKeyMissing,
    ContestNotPaused,
    KeyStillMissing,
    NotInThatState,
)
from cityshop.elections.flushing import Ledger, flush_all
from cityshop.elections.keys import read_key
from cityshop.elections.models import Challenge, Contest, ContestState
from cityshop.elections.rules import KEY_MISSING, closes_for_good, contest_name
from cityshop.elections.tallying import check_tally

RUNNING = (ContestState.OPEN, ContestState.PAUSED)
MAY_BE_ANNULLED = (
    ContestState.NOMINATIONS,
    *RUNNING,
    ContestState.CLOSED,
    ContestState.PUBLISHED,
)
# Who is told that a contest misses its key: the letters to town hall.
AlarmWriter = Callable[[Session, Contest], Iterable[Letter]]


@dataclass(frozen=True)
class ContestPause:
    """Why voting stops: the reason for colleagues, the text for the public."""

    reason: str
    public_text: dict[str, str]


@dataclass(frozen=True)
class _Line:
    """What a line of the journal says beside what happened."""

    account_id: int | None
    now: datetime
    note: str = ""


def pause_contest(
    session: Session, contest: Contest, pause: ContestPause, *, account_id: int | None, now: datetime
) -> None:
    """Stop voting at once; votes on their way are cast first. Raises NotInThatState."""
    hold(session, contest, ContestState.OPEN)
    contest.state, contest.paused_at = ContestState.PAUSED, now
    contest.pause_reason, contest.pause_text = pause.reason, pause.public_text
    _note(session, Happening.CONTEST_PAUSED, contest, _Line(account_id, now, pause.reason))


def pause_for_missing_key(session: Session, contest_id: int, *, alarm: AlarmWriter, now: datetime) -> None:
    """Stop a contest whose key file is gone or another one; say so in the journal and by mail, once."""
    hold_exclusive(session, LockOn.CONTEST, contest_id)
    kept = session.scalars(select(Contest).where(Contest.id == contest_id).with_for_update()).one()
    if kept.state != ContestState.OPEN:
        return
    kept.state, kept.paused_at, kept.pause_reason = ContestState.PAUSED, now, KEY_MISSING
    _note(session, Happening.CONTEST_KEY_MISSING, kept, _Line(None, now))
    for letter in alarm(session, kept):
        post(session, letter, now=now)


def resume_contest(
    session: Session, contest: Contest, *, keys_folder: Path, account_id: int | None, now: datetime
) -> None:
    """Let people vote again until the end that was set; raises ContestNotPaused or KeyStillMissing."""
    _resume(session, contest, keys_folder, now)
    _note(session, Happening.CONTEST_RESUMED, contest, _Line(account_id, now))


def resume_and_move_end(
    session: Session, contest: Contest, *, keys_folder: Path, account_id: int | None, now: datetime
) -> None:
    """Let people vote again, and close as much later as the pause took."""
    start = _resume(session, contest, keys_folder, now)
    _move_end(contest, now - start)
    _note(session, Happening.CONTEST_RESUMED, contest, _Line(account_id, now, contest.closes_at.isoformat()))


def follow_campaign(session: Session, campaign: Campaign, pause: CampaignPause) -> None:
    """The campaign went on and ends later: so do its contests that people could vote in meanwhile."""
    running = select(Contest).where(Contest.campaign_id == campaign.id, Contest.state.in_(RUNNING))
    stopped = running.where(Contest.opens_at < pause.until, Contest.closes_at > pause.start)
    for contest in session.scalars(stopped.order_by(Contest.id)).all():
        hold(session, contest, *RUNNING)
        _keep_pause(contest, pause.start, pause.until)
        _move_end(contest, pause.until - pause.start)
    session.flush()


def close_early(session: Session, contest: Contest, *, account_id: int, now: datetime) -> None:
    """Stop taking votes now: what two people agreed on. Codes asked for before may still be used.

    Raises NotInThatState.
    """
    hold(session, contest, *RUNNING)
    contest.closes_at = max(now, contest.opens_at + timedelta(seconds=1))
    contest.state, contest.paused_at = ContestState.OPEN, None
    _note(session, Happening.CONTEST_CLOSED, contest, _Line(account_id, now, "early"))


def close_contest(session: Session, contest: Contest, *, keys_folder: Path, now: datetime) -> bool:
    """Close for good, once the last code has lapsed: everything into the ledger, and the tally checked.

    False while it is not time yet. Raises ContestKeyMissing or TallyWrong.
    """
    hold(session, contest, *RUNNING)
    if contest.state != ContestState.OPEN or now < closes_for_good(contest.closes_at):
        return False
    flush_all(session, ledger_of(session, contest, keys_folder))
    check_tally(session, contest.id)
    session.execute(delete(Challenge).where(Challenge.contest_id == contest.id))
    contest.state, contest.closed_at = ContestState.CLOSED, now
    _note(session, Happening.CONTEST_CLOSED, contest, _Line(None, now))
    return True


def annul_contest(
    session: Session, contest: Contest, public_reason: dict[str, str], *, account_id: int, now: datetime
) -> None:
    """End a contest without a result, for a reason everybody can read. Two people agreed on it.

    Raises NotInThatState for a draft, or when it is sealed or annulled already.
    """
    hold(session, contest, *MAY_BE_ANNULLED)
    contest.state, contest.end_text = ContestState.ANNULLED, public_reason
    _note(session, Happening.CONTEST_ANNULLED, contest, _Line(account_id, now, public_reason.get("nl", "")))


def publish_contest(
    session: Session, contest: Contest, *, embargo_until: datetime | None, account_id: int, now: datetime
) -> None:
    """Let the result be seen from the embargo on; whoever calls this has counted in the same transaction.

    Raises NotInThatState.
    """
    hold(session, contest, ContestState.CLOSED)
    contest.state, contest.published_at = ContestState.PUBLISHED, now
    contest.embargo_until = embargo_until
    _note(session, Happening.CONTEST_PUBLISHED, contest, _Line(account_id, now))


def seal_contest(session: Session, contest: Contest, *, account_id: int, now: datetime) -> None:
    """The last state: whoever calls this erases what must go. Raises NotInThatState."""
    hold(session, contest, ContestState.PUBLISHED)
    contest.state, contest.sealed_at = ContestState.SEALED, now
    _note(session, Happening.CONTEST_SEALED, contest, _Line(account_id, now))


def hold(session: Session, contest: Contest, *states: ContestState) -> None:
    """Let nobody cast, open or change until this transaction ends; read again what the contest is now.

    Raises NotInThatState when it is in none of these states (any, if none are named).
    """
    hold_exclusive(session, LockOn.CONTEST, contest.id)
    session.refresh(contest)
    if states and contest.state not in states:
        raise NotInThatState


def ledger_of(session: Session, contest: Contest, keys_folder: Path) -> Ledger:
    """The contest's ledger with its key; raises ContestKeyMissing."""
    city = session.scalars(select(City.slug).where(City.id == contest.city_id)).one()
    key = read_key(keys_folder, contest.key_fingerprint)
    return Ledger(contest.id, contest_name(city, contest.slug), key)


def _resume(session: Session, contest: Contest, keys_folder: Path, now: datetime) -> datetime:
    """Gives when the pause began."""
    hold(session, contest)
    if contest.state != ContestState.PAUSED:
        raise ContestNotPaused
    try:
        read_key(keys_folder, contest.key_fingerprint)
    except ContestKeyMissing as missing:
        raise KeyStillMissing from missing
    start = contest.paused_at or now
    _keep_pause(contest, start, now)
    contest.state, contest.paused_at = ContestState.OPEN, None
    contest.pause_reason, contest.pause_text = "", {}
    return start


def _keep_pause(contest: Contest, start: datetime, until: datetime) -> None:
    """Pauses stand in the public bundle: from when, until when, and by how much each moved the end."""
    line = {"from": start.isoformat(), "until": until.isoformat(), "shift_seconds": 0}
    contest.pauses = [*contest.pauses, line]


def _move_end(contest: Contest, shift: timedelta) -> None:
    contest.closes_at += shift
    *before, last = contest.pauses
    contest.pauses = [*before, {**last, "shift_seconds": int(shift.total_seconds())}]


def _note(session: Session, happening: Happening, contest: Contest, line: _Line) -> None:
    subject = f"contest {contest.id}"
    record(session, happening, subject, account_id=line.account_id, now=line.now, note=line.note)
    session.flush()
