"""The ballot box of a site: casts together what arrives at once, and stops a contest without its key."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import OperationalError

from cityshop.core import clock
from cityshop.core.db import Database, choose_city, is_busy
from cityshop.core.errors import Unknown
from cityshop.core.group_commit import GroupCommit
from cityshop.elections.casting import CodeVote, TypedCode, cast_codes
from cityshop.elections.errors import ContestKeyMissing, VotingPaused
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.models import Contest
from cityshop.elections.polling import Box, hold_boxes
from cityshop.elections.states import AlarmWriter, pause_for_missing_key
from cityshop.elections.votes import Outcome, Receipt

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Arrived:
    """A typed code at the door of one contest."""

    place: tuple[str, str]
    typed: TypedCode


@dataclass(frozen=True)
class Cast:
    """A receipt, with the key of its contest."""

    receipt: Receipt
    key: ContestKey


class _KeyMissing(Exception):
    """Which contest to pause; never shown."""

    def __init__(self, box: Box) -> None:
        super().__init__(box.id)
        self.box = box


class BallotBox:
    """One for each process."""

    def __init__(self, database: Database, keys_folder: Path, alarm: AlarmWriter) -> None:
        self._database = database
        self._alarm = alarm
        self._keys_folder = keys_folder
        self._together: GroupCommit[_Arrived, Cast] = GroupCommit(self._write)

    def cast(self, city: str, contest: str, typed: TypedCode) -> Cast:
        """The receipt of a typed code, once the ballot is on disk; both words as in the address.

        Raises Unknown for a contest that was never opened, or what casting refuses.
        """
        try:
            return self._together.ask(_Arrived((city, contest), typed))
        except _KeyMissing as missing:
            self._pause(missing.box.city_id, missing.box.id)
            raise VotingPaused from None

    def key_of(self, contest: Contest) -> ContestKey:
        """The key of an opened contest; raises VotingPaused and pauses the contest where it is missing."""
        try:
            return read_key(self._keys_folder, contest.key_fingerprint)
        except ContestKeyMissing:
            self._pause(contest.city_id, contest.id)
            raise VotingPaused from None

    def _write(self, arrived: Sequence[_Arrived]) -> list[Cast | Exception]:
        """Whoever holds the lock for long delays votes, and loses none: wait a second time."""
        try:
            return self._write_now(arrived)
        except OperationalError as error:
            if not is_busy(error):
                raise
            return self._write_now(arrived)

    def _write_now(self, arrived: Sequence[_Arrived]) -> list[Cast | Exception]:
        """One transaction for all. Key files are read for every group, so that a missing one is noticed."""
        with self._database.writes.begin() as session:
            connection = session.connection()
            boxes, now = hold_boxes(connection, {one.place for one in arrived})
            keys = {place: self._key(box) for place, box in boxes.items()}
            votes = {
                number: CodeVote(boxes[one.place].id, one.typed, key)
                for number, one in enumerate(arrived)
                if isinstance(key := keys.get(one.place), ContestKey)
            }
            cast = cast_codes(connection, [*votes.values()], now=now) if votes else []
        outcomes = dict(zip(votes, cast, strict=True))
        return [_answer(outcomes.get(number), keys.get(one.place)) for number, one in enumerate(arrived)]

    def _key(self, box: Box) -> ContestKey | _KeyMissing:
        try:
            return read_key(self._keys_folder, box.key_fingerprint)
        except ContestKeyMissing:
            return _KeyMissing(box)

    def _pause(self, city_id: int, contest_id: int) -> None:
        with self._database.writes.begin() as session:
            choose_city(session, city_id)
            pause_for_missing_key(session, contest_id, alarm=self._alarm, now=clock.utc_now())
        log.critical("contest=%s key file missing or another one: paused", contest_id)


def _answer(outcome: Outcome | None, key: ContestKey | _KeyMissing | None) -> Cast | Exception:
    if not isinstance(key, ContestKey):
        return key or Unknown()
    return Cast(outcome, key) if isinstance(outcome, Receipt) else outcome or Unknown()
