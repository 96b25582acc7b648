"""A contest that is open by the real clock, with codes that wait for many voters."""

import itertools
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from cityshop.core.codes import new_token
from cityshop.core.db import Database, choose_city
from cityshop.core.mailbox import read_mailbox
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Candidate, Challenge, Contest
from tests.server import Answer, Server

CODE = "123456"


@dataclass
class Booth:
    """Sends codes to one server or to several in turn, as phones would."""

    database: Database
    contest: Contest
    candidates: list[Candidate]
    key: ContestKey
    servers: list[Server]
    _turn: Any = field(default_factory=itertools.count)

    @property
    def path(self) -> str:
        return f"/kortrijk/vote/{self.contest.slug}"

    def codes(self, mailboxes: list[str]) -> list[dict[str, str]]:
        """A waiting code for each of these mailboxes: what its phone would send."""
        now = datetime.now(UTC)
        rows = [self._row(mailbox, number, now) for number, mailbox in enumerate(mailboxes)]
        with self.database.writes.begin() as session:
            session.execute(insert(Challenge), rows)
        return [{"code": CODE, "request": row["id"], "nonce": row["nonce"]} for row in rows]

    def confirm(self, fields: dict[str, str]) -> Answer:
        server = self.servers[next(self._turn) % len(self.servers)]
        return server.post(f"{self.path}/confirm", fields)

    def rows(self, table: Any) -> list[Any]:
        with self.database.reads() as session:
            choose_city(session, self.contest.city_id)
            return list(session.scalars(select(table)).all())

    def _row(self, mailbox: str, number: int, now: datetime) -> dict[str, Any]:
        request = new_token()
        return {
            "id": request,
            "contest_id": self.contest.id,
            "candidate_id": self.candidates[number % len(self.candidates)].id,
            "ident": self.key.ident(read_mailbox(mailbox).key),
            "nonce": os.urandom(16).hex(),
            "code_digest": self.key.code_digest(request, CODE),
            "asked_at": now,
            "expires_at": now + timedelta(minutes=10),
            "tries": 0,
            "signal": {},
        }
