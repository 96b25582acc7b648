from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.mailbox import read_mailbox
from cityshop.core.throwaway import is_throwaway
from cityshop.elections.keys import ContestKey
from cityshop.elections.mail_hosts import MailHost, kind_of_host, pattern_of
from cityshop.elections.models import Challenge
from cityshop.elections.precautions import AllowedHost, SealedMailbox
from cityshop.elections.sealing import Addressee, unseal_addressee
from cityshop.elections.signalling import Arrival, score_of, signal_of
from cityshop.elections.signals import Signal
from tests.makers.base import NOW
from tests.page import Page

KEY = ContestKey(b"k" * 32)
ARRIVAL = Arrival("192.0.2.0/24", "Mozilla/5.0", 40)


def signal(arrival=ARRIVAL, mailbox="an@inwoner.example", *, key=KEY, now=NOW):
    return signal_of(arrival, read_mailbox(mailbox), key=key, now=now)


@pytest.mark.parametrize(
    ("mailbox", "kind"),
    [
        ("an@gmail.com", MailHost.COMMON),
        ("an@telenet.be", MailHost.COMMON),
        ("an+stem@gmail.com", MailHost.COMMON),
        ("an@bakkerij.be", MailHost.OWN),
        ("an+1@bakkerij.be", MailHost.PLUS),
        ("an@duck.com", MailHost.RELAY),
        ("an@mailinator.com", MailHost.THROWAWAY),
    ],
)
def test_hosts_have_a_kind(mailbox, kind):
    assert kind_of_host(read_mailbox(mailbox)) == kind


def test_a_relay_is_never_thrown_away():
    assert not is_throwaway("duck.com")
    assert not is_throwaway("mozmail.com")


@pytest.mark.parametrize(
    ("mailbox", "pattern"),
    [
        ("jan12@gmail.com", "jan#@gmail.com"),
        ("jan3@gmail.com", "jan#@gmail.com"),
        ("jan@gmail.com", ""),
        ("wie@bakkerij.be", "@bakkerij.be"),
        ("r0123@bakkerij.be", "@bakkerij.be"),
        ("a1b22@duck.com", "a#b#@duck.com"),
    ],
)
def test_mailboxes_in_a_row_have_a_pattern(mailbox, pattern):
    assert pattern_of(read_mailbox(mailbox)) == pattern


def test_a_signal_names_nobody():
    document = str(signal().document())

    assert "192.0.2" not in document
    assert "Mozilla" not in document
    assert "inwoner" not in document


def test_one_network_has_one_tag_a_day():
    tomorrow = NOW + timedelta(days=1)

    assert signal().ip_tag == signal(mailbox="bob@elders.example").ip_tag
    assert signal().ip_tag != signal(now=tomorrow).ip_tag
    assert signal().ip_tag != signal(key=ContestKey(b"o" * 32)).ip_tag


def test_the_day_is_that_of_brussels():
    late = NOW.replace(hour=22, minute=59)

    assert signal(now=late).ip_tag == signal().ip_tag
    assert signal(now=late + timedelta(minutes=2)).ip_tag != signal().ip_tag


def test_two_kinds_of_tag_never_meet():
    same = Arrival("word", "word")

    assert signal(same).ip_tag != signal(same).agent_tag


@pytest.mark.parametrize(
    ("arrival", "mailbox", "score"),
    [
        (Arrival(), "an@gmail.com", 0),
        (Arrival(), "an7@gmail.com", 1),
        (Arrival(is_from_crowd=True), "an@gmail.com", 1),
        (Arrival(seconds=1), "an@gmail.com", 2),
        (Arrival(seconds=3), "an@gmail.com", 0),
        (Arrival(), "an@duck.com", 2),
        (Arrival(), "an+b@bakkerij.be", 2),
        (Arrival(seconds=2, is_from_crowd=True), "an7@mailinator.com", 7),
    ],
)
def test_points_are_few_and_known(arrival, mailbox, score):
    assert score_of(arrival, read_mailbox(mailbox)) == score


def test_without_a_mailbox_there_is_nothing_of_one():
    found = signal_of(ARRIVAL, None, key=KEY, now=NOW)

    assert (found.domain_class, found.name_tag, found.score) == ("", "", 0)


def test_a_signal_waits_beside_the_code(client, poll, database):
    here = poll()

    client.post(
        here.path(f"/{here.bert.slug}"),
        data={"email": "an@inwoner.example", "seconds": "25"},
        headers={"User-Agent": "Telefoon", "X-Forwarded-For": "203.0.113.9"},
    )

    with database.reads() as session:
        kept = Signal.of(session.scalar(select(Challenge.__table__.c.signal)))
    expected = signal_of(
        Arrival("127.0.0.0/24", "Telefoon", 25), read_mailbox("an@inwoner.example"), key=here.key, now=NOW
    )
    assert kept == expected


@pytest.mark.parametrize("seconds", ["", "-1", "x", "9" * 400, "1e9", "٣", "\0"])
def test_a_stay_that_is_no_number_is_not_told(client, poll, database, seconds):
    here = poll()

    answer = client.post(
        here.path(f"/{here.bert.slug}"), data={"email": "an@inwoner.example", "seconds": seconds}
    )

    assert answer.status_code == 303
    with database.reads() as session:
        assert session.scalar(select(Challenge.__table__.c.signal))["seconds"] == 0


def test_a_throwaway_mailbox_is_refused_kindly(client, poll, letters):
    here = poll()

    page = Page(client.post(here.path(f"/{here.bert.slug}"), data={"email": "an@mailinator.com"}))

    assert page.status == 422
    assert "ask town hall to help you vote" in page.text
    assert 'value="an@mailinator.com"' in page.html
    assert letters() == []


def test_a_city_may_allow_a_host(client, make, poll, letters):
    here = poll()
    make.kept(AllowedHost(city_id=here.contest.city_id, host="mailinator.com", allowed_at=NOW))

    answer = client.post(here.path(f"/{here.bert.slug}"), data={"email": "an@mailinator.com"})

    assert answer.status_code == 303
    assert len(letters()) == 1


def test_what_another_city_allows_stays_there(client, make, poll):
    here = poll()
    make.kept(AllowedHost(city_id=make.city("genk", "Genk").id, host="mailinator.com", allowed_at=NOW))

    answer = client.post(here.path(f"/{here.bert.slug}"), data={"email": "an@mailinator.com"})

    assert answer.status_code == 422


def test_where_a_code_went_is_sealed_with_whose_it_is(client, poll, database):
    here = poll()
    ident = here.key.ident("an@inwoner.example")
    client.post(f"/fr{here.path(f'/{here.bert.slug}')}", data={"email": "An@Inwoner.example"})

    with database.reads() as session:
        kept = session.scalars(select(SealedMailbox)).one()
    assert b"nwoner" not in kept.sealed
    assert ident not in kept.sealed
    assert unseal_addressee(kept.sealed, key=here.key) == Addressee(ident, "An@Inwoner.example", "fr")
