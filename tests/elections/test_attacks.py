"""What people try on the form for a code, on the code, and on the link in the mail."""

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from cityshop.core.outbox import OutgoingMail
from cityshop.elections.models import Ballot, CandidateState, Challenge, DeadLeaf, Voter
from cityshop.elections.rules import Stage, Timetable, stage
from cityshop.layers import MOST_BYTES_SENT
from cityshop.tables import metadata
from tests.core.test_lookalikes import DECEIVES, TWO
from tests.makers.elections import CODE
from tests.page import Page

MAILBOX = "an@inwoner.example"
NO_MAILBOXES = [
    *TWO,
    *DECEIVES,
    "a@[127.0.0.1]",
    "a@[IPv6:::1]",
    "a@127.0.0.1",
    '"a b"@stad.example',
    '"a\\"@x.example,b"@stad.example',
    "Els <a@stad.example>",
    "a@stad.example%0aBcc:x@y.example",
    "\u202ea@stad.example",
    "a@localhost",
    "mailto:a@stad.example?bcc=x@y.example",
]
WRITTEN = (Challenge, OutgoingMail, Ballot, Voter, DeadLeaf)


@pytest.fixture
def digest(database):
    """Everything in the database, in one hash."""

    def of_everything():
        found = hashlib.sha256()
        with database.engine.connect() as connection:
            for table in metadata.sorted_tables:
                rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                found.update(f"{table.name}{rows}".encode())
        return found.hexdigest()

    return of_everything


@pytest.fixture
def attacker(client, poll, letters, counted):
    class Attacker:
        def __init__(self):
            self.poll = poll()
            self.page = self.poll.path(f"/{self.poll.bert.slug}")

        def asks(self, mailbox=MAILBOX, **facts):
            return client.post(self.page, data={"email": mailbox}, **facts)

        def link(self):
            return re.search(r"http://localhost(/\S+)", letters()[-1].text).group(1)

        def code(self):
            return re.search(r"\d{6}", letters()[-1].subject).group()

        def guesses(self, confirm, times):
            """Wrong codes, and what each was answered."""
            wrong = f"{(int(self.code()) + 1) % 1_000_000:06}"
            return [client.post(confirm, data={"code": wrong}).status_code for _ in range(times)]

        def wrote(self):
            return counted(*WRITTEN)

    return Attacker()


@pytest.mark.parametrize("mailbox", NO_MAILBOXES)
def test_what_is_not_one_plain_mailbox_gets_a_sentence_and_no_mail(attacker, mailbox):
    page = Page(attacker.asks(mailbox))

    assert page.status == 422
    assert page.errors
    assert attacker.wrote() == [0, 0, 0, 0, 0]
    kept = page.form(attacker.page).fields["email"]
    assert kept.split() == mailbox.split()


@pytest.mark.parametrize(
    "body",
    [
        "email=a@stad.example&email=b@stad.example",
        "email[]=a@stad.example",
        "email[0]=a@stad.example",
        "email=",
        "",
        "email=a%00@stad.example",
    ],
)
def test_a_list_a_nul_or_nothing_is_no_address(client, attacker, body):
    answer = client.post(attacker.page, data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 422
    assert attacker.wrote() == [0, 0, 0, 0, 0]


def test_a_json_body_is_no_form(client, attacker):
    assert client.post(attacker.page, json={"email": MAILBOX}).status_code == 422
    assert attacker.wrote() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("size", [MOST_BYTES_SENT + 1, 5_000_000])
def test_five_megabytes_are_not_read(client, attacker, size):
    for path in (attacker.page, attacker.poll.path("/confirm")):
        answer = client.post(path, data={"email": "x" * size, "code": "1"})
        assert answer.status_code == 413
    assert attacker.wrote() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("word", ["-1", "0", "9" * 40, "%00", "..%2f..", "bert%00", "%F0%9F%98%80", "'--"])
def test_a_candidate_that_cannot_be_is_not_found(client, attacker, word):
    assert 400 <= client.post(attacker.poll.path(f"/{word}"), data={"email": MAILBOX}).status_code < 500
    assert attacker.wrote() == [0, 0, 0, 0, 0]


def test_a_candidate_of_another_vote_or_city_or_who_left_gets_no_code(client, attacker, poll, make):
    other, gone = (
        poll(),
        make.candidate(attacker.poll.contest, shop=make.shop(), state=CandidateState.WITHDRAWN),
    )
    make.city("genk", "Genk")
    paths = {
        attacker.poll.path(f"/{other.bert.slug}"): 404,
        attacker.page.replace("kortrijk", "genk"): 404,
        attacker.poll.path(f"/{gone.slug}"): 409,
    }

    assert {path: client.post(path, data={"email": MAILBOX}).status_code for path in paths} == paths
    assert attacker.wrote() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"X-Moz": "prefetch"},
        {"User-Agent": "Mozilla/5.0 (compatible; Microsoft Defender SafeLinks)"},
    ],
)
def test_no_machine_that_opens_the_mailed_link_changes_a_row(client, attacker, digest, headers):
    attacker.asks()
    before = digest()

    for method in ("GET", "HEAD", "OPTIONS"):
        client.open(attacker.link(), method=method, headers=headers)

    assert digest() == before
    form = Page(client.get(attacker.link())).form("/confirm")
    assert client.post(form.action, data=form.fields).status_code == 303


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_change_nothing(client, attacker, digest, method):
    attacker.asks()
    before = digest()

    assert client.open(attacker.link(), method=method).status_code in (400, 403, 405)
    assert digest() == before


