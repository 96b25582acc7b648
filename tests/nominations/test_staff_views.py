import pytest

from cityshop.core.journal import Happening
from cityshop.elections.models import CandidateState, ContestState
from cityshop.merchants.models import ShopState
from cityshop.nominations.rules import REASONS
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.sign_in import post_form, sign_in


def at(contest, rest=""):
    return f"/staff/kortrijk/contests/{contest.slug}/candidates{rest}"


def read(candidate):
    """What town hall sends back of the page that it read."""
    return {"revision": str(candidate.revision)}


@pytest.fixture
def waiting(make, nominations, shop, account):
    """Bert, who has an account, waits to be read."""
    candidate = make.candidate(nominations, shop=shop, state=CandidateState.PROPOSED)
    candidate.contest = nominations
    return candidate


@pytest.mark.parametrize("asked", ["nonsense", "'", "proposed", "\0"])
def test_an_unknown_filter_shows_those_who_wait(amina, nominations, waiting, asked):
    assert "Bakkerij Bert" in Page(amina.get(at(nominations), query_string={"show": asked})).text


def test_nobody_is_said_kindly(amina, nominations):
    assert "Nobody here" in Page(amina.get(at(nominations))).text


def test_accepting_puts_a_shop_on_the_list_and_tells_it(amina, nominations, waiting, stored):
    answer = post_form(amina, at(nominations, f"/{waiting.id}/accept"), **read(waiting))

    assert answer.status_code == 303
    assert [row.state for row in stored.candidates()] == [CandidateState.ACCEPTED]
    assert ["stands on the list" in letter.subject for letter in stored.letters()] == [True]


def test_two_people_who_accept_at_once_tell_the_shop_once(amina, nominations, waiting, stored):
    for _ in range(2):
        assert post_form(amina, at(nominations, f"/{waiting.id}/accept"), **read(waiting)).status_code == 303

    assert len(stored.letters()) == 1
    assert [line.happening for line in stored.journal()] == [Happening.CANDIDATE_ACCEPTED]


@pytest.mark.parametrize("act", ["accept", "refuse"])
@pytest.mark.parametrize("revision", ["", "0", "2", "x", "99999999999999999999", "1; DROP TABLE candidate"])
def test_what_was_not_read_is_not_decided(amina, waiting, stored, act, revision):
    nominations = waiting.contest
    page = Page(
        post_form(amina, at(nominations, f"/{waiting.id}/{act}"), revision=revision, suggestion="0", words="")
    )

    assert page.status == 422
    assert "Read it again" in page.errors[0]
    assert [row.state for row in stored.candidates()] == [CandidateState.PROPOSED]
    assert stored.letters() == []


def test_a_shop_that_waits_itself_is_not_accepted(amina, make, nominations, stored):
    one = make.candidate(nominations, shop=make.shop(state=ShopState.WAITING), state=CandidateState.PROPOSED)

    page = Page(post_form(amina, at(nominations, f"/{one.id}/accept"), **read(one)))

    assert page.status == 422
    assert "Approve the shop first" in page.errors[0]
    assert "itself waits for approval" in page.text


def test_a_refusal_says_why_to_the_shop_and_the_journal(amina, nominations, waiting, stored):
    path = at(nominations, f"/{waiting.id}/refuse")

    answer = post_form(amina, path, suggestion="own", words="Vertel over je winkel.", **read(waiting))

    assert answer.status_code == 303
    assert [(row.state, row.state_reason) for row in stored.candidates()] == [
        (CandidateState.REFUSED, "Vertel over je winkel.")
    ]
    assert "Vertel over je winkel." in stored.letters()[0].text
    assert [(line.happening, line.note) for line in stored.journal()] == [
        (Happening.CANDIDATE_REFUSED, "Vertel over je winkel.")
    ]


def test_a_reason_of_ours_takes_one_tap(amina, nominations, waiting, stored):
    post_form(amina, at(nominations, f"/{waiting.id}/refuse"), suggestion="1", **read(waiting))

    assert [row.state_reason for row in stored.candidates()] == [REASONS[1]]
    assert REASONS[1] in stored.letters()[0].text


@pytest.mark.parametrize(
    "fields", [{}, {"suggestion": "own"}, {"suggestion": "own", "words": "  "}, {"suggestion": "77"}]
)
def test_a_refusal_without_reason_is_refused(amina, nominations, waiting, stored, fields):
    page = Page(post_form(amina, at(nominations, f"/{waiting.id}/refuse"), **fields, **read(waiting)))

    assert page.status == 422
    assert page.errors
    assert [row.state for row in stored.candidates()] == [CandidateState.PROPOSED]


