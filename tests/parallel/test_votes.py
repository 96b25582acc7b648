"""Votes over HTTP, all at once: the database is the referee, and nobody ever gets a fault."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from cityshop.campaigns.models import CampaignKind
from cityshop.core.outbox import letters_to
from cityshop.elections.models import Ballot, Challenge, DeadLeaf, Voter
from tests.server import at_once, statuses

PARALLEL = 200


@pytest.fixture
def race(make, settings):
    """A contest that is open by the real clock, with two candidates."""
    make.keys_folder = settings.keys_folder
    now = datetime.now(UTC)
    days = timedelta(days=3)
    campaign = make.campaign(kind=CampaignKind.VOTE, starts_at=now - days, ends_at=now + days)
    contest = make.contest(campaign, opens_at=now - days, closes_at=now + days)
    return contest, [make.candidate(contest, shop=make.shop(name=name)) for name in ("Bert", "Chloé")]


def page_of(contest, candidate):
    return f"/kortrijk/vote/{contest.slug}/{candidate.slug}"


def ask_for_code(server, database, page, email):
    """Where to send the code, and the code that was mailed."""
    asked = server.post(page, {"email": email})
    assert asked.status == 303, asked.body
    with database.reads() as session:
        text = letters_to(session, email)[0].text
    return asked.location, re.search(r"\b\d{3} ?\d{3}\b", text)[0].replace(" ", "")


def nonce_on(server, address):
    return re.search(r'name="nonce"[^>]*value="([0-9a-f]{32})"', server.get(address).body)[1]


def rows_of(database, table):
    with database.reads() as session:
        return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()


def test_200_confirmations_with_one_code_cast_one_ballot(server, database, race):
    contest, (bert, _) = race
    address, code = ask_for_code(server, database, page_of(contest, bert), "els@inwoner.example")
    fields = {"code": code, "nonce": nonce_on(server, address)}

    answers = at_once(PARALLEL, lambda _: server.post(address, fields))

    assert statuses(answers) == {303: PARALLEL}
    assert len({answer.location for answer in answers}) == 1
    assert len(rows_of(database, Ballot)) == len(rows_of(database, Voter)) == 1
    assert rows_of(database, Challenge) == []


def test_a_browser_without_script_that_clicks_50_times_gets_one_receipt(server, database, race):
    contest, (bert, _) = race
    address, code = ask_for_code(server, database, page_of(contest, bert), "els@inwoner.example")

    answers = at_once(50, lambda _: server.post(address, {"code": code}))

    assert statuses(answers) == {303: 50}
    assert len({answer.location.partition("#")[0] for answer in answers}) == 1
    assert len(rows_of(database, Ballot)) == 1


def test_200_guesses_cast_nothing_and_lock_only_this_code(server, database, race):
    contest, (bert, _) = race
    address, code = ask_for_code(server, database, page_of(contest, bert), "els@inwoner.example")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    fields = {"code": wrong, "nonce": nonce_on(server, address)}

    answers = at_once(PARALLEL, lambda _: server.post(address, fields))

    assert all(400 <= answer.status < 500 for answer in answers)
    assert rows_of(database, Ballot) == []


def test_one_mailbox_however_spelled_has_one_ballot(server, database, race):
    contest, (bert, chloe) = race
    spellings = ["els@gmail.com", "E.l.s@gmail.com", "els+stem@googlemail.com"]
    asked = [
        ask_for_code(server, database, page_of(contest, shop), email)
        for shop, email in zip((bert, chloe, bert), spellings, strict=True)
    ]
    sent = [(address, {"code": code, "nonce": nonce_on(server, address)}) for address, code in asked]

    answers = at_once(len(sent), lambda number: server.post(*sent[number]))

    assert statuses(answers) == {303: 3}
    assert len(rows_of(database, Voter)) == len(rows_of(database, Ballot)) == 1
    assert len(rows_of(database, DeadLeaf)) == 2


def test_different_mailboxes_all_get_their_ballot(server, database, race):
    contest, (bert, chloe) = race
    voters = 20
    sent = []
    for number in range(voters):
        shop = (bert, chloe)[number % 2]
        address, code = ask_for_code(
            server, database, page_of(contest, shop), f"els{number}@x{number}.example"
        )
        sent.append((address, {"code": code, "nonce": nonce_on(server, address)}))

    answers = at_once(voters, lambda number: server.post(*sent[number]))

    assert statuses(answers) == {303: voters}
    assert len({answer.location for answer in answers}) == voters
    assert len(rows_of(database, Ballot)) == voters
