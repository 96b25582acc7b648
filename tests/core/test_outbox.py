"""The outbox and the postman: nothing lost, nothing held up, with a worker killed in between."""

import subprocess
import sys
import textwrap
from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.outbox import Letter, OutgoingMail, forget_sent, is_anything_due, message_of, post
from cityshop.core.postman import BATCH, Fate, Outcome, send_due
from tests.makers.base import NOW

SENDER = "cityshop <no-reply@cityshop.example>"


class Server:
    """Carries mail as it is told to: by recipient, else it takes everything."""

    def __init__(self, **fates):
        self.fates = fates
        self.taken = []

    def carry(self, mails):
        return [self._carry(mail) for mail in mails]

    def _carry(self, mail):
        outcome = Outcome(self.fates.get(mail["To"].partition("@")[0], Fate.TAKEN), "SMTP 451")
        if outcome.fate is Fate.TAKEN:
            self.taken.append(mail)
        return outcome


@pytest.fixture
def write(database):
    def to(*names):
        with database.writes.begin() as session:
            for name in names:
                post(session, Letter(f"{name}@bakker.example", "Je code", "Dag, é 🙂\n"), now=NOW)

    return to


@pytest.fixture
def send(database):
    def at(server, **later):
        return send_due(database.writes, server.carry, sender=SENDER, now=NOW + timedelta(**later))

    return at


@pytest.fixture
def rows(database):
    def read():
        with database.reads() as session:
            return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()

    return read


def test_mail_goes_out_once(write, send):
    server = Server()
    write("bert")

    assert [send(server), send(server)] == [1, 0]
    assert [mail["To"] for mail in server.taken] == ["bert@bakker.example"]


def test_a_subject_adds_no_header(database, send):
    server = Server()
    with database.writes.begin() as session:
        post(session, Letter("bert@bakker.example", "Je code\r\nBcc: dirk@x.example", "Dag"), now=NOW)

    send(server)

    assert server.taken[0]["Bcc"] is None


def test_a_batch_is_no_more_than_a_batch_and_the_rest_follows(write, send):
    server = Server()
    write(*(f"els{number}" for number in range(BATCH + 1)))

    assert [send(server), send(server), send(server)] == [BATCH, 1, 0]
    assert len({mail["Message-ID"] for mail in server.taken}) == BATCH + 1


def test_sending_a_batch_asks_as_much_of_the_database_as_sending_one(write, send, queries):
    write("bert")
    with queries() as one:
        send(Server())
    write(*(f"els{number}" for number in range(BATCH)))
    with queries() as many:
        send(Server())

    assert len(many) == len(one)


def test_what_was_sent_is_not_kept(database, write, send, rows):
    write("bert")
    send(Server())

    assert [mail.text for mail in rows()] == [""]
    with database.writes.begin() as session:
        forget_sent(session, now=NOW + timedelta(hours=25))
    assert rows() == []


def test_what_was_given_up_is_not_kept_either(database, write, send, rows):
    write("weg", "later")
    send(Server(weg=Fate.REFUSED, later=Fate.LATER))
    with database.writes.begin() as session:
        forget_sent(session, now=NOW + timedelta(hours=25))

    assert [mail.recipient for mail in rows()] == ["later@bakker.example"]


def test_what_fails_is_tried_again_later_and_later(write, send):
    write("bert")
    assert send(Server(bert=Fate.LATER)) == 0

    assert send(Server(), seconds=29) == 0
    assert send(Server(bert=Fate.LATER), seconds=30) == 0
    assert send(Server(), seconds=89) == 0
    assert send(Server(), seconds=90) == 1


def test_a_mail_that_is_refused_holds_up_no_other(write, send, rows):
    write("weg", "bert")

    assert send(Server(weg=Fate.REFUSED)) == 1
    assert send(Server(), days=1) == 0
    assert [(mail.sent_at is not None, mail.last_error) for mail in rows()] == [
        (False, "SMTP 451"),
        (True, ""),
    ]


def test_a_mail_that_cannot_be_written_holds_up_no_other(write, send, rows, monkeypatch):
    def pick(mail, sender):
        if mail.recipient.startswith("raar"):
            raise UnicodeEncodeError("ascii", "", 0, 1, "no")
        return message_of(mail, sender)

    monkeypatch.setattr("cityshop.core.postman.message_of", pick)
    write("raar", "bert")

    assert send(Server()) == 1
    assert [mail.last_error for mail in rows()] == ["Unwritable", ""]


def test_what_was_not_tried_is_due_at_once_and_that_was_no_try(database, write, send, rows):
    write("bert")
    for _ in range(20):
        assert send(Server(bert=Fate.UNTRIED)) == 0

    assert rows()[0].tries == 0
    with database.reads() as session:
        assert is_anything_due(session, now=NOW)
    assert send(Server()) == 1


def test_two_workers_never_carry_one_mail_at_once(write, send):
    other, met = Server(), []
    write("bert")

    class Slow(Server):
        def carry(self, mails):
            met.append(send(other))
            return super().carry(mails)

    assert send(Slow()) == 1
    assert met == [0]
    assert other.taken == []


def test_mail_survives_a_kill_while_it_is_carried(write, send, database_url):
    write("bert")
    killed = textwrap.dedent("""
        import os, signal, sys
        from datetime import UTC, datetime
        from cityshop.core.db import Database
        from cityshop.core.postman import send_due

        def die(mails):
            os.kill(os.getpid(), signal.SIGKILL)

        now = datetime(2026, 11, 22, 10, tzinfo=UTC)
        send_due(Database(sys.argv[1]).writes, die, sender="a <a@b.example>", now=now)
    """)
    ended = subprocess.run([sys.executable, "-c", killed, database_url], check=False)

    assert ended.returncode == -9
    assert send(Server()) == 0
    assert send(Server(), minutes=3) == 1
