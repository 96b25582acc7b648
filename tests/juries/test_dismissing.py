"""A jury that cannot decide is sent away, unread, and another one may take its place."""

import pytest

from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Role
from cityshop.juries.models import Jury, JuryConflict, JuryMember, JurySheet, JuryState
from tests.page import Page
from tests.sign_in import post_form, sign_in

WHY = {"reason_nl": "Iedereen kent een van beide.", "reason_fr": "Tout le monde en connaît un."}


@pytest.fixture
def amina(make, client):
    return sign_in(client, make.staff())


def at(court, rest="/dismiss"):
    return f"/staff/kortrijk/juries/{court.jury.id}{rest}"


def test_a_jury_is_dismissed_with_a_reason(court, score, amina, kept):
    a = court()
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})

    answer = post_form(amina, at(a), **WHY)

    assert (answer.status_code, answer.location) == (303, at(a, ""))
    [jury] = kept(Jury)
    assert (jury.state, jury.dismissal_reason["nl"]) == (JuryState.DISMISSED, WHY["reason_nl"])
    assert [(line.happening, line.note) for line in kept(JournalEntry)] == [
        (Happening.JURY_DISMISSED, WHY["reason_nl"])
    ]
    assert WHY["reason_nl"] in Page(amina.get(at(a, ""))).text


def test_nothing_is_left_of_scores_ties_and_addresses(court, score, amina, client, kept):
    a = court()
    score(a.jan, {a.bert: (8, 9, 7), a.chloe: (6, 6, 6)})

    post_form(amina, at(a), **WHY)

    assert kept(JurySheet) == kept(JuryConflict) == []
    assert {(member.email, member.token_digest) for member in kept(JuryMember)} == {(None, None)}
    assert client.get("/jury/mia").status_code == 404


def test_a_reason_must_be_given(court, amina, kept):
    page = Page(post_form(amina, at(court()), reason_nl=" ", reason_fr="Voilà."))

    assert page.status == 422
    assert "Voilà.</textarea>" in page.html
    assert kept(Jury)[0].state == JuryState.SCORING


@pytest.mark.parametrize("state", [JuryState.REVEALED, JuryState.DISMISSED])
def test_what_has_spoken_or_went_before_is_not_dismissed(court, amina, state):
    page = Page(post_form(amina, at(court(state=state)), **WHY))

    assert page.status == 409
    assert "dismissed" in page.errors[0]


@pytest.mark.parametrize(("role", "status"), [(Role.WRITER, 403), (Role.APPROVER, 303)])
def test_dismissing_takes_an_approver(court, client, make, role, status):
    assert post_form(sign_in(client, make.staff(role)), at(court()), **WHY).status_code == status


def test_a_jury_of_another_city_does_not_exist(court, make, client):
    a = court()
    genk = sign_in(client, make.staff(city=make.city("genk", "Genk")))

    assert post_form(genk, at(a).replace("kortrijk", "genk"), **WHY).status_code == 404
    assert post_form(genk, at(a), **WHY).status_code == 404
    assert genk.get(at(a)).status_code == 404
