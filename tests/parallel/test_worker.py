"""`cityshop worker` as it runs: it hands mail to a real SMTP server, also after being killed."""

import os
import subprocess
import time
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from cityshop.core.outbox import Letter, post
from tests.ports import free_port
from tests.server import COMMAND

LONGEST_WAIT = 30.0


class Mailbox(Message):
    def __init__(self):
        super().__init__()
        self.subjects = []

    def handle_message(self, message):
        self.subjects.append(message["Subject"])

    def wait_for(self, subject):
        give_up = time.monotonic() + LONGEST_WAIT
        while subject not in self.subjects and time.monotonic() < give_up:
            time.sleep(0.1)
        assert subject in self.subjects


@pytest.fixture
def mailbox():
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    mailbox.address = f"smtp://127.0.0.1:{controller.port}"
    yield mailbox
    controller.stop()


@pytest.fixture
def start_worker(settings, mailbox):
    workers = []

    def start():
        environ = {
            "CITYSHOP_DATABASE_URL": settings.database_url,
            "CITYSHOP_SECRET_KEY": settings.secret_key,
            "CITYSHOP_FOLDER": str(settings.folder),
            "CITYSHOP_MAIL_URL": mailbox.address,
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
