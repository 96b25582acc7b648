import pytest

from cityshop.brags.models import BragState
from cityshop.brags.rules import Reason
from cityshop.core.permissions import Role
from tests.page import Page
from tests.sign_in import post_form, sign_in


@pytest.fixture
def amina(make, client):
    return sign_in(client, make.staff())


def at(poll, rest=""):
    return f"/staff/kortrijk/contests/{poll.contest.slug}/brags{rest}"


def tick(client, poll, *brags, ids=None):
    fields = {"brag": ids or [str(brag.id) for brag in brags]}
    return post_form(client, at(poll, "/approve"), **fields)


def test_many_are_accepted_at_once(make, poll, amina, stored):
    brags = [make.brag(poll.bert, state=BragState.WAITING) for _ in range(3)]

    answer = tick(amina, poll, *brags[:2])

    assert answer.status_code == 303
    assert [row.state for row in stored()] == ["approved", "approved", "waiting"]


def test_what_was_accepted_is_on_the_kept_page_at_once(make, poll, amina):
    page = poll.path(f"/{poll.bert.slug}")
    brag = make.brag(poll.bert, state=BragState.WAITING, sentence="Nu te zien")
    before = amina.get(page).text

    tick(amina, poll, brag)

    assert "Nu te zien" not in before
    assert "Nu te zien" in amina.get(page).text


def test_nothing_ticked_is_said(make, poll, amina, stored):
    make.brag(poll.bert, state=BragState.WAITING)

    answer = post_form(amina, at(poll, "/approve"))

    assert answer.status_code == 422
    assert "Tick at least one brag." in Page(answer).errors[0]
    assert stored()[0].state == "waiting"


@pytest.mark.parametrize("sent", [["-1"], ["x"], ["9" * 40], ["0"], ["1e3"], ["\0"]])
def test_strange_ids_approve_nothing(make, poll, amina, stored, sent):
    make.brag(poll.bert, state=BragState.WAITING)

    assert tick(amina, poll, ids=sent).status_code == 422
    assert stored()[0].state == "waiting"


def test_a_refusal_has_a_reason_of_the_list(make, poll, amina, stored):
    brag = make.brag(poll.bert, state=BragState.WAITING)
    path = at(poll, f"/{brag.id}/refuse")

    without = post_form(amina, path)
    other = post_form(amina, path, reason="zomaar")
    answer = post_form(amina, path, reason=Reason.PEOPLE)

    assert (without.status_code, other.status_code, answer.status_code) == (422, 422, 303)
    assert (stored()[0].state, stored()[0].reason, stored()[0].picture) == ("refused", "people", "")
    assert amina.get(f"/picture/{brag.picture}.webp").status_code == 404


def test_what_is_shown_can_be_taken_off_later(make, poll, amina):
    brag = make.brag(poll.bert, sentence="Te mooi om waar te zijn")
    before = amina.get(poll.path(f"/{poll.bert.slug}")).text

    post_form(amina, at(poll, f"/{brag.id}/refuse"), reason=Reason.FALSE)

    assert "Te mooi" in before
    assert "Te mooi" not in amina.get(poll.path(f"/{poll.bert.slug}")).text


def test_a_brag_that_is_over_cannot_be_judged_again(make, poll, amina):
    brag = make.brag(poll.bert, state=BragState.WITHDRAWN)

    assert amina.get(at(poll, f"/{brag.id}/refuse")).status_code == 409
    assert post_form(amina, at(poll, f"/{brag.id}/refuse"), reason=Reason.FALSE).status_code == 409


def test_a_brag_of_another_contest_or_city_is_not_found(make, poll, amina):
    other = make.brag(make.candidate(make.contest()))
    elsewhere = make.brag(make.candidate(make.contest(make.campaign(make.city("genk")))))

    for brag in (other, elsewhere):
        assert amina.get(at(poll, f"/{brag.id}/refuse")).status_code == 404
        assert post_form(amina, at(poll, f"/{brag.id}/refuse"), reason="people").status_code == 404


def test_a_reader_may_not_judge(make, client, poll):
    sign_in(client, make.staff(Role.READER))

    assert client.get(at(poll)).status_code == 403


def test_a_get_approves_nothing(amina, poll):
    assert amina.get(at(poll, "/approve")).status_code == 405


@pytest.mark.parametrize("state", ["waiting", "approved", "refused", "withdrawn", "x", "\0"])
@pytest.mark.parametrize("after", ["0", "-5", "x", "9" * 30])
def test_the_list_can_be_asked_for_in_any_way(make, poll, amina, state, after):
    make.brag(poll.bert)

    answer = amina.get(at(poll), query_string={"state": state, "after": after})

    assert Page(answer).status == 200


def test_a_long_list_goes_on_on_the_next_page(make, poll, amina):
    for number in range(26):
        make.brag(poll.bert, state=BragState.WAITING, sentence=f"Zin {number:02}")

    first = Page(amina.get(at(poll)))
    second = Page(amina.get(next(link for link in first.links if "after=" in link)))

    assert "Zin 23" in first.text
    assert "Zin 24" not in first.text
    assert "Zin 24" in second.text


def test_the_list_asks_as_much_of_the_database_for_20_as_for_one(make, poll, amina, queries):
    make.brag(poll.bert, state=BragState.WAITING)
    with queries() as few:
        amina.get(at(poll))
    for _ in range(20):
        make.brag(poll.chloe, state=BragState.WAITING)

    with queries() as many:
        amina.get(at(poll))

    assert len(many) == len(few)


def test_the_page_of_the_vote_says_what_waits(make, poll, amina):
    make.brag(poll.bert, state=BragState.WAITING)

    page = Page(amina.get(f"/staff/kortrijk/contests/{poll.contest.slug}"))

    assert at(poll) in page.links
