"""Town hall stops a vote, goes on, and with two people ends or annuls it."""

import pytest
from sqlalchemy import select

from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.core.second_person import Proposal
from cityshop.elections.models import Contest, ContestState
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

PAUSE = {"reason": "klacht", "public_text_nl": "We kijken iets na.", "public_text_fr": "Un instant."}


@pytest.fixture
def amelie(make, client):
    return sign_in(client, make.staff())


@pytest.fixture
def colleague(app, make):
    return sign_in(app.test_client(), make.account(Role.APPROVER, city=make.kortrijk()))


@pytest.fixture
def stored(database):
    def read(column):
        with database.reads() as session:
            found = session.scalars(select(Contest.__table__.c[column])).all()
        return found[0] if len(found) == 1 else found

    return read


@pytest.fixture
def asked(database):
    """The ids of what waits or waited for a second person."""

    def read():
        with database.reads() as session:
            return session.scalars(select(Proposal.id).order_by(Proposal.id)).all()

    return read


def at(contest, rest=""):
    return f"/staff/kortrijk/contests/{contest.slug}{rest}"


def test_a_pause_stands_on_the_public_page_in_the_readers_language(make, amelie, client):
    contest = make.contest()

    answer = post_form(amelie, at(contest, "/pause"), **PAUSE)

    assert answer.location == at(contest)
    assert "We kijken iets na." in Page(client.get(f"/kortrijk/vote/{contest.slug}")).text
    assert "Un instant." in Page(client.get(f"/fr/kortrijk/vote/{contest.slug}")).text
    assert "klacht" in Page(amelie.get(at(contest))).text


def test_a_pause_without_a_reason_is_asked_again_and_loses_nothing(make, amelie, stored):
    contest = make.contest()

    page = Page(post_form(amelie, at(contest, "/pause"), public_text_nl="Even geduld."))

    assert page.status == 422
    assert "Even geduld." in page.html
    assert stored("state") == ContestState.OPEN


def test_pausing_twice_is_refused_kindly(make, amelie):
    contest = make.contest()
    post_form(amelie, at(contest, "/pause"), **PAUSE)

    page = Page(post_form(amelie, at(contest, "/pause"), **PAUSE))

    assert page.status == 422
    assert "somebody was first" in page.text


def test_going_on_may_move_the_end(make, amelie, stored, site_clock):
    contest = make.contest()
    post_form(amelie, at(contest, "/pause"), **PAUSE)
    site_clock.move(minutes=20)
    before = stored("closes_at")

    page = Page(amelie.get(at(contest, "/resume")))
    post_form(amelie, at(contest, "/resume"), moves_end="y")

    assert "We kijken iets na." in page.text
    assert (stored("closes_at") - before).total_seconds() == 20 * 60


def test_one_person_alone_ends_nothing(make, amelie, stored, asked):
    contest = make.contest()
    post_form(amelie, at(contest, "/end"), reason="te veel klachten")

    alone = Page(post_form(amelie, at(contest, f"/proposals/{asked()[0]}/confirm")))

    assert alone.status == 422
    assert "somebody else must confirm" in alone.text
    assert stored("closes_at") > NOW


@pytest.fixture
def ended(make, amelie, colleague, asked):
    """A vote that two people ended."""
    contest = make.contest()
    post_form(amelie, at(contest, "/end"), reason="te veel klachten")
    assert "te veel klachten" in Page(colleague.get(at(contest))).text
    post_form(colleague, at(contest, f"/proposals/{asked()[0]}/confirm"))
    return contest


def test_a_second_person_ends_it(ended, stored, database):
    assert stored("closes_at") == NOW
    with database.reads() as session:
        happened = session.scalars(select(JournalEntry.happening).order_by(JournalEntry.id)).all()
    assert happened == [Happening.SECOND_PERSON_ASKED, Happening.CONTEST_CLOSED]


def test_what_was_withdrawn_cannot_be_confirmed(make, amelie, colleague, stored, asked):
    contest = make.contest()
    post_form(amelie, at(contest, "/end"), reason="te veel klachten")
    post_form(amelie, at(contest, f"/proposals/{asked()[0]}/withdraw"))

    late = Page(post_form(colleague, at(contest, f"/proposals/{asked()[0]}/confirm")))

    assert late.status == 422
    assert "nothing to confirm" in late.text
    assert stored("closes_at") > NOW


def test_two_who_ask_at_once_ask_once(make, amelie, colleague, asked):
    contest = make.contest()
    post_form(amelie, at(contest, "/end"), reason="een")

    page = Page(post_form(colleague, at(contest, "/end"), reason="twee"))

    assert page.status == 422
    assert "Confirm theirs" in page.text
    assert len(asked()) == 1


def test_an_annulled_vote_tells_everybody_why(make, amelie, colleague, client, asked):
    contest = make.contest()
    post_form(amelie, at(contest, "/annul"), reason_nl="De lijst klopte niet.", reason_fr="")
    post_form(colleague, at(contest, f"/proposals/{asked()[0]}/confirm"))

    page = Page(client.get(f"/kortrijk/vote/{contest.slug}"))

    assert "This vote was annulled" in page.text
    assert "De lijst klopte niet." in page.text


def test_without_a_public_reason_nothing_is_annulled(make, amelie, asked):
    page = Page(post_form(amelie, at(make.contest(), "/annul"), reason_nl="  "))

    assert page.status == 422
    assert asked() == []


def test_what_waits_in_one_vote_is_not_confirmed_through_another(make, amelie, colleague, asked, stored):
    contest = make.contest()
    post_form(amelie, at(contest, "/end"), reason="te veel klachten")
    genk = make.city("genk", "Genk")
    there = make.contest(make.campaign(city=genk))
    amina = sign_in(colleague.application.test_client(), make.staff(city=genk))

    through_another = post_form(amina, f"/staff/genk/contests/{there.slug}/proposals/{asked()[0]}/confirm")

    assert through_another.status_code == 404
    assert stored("state") == [ContestState.OPEN, ContestState.OPEN]


@pytest.mark.parametrize("rest", ["/pause", "/resume", "/end", "/annul"])
def test_another_citys_vote_is_not_found(make, app, rest):
    contest = make.contest()
    amina = sign_in(app.test_client(), make.staff(city=make.city("genk", "Genk")))

    assert amina.get(at(contest, rest)).status_code == 404
    assert post_form(amina, f"/staff/genk/contests/{contest.slug}{rest}").status_code == 404
