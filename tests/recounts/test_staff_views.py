"""Sealing at the desk: who, when, with whom, and what is left."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.elections.models import Contest, ContestState
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

LONG_AGO = NOW - timedelta(days=15)


@pytest.fixture
def desk(app, make):
    """A client signed in at the town hall of Kortrijk."""

    def enter(role=Role.APPROVER, city=None):
        return sign_in(app.test_client(), make.staff(role, city))

    return enter


@pytest.fixture
def vote(make):
    """A vote that can be sealed."""
    return make.vote(published_at=LONG_AGO)


def path(vote, act="keeping"):
    return f"/staff/kortrijk/contests/{vote.contest.slug}/{act}"


@pytest.fixture
def state(database):
    def of(vote):
        with database.reads() as session, across_cities(session):
            return session.scalars(select(Contest.state).where(Contest.id == vote.contest.id)).one()

    return of


@pytest.fixture
def journal(database):
    def lines():
        with database.reads() as session:
            return session.scalars(select(JournalEntry.happening).order_by(JournalEntry.id)).all()

    return lines


def test_two_people_seal_a_vote(desk, vote, state, journal):
    assert post_form(desk(), path(vote, "seal"), answered="y").status_code == 303
    assert state(vote) == ContestState.PUBLISHED

    answer = post_form(desk(), path(vote, "seal/confirm"))

    assert answer.status_code == 303
    assert state(vote) == ContestState.SEALED
    assert [line for line in journal() if line != Happening.SIGNED_IN] == [
        Happening.SECOND_PERSON_ASKED,
        Happening.CONTEST_SEALED,
        Happening.ROLL_ERASED,
        Happening.KEY_DESTROYED,
    ]


def test_nobody_seals_alone(desk, vote, state):
    client = desk()
    post_form(client, path(vote, "seal"), answered="y")

    answer = post_form(client, path(vote, "seal/confirm"))

    assert answer.status_code == 422
    assert "somebody else must confirm it" in Page(answer).errors[0]
    assert state(vote) == ContestState.PUBLISHED


def test_nothing_is_sealed_that_nobody_asked_for(desk, vote, state):
    answer = post_form(desk(), path(vote, "seal/confirm"))

    assert answer.status_code == 422
    assert state(vote) == ContestState.PUBLISHED


def test_a_question_can_be_taken_back(desk, vote, state):
    post_form(desk(), path(vote, "seal"), answered="y")
    post_form(desk(), path(vote, "seal/withdraw"))

    assert post_form(desk(), path(vote, "seal/confirm")).status_code == 422
    assert state(vote) == ContestState.PUBLISHED


def test_a_vote_is_asked_about_once(desk, vote):
    post_form(desk(), path(vote, "seal"), answered="y")

    answer = post_form(desk(), path(vote, "seal"), answered="y")

    assert answer.status_code == 422
    assert "A colleague already asked for this" in Page(answer).errors[0]


def test_for_fourteen_days_voters_can_complain(desk, make):
    vote = make.vote(published_at=NOW - timedelta(days=14) + timedelta(minutes=1))

    answer = post_form(desk(), path(vote, "seal"), answered="y")

    assert answer.status_code == 422
    assert "cannot be sealed yet" in Page(answer).errors[0]


def test_the_fourteen_days_begin_when_the_public_could_see_the_result(desk, make):
    vote = make.vote(published_at=LONG_AGO, embargo_until=NOW - timedelta(days=2))

    assert post_form(desk(), path(vote, "seal"), answered="y").status_code == 422


def test_nobody_asks_to_seal_while_a_complaint_waits_for_an_answer(desk, vote, journal):
    answer = post_form(desk(), path(vote, "seal"))

    assert answer.status_code == 422
    assert "Answer the complaints first" in Page(answer).errors[0]
    assert Happening.SECOND_PERSON_ASKED not in journal()


@pytest.mark.parametrize("state", [ContestState.OPEN, ContestState.CLOSED, ContestState.ANNULLED])
def test_only_a_published_vote_is_sealed(desk, make, state):
    vote = make.vote(state=state, published_at=LONG_AGO)

    assert post_form(desk(), path(vote, "seal"), answered="y").status_code == 422


@pytest.mark.parametrize("role", [Role.READER, Role.WRITER, Role.AUDITOR])
@pytest.mark.parametrize("act", ["seal", "seal/confirm", "seal/withdraw"])
def test_who_may_not_seal_is_refused(desk, vote, role, act):
    assert post_form(desk(role), path(vote, act)).status_code == 403


@pytest.mark.parametrize("act", ["seal", "seal/confirm", "seal/withdraw", "keeping"])
def test_another_town_hall_does_not_find_it(desk, make, vote, act):
    client = desk(Role.COORDINATOR, make.city("genk", "Genk"))

    answer = client.get(path(vote)) if act == "keeping" else post_form(client, path(vote, act))

    assert answer.status_code == 404


@pytest.mark.parametrize("act", ["seal", "seal/confirm", "seal/withdraw"])
def test_an_act_is_no_page(desk, vote, act):
    assert desk().get(path(vote, act)).status_code == 405


@pytest.mark.parametrize("act", ["seal", "seal/confirm", "seal/withdraw"])
def test_an_unknown_vote_is_not_found(desk, vote, act):
    address = path(vote, act).replace(vote.contest.slug, "geen")

    assert post_form(desk(), address).status_code == 404


class TestPage:
    def test_it_says_what_is_kept_and_until_when(self, desk, make):
        vote = make.vote(published_at=LONG_AGO)

        page = Page(desk(Role.READER).get(path(vote)))

        assert page.heading == "What is kept"
        assert "Voter list" in page.text
        assert "34" in page.text

    def test_after_the_seal_it_says_when_each_thing_went(self, desk, vote):
        post_form(desk(), path(vote, "seal"), answered="y")
        post_form(desk(), path(vote, "seal/confirm"))

        page = Page(desk().get(path(vote)))

        assert "Sealed on 22 November 2026" in page.text or "Sealed on 22 november 2026" in page.text
        assert page.text.count("erased on") == 3

    def test_the_desk_of_the_vote_leads_there(self, desk, vote):
        page = Page(desk().get(f"/staff/kortrijk/contests/{vote.contest.slug}"))

        assert path(vote) in page.links

    def test_the_second_person_sees_the_button_and_the_first_does_not(self, desk, vote):
        first = desk()
        post_form(first, path(vote, "seal"), answered="y")

        own, other = Page(first.get(path(vote))), Page(desk().get(path(vote)))

        assert [form.action for form in own.forms if "confirm" in form.action] == []
        assert other.form("seal/confirm")
