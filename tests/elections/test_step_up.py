"""A busy network does a sum; nobody on it is refused."""

import json
from datetime import timedelta

import altcha
import pytest
from sqlalchemy import select

from cityshop.elections import proof_of_work
from cityshop.elections.errors import WorkNotDone
from cityshop.elections.models import Challenge
from cityshop.elections.precautions import SpentChallenge
from cityshop.elections.proof_of_work import Workshop, forget_spent_work, new_work, spend
from tests.makers.base import NOW
from tests.page import Page

SECRET = b"a secret of tests"
WORKSHOP = Workshop(1, SECRET)


@pytest.fixture(autouse=True)
def light_work(monkeypatch):
    monkeypatch.setattr(proof_of_work, "LIGHTEST", 1)
    monkeypatch.setattr(proof_of_work, "HEAVIEST", 20)


@pytest.fixture
def crowd(client, poll):
    """People on one network, one mailbox each."""

    class Crowd:
        def __init__(self):
            self.poll, self.people = poll(), 0

        def asks(self, headers=None, environ=None, **facts):
            self.people += 1
            mailbox = f"iemand.{'x' * (self.people % 9)}{self.people}@inwoner{self.people}.example"
            path = self.poll.path(f"/{self.poll.bert.slug}")
            fields = {"email": mailbox, **facts}
            return client.post(path, data=fields, headers=headers, environ_overrides=environ)

        def is_busy(self):
            for _ in range(30):
                assert self.asks().status_code == 303

    return Crowd()


def solved(work):
    """What the phone's worker makes of a sum."""
    challenge = altcha.Challenge.from_dict(json.loads(work))
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def sum_on(page):
    return next(element.facts["data-work"] for element in page.elements if "data-work" in element.facts)


def test_thirty_codes_an_hour_are_free_and_the_next_takes_a_sum(crowd, letters):
    crowd.is_busy()

    page = Page(crowd.asks(nonce="0" * 32))

    assert page.status == 422
    assert "Many people on your network are voting now" in page.text
    assert page.errors == []
    assert page.form().fields["email"].startswith("iemand.")
    assert page.form().fields["nonce"] == "0" * 32
    assert len(letters()) == 30


def test_without_script_the_page_says_what_else_can_be_done(crowd):
    crowd.is_busy()

    html = crowd.asks().get_data(as_text=True)

    assert "<noscript>" in html
    assert "ask town hall to help you vote" in html


def test_whoever_did_the_sum_gets_a_code(crowd, letters):
    crowd.is_busy()
    work = solved(sum_on(Page(crowd.asks())))

    assert crowd.asks(work=work).status_code == 303
    assert len(letters()) == 31


def test_a_school_of_200_gets_its_codes(crowd, letters):
    crowd.is_busy()
    for _ in range(170):
        assert crowd.asks(work=solved(sum_on(Page(crowd.asks())))).status_code == 303

    assert len(letters()) == 200


def test_a_sum_is_taken_once(crowd, letters):
    crowd.is_busy()
    work = solved(sum_on(Page(crowd.asks())))
    crowd.asks(work=work)

    page = Page(crowd.asks(work=work))

    assert page.status == 422
    assert sum_on(page)
    assert len(letters()) == 31


def test_a_sum_of_another_contest_is_refused(crowd, poll, letters):
    crowd.is_busy()
    work = solved(sum_on(Page(crowd.asks())))
    crowd.poll = poll()

    assert crowd.asks(work=work).status_code == 422


def test_a_stale_sum_is_refused(crowd, site_clock):
    crowd.is_busy()
    work = solved(sum_on(Page(crowd.asks())))

    site_clock.move(minutes=11)

    assert crowd.asks(work=work).status_code == 422


@pytest.mark.parametrize("work", ["x", "\0", "e30=", "W10=", "x" * 10_000, "bnVsbA==", "IiI=", "é"])
def test_no_sum_at_all_is_refused_and_the_page_has_a_new_one(crowd, work):
    page = Page(crowd.asks(work=work))

    assert page.status == 422
    assert sum_on(page)


def test_only_sums_done_use_up_what_a_network_may_ask(crowd, monkeypatch):
    monkeypatch.setattr("cityshop.elections.rules.CODES_A_NETWORK", 32)
    crowd.is_busy()
    for _ in range(20):
        assert crowd.asks().status_code == 422  # a machine that knocks without working
    works = [solved(sum_on(Page(crowd.asks()))) for _ in range(3)]

    answers = [crowd.asks(work=work) for work in works]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_what_a_client_says_of_its_address_is_ignored(crowd):
    crowd.is_busy()

    answer = crowd.asks(headers={"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9"})

    assert answer.status_code == 422


def test_another_network_asks_freely(crowd):
    crowd.is_busy()

    assert crowd.asks(environ={"REMOTE_ADDR": "198.51.100.7"}).status_code == 303
    assert crowd.asks(environ={"REMOTE_ADDR": "2001:db8::7"}).status_code == 303


def test_the_sum_is_not_counted_against_the_mailbox(client, crowd):
    crowd.is_busy()
    path, fields = crowd.poll.path(f"/{crowd.poll.bert.slug}"), {"email": "an@inwoner.example"}

    for _ in range(3):
        work = solved(sum_on(Page(client.post(path, data=fields))))
        assert client.post(path, data={**fields, "work": work}).status_code == 303


def test_a_vote_from_a_crowd_is_marked_so(crowd, database):
    crowd.is_busy()
    crowd.asks(work=solved(sum_on(Page(crowd.asks()))))

    with database.reads() as session:
        signals = session.scalars(select(Challenge.__table__.c.signal)).all()

    assert sorted(signal["score"] for signal in signals) == [1] * 30 + [2]  # every name has a number


def test_a_sum_has_no_word_that_the_site_did_not_sign(session):
    work = json.loads(new_work(WORKSHOP, now=NOW))
    work["parameters"]["data"]["until"] += 999_999
    challenge = altcha.Challenge.from_dict(work)
    forged = altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()

    with pytest.raises(WorkNotDone):
        spend(session, forged, WORKSHOP, now=NOW)


def test_a_sum_under_another_secret_is_refused(session):
    work = solved(new_work(Workshop(1, b"another"), now=NOW))

    with pytest.raises(WorkNotDone):
        spend(session, work, WORKSHOP, now=NOW)


def test_a_wrong_number_is_refused(session):
    payload = altcha.Payload.from_base64(solved(new_work(WORKSHOP, now=NOW)))
    payload.solution.counter += 1

    with pytest.raises(WorkNotDone):
        spend(session, payload.to_base64(), WORKSHOP, now=NOW)


def test_spent_sums_are_erased_when_they_are_stale(session):
    spend(session, solved(new_work(WORKSHOP, now=NOW)), WORKSHOP, now=NOW)

    forget_spent_work(session, now=NOW + timedelta(minutes=9))
    assert session.scalars(select(SpentChallenge)).all()
    forget_spent_work(session, now=NOW + timedelta(minutes=11))

    assert session.scalars(select(SpentChallenge)).all() == []
