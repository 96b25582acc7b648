"""Mail against a real SMTP server, with the server away, and with the worker killed in between."""

import smtplib
import subprocess
import sys
import textwrap
from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.outbox import Letter, OutgoingMail, forget_sent, post, send_due
from cityshop.worker import smtp_sender
from tests.makers.base import NOW

SENDER = "cityshop <no-reply@cityshop.example>"


@pytest.fixture
def letter(database):
    with database.writes.begin() as session:
        post(
            session,
            Letter("bert@bakker.example", "Je code\r\nBcc: dirk@x.example", "Dag Bert, é 🙂\n"),
            now=NOW,
        )


def test_mail_goes_out_once(database, mailbox, letter):
    sent = [send_due(database.writes, smtp_sender(mailbox.url), sender=SENDER, now=NOW) for _ in range(2)]

    assert sent == [1, 0]
    (message,) = mailbox.messages
    assert message["To"] == "bert@bakker.example"
    assert message["Bcc"] is None
    assert "Dag Bert, é 🙂" in message.get_payload(decode=True).decode()


def test_what_was_sent_is_not_kept(database, mailbox, letter):
    send_due(database.writes, smtp_sender(mailbox.url), sender=SENDER, now=NOW)

    with database.writes.begin() as session:
        assert session.scalars(select(OutgoingMail.text)).all() == [""]
        forget_sent(session, now=NOW + timedelta(days=2))
    with database.reads() as session:
        assert session.scalars(select(OutgoingMail)).all() == []


def test_a_server_that_is_away_is_tried_again_later(database, mailbox, letter):
    def away(message):
        raise smtplib.SMTPServerDisconnected

    assert send_due(database.writes, away, sender=SENDER, now=NOW) == 0
    assert (
        send_due(database.writes, smtp_sender(mailbox.url), sender=SENDER, now=NOW + timedelta(seconds=10))
        == 0
    )
    assert (
        send_due(database.writes, smtp_sender(mailbox.url), sender=SENDER, now=NOW + timedelta(seconds=40))
        == 1
    )


def test_two_workers_do_not_send_one_mail_twice(database, mailbox, letter):
    def send_and_meet_the_other(message):
        assert send_due(database.writes, smtp_sender(mailbox.url), sender=SENDER, now=NOW) == 0
        smtp_sender(mailbox.url)(message)

    assert send_due(database.writes, send_and_meet_the_other, sender=SENDER, now=NOW) == 1
    assert len(mailbox.messages) == 1


def test_mail_survives_a_kill_between_commit_and_sending(database, database_url, mailbox, letter):
    killed = textwrap.dedent("""
        import os, signal, sys
        from datetime import UTC, datetime
        from cityshop.core.db import Database
        from cityshop.core.outbox import send_due

        def die(message):
            os.kill(os.getpid(), signal.SIGKILL)

        now = datetime(2026, 11, 22, 10, tzinfo=UTC)
        send_due(Database(sys.argv[1]).writes, die, sender="a <a@b.example>", now=now)
    """)
    ended = subprocess.run([sys.executable, "-c", killed, database_url], check=False)

    assert ended.returncode == -9
    assert send_due(database.writes, smtp_sender(mailbox.url), sender=SENDER, now=NOW) == 0
    assert (
        send_due(database.writes, smtp_sender(mailbox.url), sender=SENDER, now=NOW + timedelta(minutes=3))
        == 1
    )
    assert len(mailbox.messages) == 1
