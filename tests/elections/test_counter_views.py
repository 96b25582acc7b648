import pytest
from sqlalchemy import select

from cityshop.core.permissions import Role
from cityshop.elections.models import Candidate, CandidateState, ContestState
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.sign_in import post_form, sign_in

WORDS = {
    "specialty_nl": "Zuurdesem van twee nachten.",
    "text_nl": "Om vier uur sta ik op, om zeven uur ruikt de straat naar brood.",
    "specialty_fr": "Du levain de deux nuits.",
    "text_fr": "",
}


@pytest.fixture
def shop(make):
    return make.shop()


@pytest.fixture
def bert(make, client, shop):
    return sign_in(client, make.merchant(shop))


@pytest.fixture
def draft(make):
    return make.contest(state=ContestState.DRAFT)


@pytest.fixture
def candidates(database):
    def read():
        with database.reads() as session:
            return session.execute(select(Candidate.__table__)).all()

    return read


def at(contest):
    return f"/shop/candidate/{contest.id}"


def test_a_shop_stands_and_reads_its_own_words_again(bert, draft, candidates):
    answer = post_form(bert, at(draft), **WORDS)

    assert answer.status_code == 303
    assert [row.state for row in candidates()] == [CandidateState.PROPOSED]
    assert WORDS["specialty_nl"] in Page(bert.get(answer.location)).html


def test_standing_twice_is_standing_once(bert, draft, candidates):
    post_form(bert, at(draft), **WORDS)
    post_form(bert, at(draft), **(WORDS | {"specialty_nl": "Kalletaart."}))

    assert [row.specialty["nl"] for row in candidates()] == ["Kalletaart."]


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("value", BAD_TEXTS)
def test_bad_input_is_never_a_fault_and_keeps_the_rest(bert, draft, candidates, name, value):
    answer = post_form(bert, at(draft), **(WORDS | {name: value}))

    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        assert Page(answer).errors
        assert candidates() == []
        assert (WORDS["text_nl"] if name != "text_nl" else WORDS["specialty_nl"]) in Page(answer).html


@pytest.fixture
def refused(make, draft, shop, database):
    candidate = make.candidate(draft, shop=shop, state=CandidateState.REFUSED)
    with database.writes.begin() as session:
        session.execute(Candidate.__table__.update().values(state_reason="Schrijf over je winkel."))
    return candidate


def test_a_refusal_is_explained_and_a_new_text_waits_again(bert, draft, refused, candidates):
    assert "Schrijf over je winkel." in Page(bert.get(at(draft))).text
    post_form(bert, at(draft), **WORDS)

    assert [(row.id, row.state, row.state_reason) for row in candidates()] == [
        (refused.id, CandidateState.PROPOSED, "")
    ]


def test_once_open_the_page_is_fixed(bert, poll, make, shop, candidates):
    here = poll()
    make.candidate(here.contest, shop=shop)

    page = Page(bert.get(at(here.contest)))
    answer = post_form(bert, at(here.contest), **WORDS)

    assert "can no longer change" in page.text
    assert answer.status_code == 422
    assert WORDS["text_nl"] not in str(candidates())


def test_a_shop_sees_its_own_number_and_no_other(bert, poll, make, shop, site_clock):
    here = poll()
    own = make.candidate(here.contest, shop=shop)
    make.ballots(own, 83)
    make.ballots(here.chloe, 47)

    text = Page(bert.get(at(here.contest))).text

    assert "83" in text
    assert "47" not in text


def test_a_shop_does_not_see_its_number_in_the_last_week(client, poll, make, shop, site_clock):
    here = poll()
    make.ballots(make.candidate(here.contest, shop=shop), 83)
    site_clock.move(days=19)

    text = Page(sign_in(client, make.merchant(shop)).get(at(here.contest))).text

    assert "83" not in text
    assert "not in the last days" in text


def test_a_shop_that_does_not_stand_reads_so(bert, poll):
    assert "does not stand" in Page(bert.get(at(poll().contest))).text


def test_the_vote_of_another_city_is_not_found(bert, make):
    genk = make.city("genk", "Genk")
    contest = make.contest(make.campaign(genk), state=ContestState.DRAFT)

    assert bert.get(at(contest)).status_code == 404
    assert post_form(bert, at(contest), **WORDS).status_code == 404


@pytest.mark.parametrize("contest_id", ["0", "999999", "99999999999999999999", "-1", "x"])
def test_an_unknown_vote_is_not_found(bert, contest_id):
    assert bert.get(f"/shop/candidate/{contest_id}").status_code == 404


def test_the_shop_of_somebody_else_is_not_found(bert, draft, make, candidates):
    other = make.shop(name="Bloemen Chloé")

    assert bert.get(f"{at(draft)}?shop={other.slug}").status_code == 404
    assert post_form(bert, f"{at(draft)}?shop={other.slug}", **WORDS).status_code == 404
    assert candidates() == []


def test_whoever_keeps_two_shops_chooses_which_one_stands(client, make, shop, draft, candidates):
    account = make.merchant(shop)
    second = make.shop(name="Tweede winkel", keeper=account)
    bert = sign_in(client, account)

    post_form(bert, f"{at(draft)}?shop={second.slug}", **WORDS)

    assert [row.shop_id for row in candidates()] == [second.id]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CREATOR, Role.AUDITOR])
def test_whoever_keeps_no_shop_finds_nothing(client, make, draft, role):
    someone = sign_in(client, make.account(role, city=make.kortrijk()))

    assert someone.get(at(draft)).status_code == 404
    assert post_form(someone, at(draft), **WORDS).status_code == 404


def test_strangers_sign_in_first(client, draft, candidates):
    assert client.get(at(draft)).location.startswith("/sign-in")
    assert post_form(client, at(draft), **WORDS).status_code == 303
    assert candidates() == []


def test_a_form_without_its_token_is_refused(bert, draft, candidates):
    assert bert.post(at(draft), data=WORDS).status_code == 400
    assert candidates() == []


def test_a_form_from_another_site_is_refused(bert, draft, candidates):
    assert bert.post(at(draft), data=WORDS, headers={"Origin": "https://elders.example"}).status_code == 403
    assert candidates() == []


def test_the_page_of_the_shop_leads_to_the_vote(bert, draft, shop):
    page = Page(bert.get(f"/shop/{shop.id}"))

    assert f"{at(draft)}?shop={shop.slug}" in page.links
    assert "You can still stand" in page.text