def test_the_sixth_wrong_code_is_one_too_many_and_the_right_one_then_too(client, attacker):
    confirm = attacker.asks().location

    assert attacker.guesses(confirm, 6) == [422] * 5 + [429]
    answer = client.post(confirm, data={"code": attacker.code()})

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert Page(answer).errors
    assert attacker.wrote()[2:] == [0, 0, 0]


def test_a_mailbox_has_fifteen_wrong_tries_a_day_however_many_codes_it_asks(client, attacker, site_clock):
    site_clock.move(hours=-9)
    tried = []
    for _ in range(3):
        tried += attacker.guesses(attacker.asks().location, 5)
    assert tried == [422] * 15

    site_clock.move(hours=1)
    refused = attacker.asks()
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 3600
    assert Page(refused).form(attacker.page).fields["email"] == MAILBOX
    site_clock.move(days=1)
    assert attacker.asks().status_code == 303


def test_the_fifteenth_wrong_try_ends_every_code_of_the_mailbox(client, attacker, site_clock):
    confirms = [attacker.asks().location for _ in range(3)]
    site_clock.move(hours=1)
    last = attacker.asks().location
    code = attacker.code()
    site_clock.move(hours=-1)  # all four live at once

    for confirm in confirms:
        attacker.guesses(confirm, 5)

    assert client.post(last, data={"code": code}).status_code == 429
    assert attacker.wrote()[2:] == [0, 0, 0]


def test_another_mailbox_is_not_held_up_by_it(attacker):
    for _ in range(3):
        attacker.guesses(attacker.asks().location, 5)

    assert attacker.asks("piet@inwoner.example").status_code == 303


@pytest.mark.parametrize(
    "cookie", ["", "x", "email.aa.9999999999.bb", "email.aa.99999999999999999999999.bb", "é", "." * 400]
)
def test_a_forged_voting_session_has_to_verify_first(client, attacker, cookie):
    client.set_cookie(f"vote-{attacker.poll.contest.id}", cookie)

    for answer in (
        client.get(attacker.poll.path("/change")),
        client.post(attacker.poll.path("/change"), data={"candidate": attacker.poll.bert.slug}),
    ):
        assert answer.status_code == 401
    assert attacker.wrote() == [0, 0, 0, 0, 0]


def test_a_voting_session_of_another_vote_has_to_verify_first(client, attacker, poll, make):
    other = poll()
    challenge = make.challenge(other.bert, other.key)
    client.post(other.path("/confirm"), data={"code": CODE, "request": challenge.id})
    stolen = client.get_cookie(f"vote-{other.contest.id}")
    client.set_cookie(f"vote-{attacker.poll.contest.id}", stolen.value)

    fields = {"candidate": attacker.poll.bert.slug}
    assert client.post(attacker.poll.path("/change"), data=fields).status_code == 401


def test_who_somebody_says_they_are_forwarded_for_is_ignored(attacker, monkeypatch):
    monkeypatch.setattr("cityshop.elections.rules.CODES_BEFORE_WORK", 5)

    answers = [
        attacker.asks(
            f"iemand-{number}@inwoner.example",
            headers={"X-Forwarded-For": f"198.51.{number}.7", "Forwarded": f"for=203.0.{number}.7"},
        ).status_code
        for number in range(7)
    ]

    assert answers == [303] * 5 + [422] * 2  # from then on a sum is asked


# Sunday 25 October 2026: the clock goes from 3 back to 2, so that half past two comes twice.
FIRST, SECOND = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("closes_at", [FIRST, SECOND])
def test_a_vote_closes_at_the_half_past_two_that_was_meant(closes_at):
    timetable = Timetable("open", closes_at - timedelta(days=9), closes_at, None)
    just_before, just_after = closes_at - timedelta(seconds=1), closes_at + timedelta(seconds=1)

    assert stage(timetable, just_before) is Stage.OPEN
    assert stage(timetable, just_after) is Stage.CLOSED
    assert stage(timetable, closes_at) is Stage.CLOSED


@pytest.mark.parametrize("closes_at", [FIRST, SECOND])
def test_in_the_longest_night_codes_are_given_until_the_end_and_not_later(
    attacker, database, site_clock, closes_at
):
    with database.writes.begin() as session:
        dates = {"opens_at": closes_at - timedelta(days=9), "closes_at": closes_at}
        session.execute(metadata.tables["contest"].update().values(**dates))
    site_clock.now = closes_at - timedelta(seconds=1)
    assert attacker.asks().status_code == 303
    site_clock.now = closes_at
    assert attacker.asks("piet@inwoner.example").status_code == 409


def test_nothing_of_an_attack_stands_in_a_header(attacker, letters):
    attacker.asks("an@inwoner.example")

    [letter] = letters()
    assert "\n" not in letter.recipient + letter.subject


def test_everything_is_in_the_digest(digest, attacker, database):
    before = digest()
    with database.writes.begin() as session:
        session.execute(text("UPDATE city SET version = version + 1"))

    assert digest() != before
