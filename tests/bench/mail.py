"""35,000 code mails through the outbox to an SMTP server in a process of its own, with a kill half-way.

`python -m tests.bench.mail` measures this alone; `--mails 2000` makes it shorter.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import func, insert, select

from cityshop.core.codes import new_digits, new_token
from cityshop.core.db import Database
from cityshop.core.outbox import OutgoingMail
from tests.bench.site import migrate
from tests.bench.table import Line, show
from tests.ports import free_port
from tests.postgres import make_database, private_cluster
from tests.server import COMMAND

MAILS = 35_000
FEWEST_A_SECOND = 100
LONGEST_MINUTES = 15
TEXT = """Je code voor “Kies je ambassadeur van Kortrijk”:

    {code}

Typ ze op de pagina die nog openstaat, of open deze pagina en druk op de knop:

https://winkels.example.be/kortrijk/vote/ambassadeur-2026/confirm?request={request}&code={code}

De code werkt één keer, tien minuten lang. Pas dan telt je stem.
"""


class Postbox:
    """Keeps the Message-ID of every mail, by recipient."""

    def __init__(self) -> None:
        self.ids: dict[str, list[bytes]] = {}

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - its name there
        head = envelope.content.partition(b"\r\n\r\n")[0]
        message_id = head.partition(b"\r\nMessage-ID:")[2].partition(b"\r\n")[0].strip()
        self.ids.setdefault(envelope.rcpt_tos[0], []).append(message_id)
        return "250 OK"


class PipeliningPostbox(Postbox):
    async def handle_EHLO(  # noqa: N802 - its name there
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]


@dataclass(frozen=True)
class Delivery:
    """Seconds until the last mail was noted, waiting for leases not counted; and what arrived."""

    seconds: float
    lost: int
    doubled: int
    changed: int


def measure() -> Iterator[Line]:
    """The lines about mail."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _lines("SQLite", f"sqlite:///{folder}/cityshop.db", MAILS, PipeliningPostbox)
    with private_cluster() as cluster:
        yield from _lines("PostgreSQL", make_database(cluster, "bench"), MAILS, PipeliningPostbox)


def _lines(name: str, database_url: str, mails: int, kind: type[Postbox]) -> Iterator[Line]:
    migrate(database_url)
    database = Database(database_url)
    _fill(database, mails)
    with _postbox(kind) as (port, asked):
        delivery = _deliver(database, database_url, port, asked, mails)
    rate = mails / delivery.seconds
    yield Line(
        f"code mails a second, worker killed half-way, {name}",
        rate,
        at_least=FEWEST_A_SECOND,
        note=f"{mails} mails, {delivery.doubled} twice with the same Message-ID",
    )
    yield Line(f"mails lost, {name}", delivery.lost, at_most=0)
    yield Line(f"mails that came twice with another Message-ID, {name}", delivery.changed, at_most=0)


def _fill(database: Database, mails: int) -> None:
    began = datetime.now(UTC) - timedelta(minutes=10)
    rows = [_mail(number, began + timedelta(milliseconds=number)) for number in range(mails)]
    with database.writes.begin() as session:
        session.execute(insert(OutgoingMail), rows)


def _mail(number: int, at: datetime) -> dict[str, object]:
    code = new_digits()
    return {
        "message_id": new_token(),
        "recipient": f"inwoner-{number}@postbus-{number % 40}.example",
        "subject": f"{code} is je code om te stemmen",
        "text": TEXT.format(code=code, request=new_token()),
        "created_at": at,
        "not_before": at,
    }


@contextmanager
def _postbox(kind: type[Postbox]) -> Iterator[tuple[int, Connection]]:
    """A mail server in another process: its port, and where to ask what arrived."""
    ours, theirs = multiprocessing.Pipe()
    port = free_port()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(kind, port, theirs))
    process.start()
    ours.recv()
    try:
        yield port, ours
    finally:
        ours.send("stop")
        process.join(10)


def _serve(kind: type[Postbox], port: int, asked: Connection) -> None:
    postbox = kind()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    asked.send("ready")
    while asked.recv() != "stop":
        asked.send(postbox.ids)
    controller.stop()


def _deliver(database: Database, database_url: str, port: int, asked: Connection, mails: int) -> Delivery:
    """A worker is killed when half is sent; a second one sends the rest, and what the first had taken."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            "CITYSHOP_DATABASE_URL": database_url,
            "CITYSHOP_FOLDER": folder,
            "CITYSHOP_SECRET_KEY": "a-secret-for-measuring-only-" * 2,
            "CITYSHOP_MAIL_URL": f"smtp://127.0.0.1:{port}",
        }
        first = _until(database, environ, most_left=mails // 2)
        leased = _leased(database)
        second = _until(database, environ, most_left=leased)
        _until(database, environ, most_left=0)
    asked.send("ids")
    arrived: dict[str, list[bytes]] = asked.recv()
    several = [ids for ids in arrived.values() if len(ids) > 1]
    return Delivery(
        seconds=first + second,
        lost=mails - len(arrived),
        doubled=len(several),
        changed=sum(len(set(ids)) > 1 for ids in several),
    )


def _until(database: Database, environ: dict[str, str], *, most_left: int) -> float:
    """Seconds that a worker, from its start on, takes until so few mails are left; then it is killed."""
    began = time.monotonic()
    worker = subprocess.Popen([COMMAND, "worker"], env=os.environ | environ, stderr=subprocess.DEVNULL)
    try:
        while _left(database) > most_left:
            if time.monotonic() - began > LONGEST_MINUTES * 60 or worker.poll() is not None:
                raise TimeoutError(f"{_left(database)} mails are still there")
            time.sleep(0.1)
        return time.monotonic() - began
    finally:
        worker.kill()
        worker.wait(10)


def _left(database: Database) -> int:
    return _count(database, OutgoingMail.sent_at.is_(None))


def _leased(database: Database) -> int:
    """What the killed worker had taken: its time has to run out before anybody else may send it."""
    return _count(database, OutgoingMail.sent_at.is_(None), OutgoingMail.not_before > datetime.now(UTC))


def _count(database: Database, *conditions: Any) -> int:
    with database.reads() as session:
        return session.scalars(select(func.count()).select_from(OutgoingMail).where(*conditions)).one()


def main(arguments: Sequence[str]) -> int:
    """Both databases; `--plain` against a server that does not pipeline."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--mails", type=int, default=MAILS)
    asked.add_argument("--plain", action="store_true")
    chosen = asked.parse_args(arguments)
    kind = Postbox if chosen.plain else PipeliningPostbox
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        lines += _lines("SQLite", f"sqlite:///{folder}/cityshop.db", chosen.mails, kind)
    with private_cluster() as cluster:
        lines += _lines("PostgreSQL", make_database(cluster, "bench"), chosen.mails, kind)
    for line in lines:
        show(line)
    return 0 if all(line.is_met for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
