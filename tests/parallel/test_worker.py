"""`cityshop worker` as it runs: it hands mail to a real SMTP server, also after being killed."""

import os
import subprocess
from datetime import UTC, datetime

import pytest

from cityshop.core.outbox import Letter, post
from tests.server import COMMAND


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
