"""`cityshop worker` as it runs: it hands mail to a real SMTP server, also after being killed."""

import os
import signal
import subprocess
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from cityshop.core.outbox import Letter, OutgoingMail, post
from tests.server import COMMAND

MANY = 400
LONGEST_WAIT = 120.0


@pytest.fixture
def start_worker(settings, mailbox):
    workers = []

    def start():
        environ = {
            "CITYSHOP_DATABASE_URL": settings.database_url,
            "CITYSHOP_SECRET_KEY": settings.secret_key,
            "CITYSHOP_FOLDER": str(settings.folder),
            "CITYSHOP_MAIL_URL": mailbox.url,
        }
        workers.append(
            subprocess.Popen([COMMAND, "worker"], env=os.environ | environ, stderr=subprocess.DEVNULL)
        )
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.wait(10)


def write(database, subject):
    with database.writes.begin() as session:
        post(session, Letter("els@inwoner.example", subject, "Dag Els"), now=datetime.now(UTC))


def test_the_worker_sends_what_is_written(database, mailbox, start_worker):
    start_worker()
    write(database, "Je code")

    mailbox.wait_for("Je code")


def test_a_worker_that_was_killed_leaves_no_mail_behind(database, mailbox, start_worker):
    killed = start_worker()
    write(database, "Voor de stroompanne")
    mailbox.wait_for("Voor de stroompanne")
    killed.kill()
    write(database, "Na de stroompanne")
    start_worker()

    mailbox.wait_for("Na de stroompanne")
    assert mailbox.subjects.count("Voor de stroompanne") >= 1


@pytest.fixture
def unsent(database):
    def count():
        with database.reads() as session:
            return session.scalar(select(func.count()).where(OutgoingMail.sent_at.is_(None)))

    return count


def write_many(database):
    with database.writes.begin() as session:
        for number in range(MANY):
            post(session, Letter(f"els{number}@inwoner.example", "Je code", "Dag"), now=datetime.now(UTC))


def wait_until(is_so):
    give_up = time.monotonic() + LONGEST_WAIT
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.005)


def end_leases(database):
    """As if the two minutes were over for which the killed worker had taken its mail."""
    with database.writes.begin() as session:
        mine = update(OutgoingMail).where(OutgoingMail.sent_at.is_(None))
        session.execute(mine.values(not_before=datetime.now(UTC)))


def test_a_kill_half_way_loses_no_mail_and_doubles_carry_the_same_id(database, mailbox, start_worker, unsent):
    write_many(database)
    killed = start_worker()
    wait_until(lambda: len(mailbox.messages) > MANY // 3)
    killed.kill()
    killed.wait(10)
    assert unsent() > 0

    end_leases(database)
    start_worker()
    wait_until(lambda: unsent() == 0)

    ids = {}
    for message in mailbox.messages:
        ids.setdefault(message["To"], set()).add(message["Message-ID"])
    assert len(ids) == MANY
    assert {len(own) for own in ids.values()} == {1}


def test_a_worker_that_is_asked_to_stop_finishes_its_mail_and_leaves_the_rest_due(
    database, mailbox, start_worker, unsent
):
    write_many(database)
    worker = start_worker()
    wait_until(lambda: mailbox.messages)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(LONGEST_WAIT) == 0
    with database.reads() as session:
        leased = select(func.count()).where(
            OutgoingMail.sent_at.is_(None), OutgoingMail.not_before > datetime.now(UTC)
        )
        assert session.scalar(leased) == 0
    assert len(mailbox.messages) == MANY - unsent()
