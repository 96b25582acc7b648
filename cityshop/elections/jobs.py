"""What falls due in elections: leaves into the ledger, contests closed by the clock."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from cityshop.core import clock
from cityshop.core.db import Database, Session, across_cities, choose_city
from cityshop.elections.errors import ContestKeyMissing
from cityshop.elections.flushing import contests_to_flush, flush_leaves
from cityshop.elections.models import Contest, ContestState
from cityshop.elections.rules import CODE_LIFETIME
from cityshop.elections.states import (
    RUNNING,
    AlarmWriter,
    close_contest,
    ledger_of,
    pause_for_missing_key,
)

BREATH_SECONDS = 0.05  # between two contests: voters wait for one lock, never for one after another

log = logging.getLogger(__name__)


class ElectionJobs:
    """Each job may run twice without harm; each contest has a transaction of its own."""

    def __init__(self, database: Database, keys_folder: Path, alarm: AlarmWriter) -> None:
        self._database = database
        self._alarm = alarm
        self._keys_folder = keys_folder

    def run(self) -> None:
        """Everything that is due now."""
        self.flush()
        self.close()

    def flush(self) -> int:
        """Put waiting leaves into their ledgers; gives how many."""
        with self._database.reads() as session:
            waiting = contests_to_flush(session)
        return sum(self._flush_in_turn(contest_id) for contest_id in waiting)

    def close(self) -> int:
        """Close what the clock closed; gives how many contests."""
        with self._database.reads() as session:
            due = clock.database_now(session.connection()) - CODE_LIFETIME
            over = select(Contest.id).where(Contest.state == ContestState.OPEN, Contest.closes_at <= due)
            # the jobs are for every city
            with across_cities(session):
                contests = session.scalars(over.order_by(Contest.id)).all()
        return sum(self._in_transaction(contest_id, self._close_one) for contest_id in contests)

    def _in_transaction(self, contest_id: int, act: Callable[[Session, Contest], int]) -> int:
        """Do it for one contest in its own city; without its key the contest is paused instead."""
        with self._database.writes.begin() as session:
            # the contest says which city it is in
            with across_cities(session):
                contest = session.scalars(select(Contest).where(Contest.id == contest_id)).one()
            choose_city(session, contest.city_id)
            try:
                return act(session, contest)
            except ContestKeyMissing:
                log.critical("contest=%s key file missing or another one: paused", contest_id)
                pause_for_missing_key(session, contest_id, alarm=self._alarm, now=clock.utc_now())
                return 0

    def _flush_in_turn(self, contest_id: int) -> int:
        time.sleep(BREATH_SECONDS)
        return self._in_transaction(contest_id, self._flush_one)

    def _flush_one(self, session: Session, contest: Contest) -> int:
        if contest.state not in RUNNING:
            return 0
        return flush_leaves(session, ledger_of(session, contest, self._keys_folder))

    def _close_one(self, session: Session, contest: Contest) -> int:
        now = clock.database_now(session.connection())
        return close_contest(session, contest, keys_folder=self._keys_folder, now=now)
