"""The ballot box of a site: casts together what arrives at once, and stops a contest without its key."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cityshop.core import clock
from cityshop.core.db import Database, choose_city
from cityshop.core.errors import Unknown
from cityshop.core.group_commit import GroupCommit
from cityshop.elections.boxing import Receipt
from cityshop.elections.casting import CodeVote, TypedCode, cast_codes
from cityshop.elections.errors import ContestKeyMissing, VotingPaused
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.models import Contest
from cityshop.elections.polling import Box, ballot_boxes
from cityshop.elections.states import pause_for_missing_key

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Arrived:
    """A typed code at the door of one contest."""

    city_id: int
    slug: str
    typed: TypedCode

    @property
    def place(self) -> tuple[int, str]:
        return self.city_id, self.slug


class _KeyMissing(Exception):
    """Which contest to pause; never shown."""

    def __init__(self, contest_id: int) -> None:
        super().__init__(contest_id)
        self.contest_id = contest_id


class BallotBox:
    """One for each process."""

    def __init__(self, database: Database, keys_folder: Path) -> None:
        self._database = database
        self._keys_folder = keys_folder
        self._together: GroupCommit[_Arrived, Receipt] = GroupCommit(self._write)

    def cast(self, city_id: int, slug: str, typed: TypedCode) -> Receipt:
        """The receipt of a typed code, once the ballot is on disk.

        Raises Unknown for a contest that was never opened, or what casting refuses.
        """
        try:
            return self._together.ask(_Arrived(city_id, slug, typed))
        except _KeyMissing as missing:
            self._pause(city_id, missing.contest_id)
            raise VotingPaused from None

    def key_of(self, contest: Contest) -> ContestKey:
        """The key of an opened contest; raises VotingPaused and pauses the contest where it is missing."""
        try:
            return read_key(self._keys_folder, contest.key_fingerprint)
        except ContestKeyMissing:
            self._pause(contest.city_id, contest.id)
            raise VotingPaused from None

    def _write(self, arrived: Sequence[_Arrived]) -> list[Receipt | Exception]:
        """One transaction for all. Key files are read for every group, so that a missing one is noticed."""
        with self._database.writes.begin() as session:
            connection = session.connection()
            boxes = ballot_boxes(connection, {one.place for one in arrived})
            keys = {place: self._key(box) for place, box in boxes.items()}
            votes = {
                number: CodeVote(boxes[one.place].id, one.typed, key)
                for number, one in enumerate(arrived)
                if isinstance(key := keys.get(one.place), ContestKey)
            }
            now = clock.database_now(connection)
            cast = cast_codes(connection, [*votes.values()], now=now) if votes else []
        outcomes = dict(zip(votes, cast, strict=True))
        return [outcomes.get(number) or _not_cast(keys.get(one.place)) for number, one in enumerate(arrived)]

    def _key(self, box: Box) -> ContestKey | _KeyMissing:
        try:
            return read_key(self._keys_folder, box.key_fingerprint)
        except ContestKeyMissing:
            return _KeyMissing(box.id)

    def _pause(self, city_id: int, contest_id: int) -> None:
        with self._database.writes.begin() as session:
            choose_city(session, city_id)
            pause_for_missing_key(session, contest_id, now=clock.utc_now())
        log.critical("contest=%s key file missing or another one: paused", contest_id)


def _not_cast(key: ContestKey | _KeyMissing | None) -> Exception:
    return key if isinstance(key, _KeyMissing) else Unknown()
