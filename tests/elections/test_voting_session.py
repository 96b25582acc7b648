"""Change within the hour: a pass opens one contest, for one voter, from the browser that voted."""

import re

import pytest
from sqlalchemy import select

from cityshop.elections.errors import VerifyFirst
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Ballot, CandidateState, Level
from cityshop.elections.passes import make_pass, read_pass
from cityshop.elections.rules import ChangePolicy, VoteRules
from cityshop.elections.voters import Verified
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.makers.elections import CODE
from tests.page import Page

KEY = ContestKey(b"k" * 32)
ELS = Verified(7, b"i" * 32, Level.EMAIL)


@pytest.fixture
def voted(client, poll, make):
    """A browser that has just voted for Bert."""

    def start(**facts):
        here = poll(**facts)
        challenge = make.challenge(here.bert, here.key)
        answer = client.post(here.path("/confirm"), data={"code": CODE, "request": challenge.id})
        assert answer.status_code == 303
        return here

    return start


def changed(client, here, **fields):
    return client.post(here.path("/change"), data=fields)


def test_a_pass_is_good_for_its_voter_and_contest():
    assert read_pass(KEY, 7, make_pass(KEY, ELS, now=NOW), now=NOW) == ELS


def test_a_pass_of_another_contest_another_key_or_an_hour_ago_is_none(site_clock):
    kept = make_pass(KEY, ELS, now=NOW)

    for key, contest_id in ((KEY, 8), (ContestKey(b"x" * 32), 7)):
        with pytest.raises(VerifyFirst):
            read_pass(key, contest_id, kept, now=NOW)
    with pytest.raises(VerifyFirst):
        read_pass(KEY, 7, kept, now=site_clock.move(minutes=60))


@pytest.mark.parametrize("kept", ["", "a", "a.b.c.d", "email.aa.9999999999999999999.bb", "é.é.é.é"])
def test_a_forged_pass_is_none(kept):
    with pytest.raises(VerifyFirst):
        read_pass(KEY, 7, kept, now=NOW)


def test_whoever_voted_changes_with_one_choice_and_one_button(client, voted, box, database):
    here = voted()
    page = Page(client.get(here.path("/change")))

    answer = changed(client, here, candidate=here.chloe.slug)

    assert page.form().fields.keys() >= {"candidate", "nonce"}
    assert answer.status_code == 303
    assert "/receipt/" in answer.location
    assert box() == [1, 1, 1]
    with database.reads() as session:
        assert session.scalar(select(Ballot.candidate_id)) == here.chloe.id


def test_the_cookie_comes_with_the_vote_and_is_no_script_business(client, poll, make):
    here = poll()
    challenge = make.challenge(here.bert, here.key)

    answer = client.post(here.path("/confirm"), data={"code": CODE, "request": challenge.id})

    assert re.search(r"vote-\d+=.*HttpOnly.*SameSite=Lax", answer.headers["Set-Cookie"])


def test_without_the_cookie_one_must_show_first_who_one_is(client, voted, box):
    here = voted()
    client.delete_cookie(f"vote-{here.contest.id}")

    page = Page(client.get(here.path("/change")))
    answer = changed(client, here, candidate=here.chloe.slug)

    assert (page.status, answer.status_code) == (401, 401)
    assert page.heading == "Show that you may vote"
    assert box() == [1, 1, 0]


def test_the_cookie_of_one_vote_opens_no_other(client, voted, poll, box):
    here, there = voted(), poll()
    kept = client.get_cookie(f"vote-{here.contest.id}").value
    client.set_cookie(f"vote-{there.contest.id}", kept)

    assert changed(client, there, candidate=there.bert.slug).status_code == 401
    assert box() == [1, 1, 0]


def test_after_an_hour_a_new_code_is_needed(client, voted, site_clock):
    here = voted()
    site_clock.move(minutes=61)

    assert changed(client, here, candidate=here.chloe.slug).status_code == 401


@pytest.mark.parametrize("word", [*BAD_TEXTS, "-1", "999999999999", "niemand"])
def test_whom_nobody_knows_nobody_votes_for(client, voted, box, word):
    here = voted()

    page = Page(changed(client, here, candidate=word))

    assert page.status == 422
    assert page.errors
    assert box() == [1, 1, 0]


def test_a_candidate_of_another_vote_or_one_who_withdrew_is_no_choice(client, voted, poll, make, box):
    here, there = voted(), poll()
    gone = make.candidate(here.contest, shop=make.shop(name="Weg"), state=CandidateState.WITHDRAWN)

    answers = [changed(client, here, candidate=word) for word in (there.bert.slug + "x", gone.slug)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert box() == [1, 1, 0]


def test_a_first_vote_that_is_final_stays(client, voted, box):
    here = voted(rules=VoteRules(change_policy=ChangePolicy.FINAL))

    page = Page(client.get(here.path("/change")))
    answer = changed(client, here, candidate=here.chloe.slug)

    assert "Your first vote counts" in page.text
    assert answer.status_code == 409
    assert box() == [1, 1, 0]


def test_after_closing_nothing_changes(client, voted, box, site_clock):
    here = voted(closes_at=NOW.replace(minute=20))
    site_clock.move(minutes=21)

    assert changed(client, here, candidate=here.chloe.slug).status_code == 409
    assert box() == [1, 1, 0]