@pytest.mark.parametrize("words", BAD_TEXTS)
def test_bad_input_is_never_a_fault(amina, nominations, waiting, words):
    path = at(nominations, f"/{waiting.id}/refuse")

    answer = post_form(amina, path, suggestion="own", words=words, **read(waiting))

    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        assert "checked" in Page(answer).html


def test_a_refused_shop_can_still_be_accepted(amina, make, nominations, shop, stored):
    one = make.candidate(nominations, shop=shop, state=CandidateState.REFUSED, reason="Te kort.")

    post_form(amina, at(nominations, f"/{one.id}/accept"), **read(one))

    assert [(row.state, row.state_reason) for row in stored.candidates()] == [(CandidateState.ACCEPTED, "")]


@pytest.mark.usefixtures("account")
def test_withdrawing_from_an_open_vote_says_why_to_everybody(amina, make, shop, stored):
    contest = make.contest()
    one = make.candidate(contest, shop=shop)
    path = at(contest, f"/{one.id}/withdraw")
    assert path in Page(amina.get(at(contest, "?show=all"))).links

    answer = post_form(amina, path, words="De winkel is dicht.")

    assert answer.status_code == 303
    assert [row.state for row in stored.candidates()] == [CandidateState.WITHDRAWN]
    assert "De winkel is dicht." in stored.letters()[0].text
    assert [line.happening for line in stored.journal()] == [Happening.CANDIDATE_WITHDRAWN]
    public = Page(amina.get(f"/kortrijk/vote/{contest.slug}/{shop.slug}"))
    assert "De winkel is dicht." in public.text


def test_before_opening_town_hall_refuses_and_does_not_withdraw(amina, nominations, waiting, stored):
    path = at(nominations, f"/{waiting.id}/withdraw")

    assert amina.get(path).status_code == 404
    assert post_form(amina, path, words="x").status_code == 404
    assert [row.state for row in stored.candidates()] == [CandidateState.PROPOSED]


def test_withdrawing_needs_a_reason_and_an_open_vote(amina, make, shop, stored):
    contest = make.contest()
    one = make.candidate(contest, shop=shop)
    closed = make.contest(state=ContestState.CLOSED)
    late = make.candidate(closed, shop=make.shop())

    assert Page(post_form(amina, at(contest, f"/{one.id}/withdraw"), words=" ")).status == 422
    assert Page(post_form(amina, at(closed, f"/{late.id}/withdraw"), words="x")).status == 422
    assert {row.state for row in stored.candidates()} == {CandidateState.ACCEPTED}


ACTS = ["accept", "refuse", "withdraw"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("candidate", ["0", "999999", "99999999999999999999", "-1", "x"])
def test_an_unknown_candidate_is_not_found(amina, nominations, act, candidate):
    assert post_form(amina, at(nominations, f"/{candidate}/{act}"), words="x").status_code in (404, 405)


@pytest.mark.parametrize("act", ACTS)
def test_the_candidate_of_another_vote_is_not_found(amina, nominations, make, stored, act):
    elsewhere = make.candidate(make.contest(state=ContestState.NOMINATIONS), shop=make.shop())

    answer = post_form(amina, at(nominations, f"/{elsewhere.id}/{act}"), **read(elsewhere), suggestion="0")

    assert answer.status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_staff_of_another_city_finds_nothing(client, make, waiting, stored, act):
    nominations = waiting.contest
    amelie = sign_in(client, make.staff(city=make.city("genk", "Genk")))

    assert amelie.get(at(nominations)).status_code == 404
    for city in ("kortrijk", "genk"):
        path = f"/staff/{city}/contests/{nominations.slug}/candidates/{waiting.id}/{act}"
        assert post_form(amelie, path, **read(waiting), suggestion="0").status_code == 404
    assert [row.state for row in stored.candidates()] == [CandidateState.PROPOSED]


def test_accepting_by_get_is_refused(amina, nominations, waiting, stored):
    assert amina.get(at(nominations, f"/{waiting.id}/accept")).status_code == 405
    assert [row.state for row in stored.candidates()] == [CandidateState.PROPOSED]


def test_the_page_of_the_vote_leads_to_those_who_wait(amina, nominations, waiting):
    page = Page(amina.get(f"/staff/kortrijk/contests/{nominations.slug}"))

    assert at(nominations) in page.links
    assert "One candidate waits" in page.text


def test_questions_to_the_database_do_not_grow_with_candidates(amina, make, nominations, waiting, queries):
    with queries() as few:
        amina.get(at(nominations, "?show=all"))
    for _ in range(30):
        make.candidate(nominations, shop=make.shop(), state=CandidateState.PROPOSED)
    with queries() as many:
        amina.get(at(nominations, "?show=all"))

    assert len(many.other_than("city.version")) == len(few.other_than("city.version"))
