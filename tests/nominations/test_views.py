"""Residents suggest a shop, and the shop answers behind its link."""

import re

import pytest
from sqlalchemy import select, update

from cityshop.core.outbox import OutgoingMail
from cityshop.elections.models import CandidateState, Contest, ContestState, ProposedBy
from cityshop.elections.rules import VoteRules
from cityshop.merchants.models import ShopState
from cityshop.nominations import titles
from cityshop.nominations.models import SuggestionState
from tests.bad_input import BAD_TEXTS
from tests.page import Page

WHY = "Zonder hun brood is het geen zondag."


def at(contest, rest=""):
    return f"/kortrijk/vote/{contest.slug}/propose{rest}"


def suggest(client, contest, shop=None, **fields):
    return client.post(at(contest), data={"shop": shop.slug if shop else "", "reason": WHY, **fields})


def link_in(stored):
    return re.search(r"http://localhost(\S+)", stored.letters()[0].text)[1]


@pytest.fixture
def link(client, nominations, shop, account, stored):
    """The address in the mail to Bert."""
    suggest(client, nominations, shop)
    return link_in(stored)


UNREGISTERED = {"name": "Kapsalon Knip", "street": "Leiestraat 3", "email": "Knip@Kapsalon.example"}


def test_a_resident_suggests_a_shop_and_it_is_asked(client, nominations, shop, account, stored):
    answer = suggest(client, nominations, shop)

    (letter,) = stored.letters()
    assert answer.status_code == 303
    assert answer.location == at(nominations, "/sent")
    assert letter.recipient == account.email
    assert WHY in letter.text
    assert stored.candidates() == []
    assert "Thank you" in Page(client.get(answer.location)).heading
    assert WHY not in client.get(f"/kortrijk/vote/{nominations.slug}").text


def test_a_shop_is_asked_once_whatever_is_sent(client, nominations, shop, account, stored):
    answers = [suggest(client, nominations, shop) for _ in range(3)]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, at(nominations, "/sent"))}
    assert len(stored.letters()) == len(stored.suggestions()) == 1


def test_a_shop_that_is_not_registered_is_invited_without_the_words_of_a_stranger(
    client, nominations, stored
):
    answer = suggest(client, nominations, **UNREGISTERED)

    (letter,), (row,) = stored.letters(), stored.suggestions()
    assert answer.status_code == 303
    assert letter.recipient == UNREGISTERED["email"]
    assert "/shop/register?city=kortrijk" in letter.text
    assert "Kapsalon Knip" in letter.text
    assert WHY not in letter.text
    assert (row.name, row.shop_id) == ("Kapsalon Knip", None)
    assert "knip" not in row.subject.casefold()


def test_the_same_mailbox_is_invited_once_however_it_is_spelled(client, nominations, stored):
    for email in ("knip@kapsalon.example", "KNIP@Kapsalon.example", " knip@kapsalon.example "):
        assert suggest(client, nominations, **(UNREGISTERED | {"email": email})).status_code == 303

    assert len(stored.letters()) == 1


def test_nothing_tells_whether_a_mailbox_is_known(client, make, nominations, shop, account):
    nobody_keeps_it = make.shop(name="Zonder houder")
    answers = [
        suggest(client, nominations, shop),
        suggest(client, nominations, shop),
        suggest(client, nominations, nobody_keeps_it),
        suggest(client, nominations, **UNREGISTERED),
        suggest(client, nominations, **(UNREGISTERED | {"email": account.email})),
    ]

    assert len({(answer.status_code, answer.location, answer.data) for answer in answers}) == 1


@pytest.mark.parametrize("state", [CandidateState.PROPOSED, CandidateState.REFUSED])
def test_who_came_forward_is_not_asked_again(bert, make, shop, stored, state):
    contest = make.contest(state=ContestState.NOMINATIONS)
    make.candidate(contest, shop=shop, state=state)

    assert suggest(bert, contest, shop).status_code == 303
    assert stored.letters() == []


def test_the_list_has_approved_shops_that_do_not_stand_yet(client, make, nominations, shop):
    make.candidate(nominations, shop=make.shop(name="Staat er al"))
    make.shop(name="Wacht nog", state=ShopState.WAITING)
    make.shop(make.city("genk", "Genk"), name="Winkel in Genk")

    words = [option.text for option in Page(client.get(at(nominations))).all("option")]

    assert words == ["Choose", "Bakkerij Bert, Doorniksestraat 12"]


def test_a_shop_that_is_not_in_the_list_is_refused(client, make, nominations, stored):
    elsewhere = make.shop(make.city("genk", "Genk"), name="Winkel in Genk")
    waits = make.shop(state=ShopState.WAITING)

    for one in (elsewhere, waits):
        assert suggest(client, nominations, one).status_code == 422
    assert stored.letters() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a shop"),
        ({"reason": " ", "name": "Knip", "email": "a@b.be"}, "why"),
        ({"name": "Knip"}, "e-mail address of the shop"),
        ({"name": "Knip", "email": "geen adres"}, "e-mail address"),
        ({"name": "Knip", "email": "a@b.be\r\nBcc: x@y.be"}, "e-mail address"),
        ({"name": "Knip", "email": "a@b.be, c@d.be"}, "e-mail address"),
        ({"name": "Win op www.winkel.example", "email": "a@b.be"}, "Leave out links"),
        ({"reason": "Zie https://x.example", "name": "Knip", "email": "a@b.be"}, "Leave out links"),
    ],
)
def test_what_is_missing_or_wrong_gets_a_sentence_and_keeps_the_rest(
    client, nominations, stored, fields, sentence
):
    page = Page(client.post(at(nominations), data={"shop": "", "reason": WHY, "street": "Leie 3", **fields}))

    assert page.status == 422
    assert sentence in page.errors[0]
    assert 'value="Leie 3"' in page.html
    assert stored.letters() == []
    assert stored.suggestions() == []


@pytest.mark.parametrize("name", ["shop", "reason", "name", "street", "email"])
@pytest.mark.parametrize("value", [*BAD_TEXTS, "x" * 200])
def test_bad_input_is_never_a_fault(client, nominations, name, value):
    answer = client.post(at(nominations), data=UNREGISTERED | {"reason": WHY, name: value})

    assert answer.status_code in (303, 422)
    assert "<script>alert" not in answer.text


def test_a_form_from_another_site_is_refused(client, nominations, shop, stored):
    headers = {"Origin": "https://elders.example"}

    answer = client.post(at(nominations), data={"shop": shop.slug, "reason": WHY}, headers=headers)

    assert answer.status_code == 403
    assert stored.letters() == []


def test_a_network_suggests_so_many_shops_an_hour(client, nominations, shop):
    answers = [suggest(client, nominations, shop) for _ in range(31)]

    assert [answer.status_code for answer in answers[-2:]] == [303, 429]
    assert "too often" in Page(answers[-1]).errors[0]


def test_nobody_fills_the_mailbox_of_a_stranger(client, make, stored):
    contests = [make.contest(state=ContestState.NOMINATIONS) for _ in range(5)]

    answers = [suggest(client, contest, **UNREGISTERED).status_code for contest in contests]

    assert answers == [303, 303, 303, 429, 429]
    assert len(stored.letters()) == 3


@pytest.mark.parametrize("state", [ContestState.OPEN, ContestState.PAUSED, ContestState.CLOSED], ids=str)
def test_once_the_list_is_closed_nobody_is_suggested(bert, make, shop, stored, state):
    contest = make.contest(state=state)

    page = Page(bert.get(at(contest)))
    answer = suggest(bert, contest, shop)

    assert "cannot come forward" in page.text
    assert not [form for form in page.forms if form.method == "post"]
    assert answer.status_code == 409
    assert stored.letters() == []


def test_the_public_page_invites_and_shows_who_is_on_the_list(client, make, nominations):
    make.candidate(nominations, shop=make.shop(name="Bloemen Chloé"))
    make.candidate(nominations, shop=make.shop(name="Wacht nog"), state=CandidateState.PROPOSED)
    make.candidate(nominations, shop=make.shop(name="Liep weg"), state=CandidateState.LEFT)

    page = Page(client.get(f"/kortrijk/vote/{nominations.slug}"))

    assert at(nominations) in page.links
    assert f"/shop/candidate/{nominations.id}" in page.links
    assert "Bloemen Chloé" in page.text
    assert "Wacht nog" not in page.text
    assert "Liep weg" not in page.text


def test_public_pages_set_no_cookie_and_are_kept(client, nominations):
    for rest in ("", "/sent"):
        answer = client.get(at(nominations, rest))
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"].startswith("public")
        assert "ETag" in answer.headers


def test_opening_the_link_decides_nothing(client, link, stored):
    for method in ("GET", "HEAD", "GET"):
        answer = client.open(link, method=method)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"

    assert WHY in Page(client.get(link)).text
    assert stored.candidates() == []
    assert [row.state for row in stored.suggestions()] == [SuggestionState.WAITING]


def test_the_shop_says_yes_and_waits_for_town_hall(client, link, nominations, stored):
    answer = client.post(link, data={"answer": "yes"})

    (row,) = stored.candidates()
    assert (answer.status_code, answer.location) == (303, link)
    assert (row.state, row.proposed_by) == (CandidateState.PROPOSED, ProposedBy.RESIDENT)
    assert row.agreed_at is not None
    assert [row.state for row in stored.suggestions()] == [SuggestionState.AGREED]
    assert "Write my page" in Page(client.get(link)).text


def test_saying_yes_twice_is_saying_it_once(client, link, stored):
    for _ in range(3):
        assert client.post(link, data={"answer": "yes"}).status_code == 303

    assert len(stored.candidates()) == 1


def test_a_no_after_a_yes_changes_nothing(client, link, stored):
    client.post(link, data={"answer": "yes"})
    client.post(link, data={"answer": "no"})

    assert [row.state for row in stored.suggestions()] == [SuggestionState.AGREED]
    assert len(stored.candidates()) == 1


@pytest.mark.parametrize("fields", [{"answer": "no"}, {}, {"answer": "\0"}])
def test_the_shop_says_no_and_may_change_its_mind(client, link, stored, fields):
    client.post(link, data=fields)

    assert [row.state for row in stored.suggestions()] == [SuggestionState.DECLINED]
    assert stored.candidates() == []
    client.post(link, data={"answer": "yes"})
    assert len(stored.candidates()) == 1


@pytest.mark.usefixtures("account")
def test_a_shop_that_came_forward_itself_keeps_what_it_said(client, make, nominations, shop, stored):
    suggest(client, nominations, shop)
    link = link_in(stored)
    make.candidate(nominations, shop=shop)

    client.post(link, data={"answer": "yes"})

    (row,) = stored.candidates()
    assert (row.state, row.text, row.proposed_by) == (
        CandidateState.ACCEPTED,
        {"nl": "Elke ochtend om vier uur uit bed."},
        ProposedBy.SHOP,
    )


def test_a_yes_that_comes_too_late_is_refused(client, link, database, stored):
    with database.writes.begin() as session:
        session.execute(update(Contest.__table__).values(state=ContestState.OPEN))

    page = Page(client.post(link, data={"answer": "yes"}))

    assert page.status == 409
    assert "cannot come forward" in page.text
    assert stored.candidates() == []


def test_a_winner_is_told_to_let_others_go_first(bert, app, make, shop, stored):
    contest = make.contest(state=ContestState.NOMINATIONS, rules=VoteRules(winner_may_stand_again=False))
    suggest(bert, contest, shop)
    link = link_in(stored)
    before = app.extensions["cityshop.titles"]
    titles.install(app, [lambda session, shop_id, now: shop_id == shop.id])
    try:
        page = Page(bert.post(link, data={"answer": "yes"}))
    finally:
        titles.install(app, before)

    assert page.status == 409
    assert "still holds the title" in page.text
    assert stored.candidates() == []


@pytest.mark.parametrize("token", ["x", "a" * 22, "..%2F..", "%00", "é", "x" * 5_000])
def test_an_unknown_link_is_not_found(client, nominations, token):
    assert client.get(at(nominations, f"/{token}")).status_code == 404
    assert client.post(at(nominations, f"/{token}"), data={"answer": "yes"}).status_code == 404


def test_a_link_works_in_its_own_vote_and_city_only(client, link, make, stored):
    elsewhere = make.contest(state=ContestState.NOMINATIONS)
    make.city("genk", "Genk")
    token = link.rpartition("/")[2]

    for path in (at(elsewhere, f"/{token}"), link.replace("kortrijk", "genk")):
        assert client.post(path, data={"answer": "yes"}).status_code == 404
    assert stored.candidates() == []


def test_a_yes_from_another_site_is_refused(client, link, stored):
    answer = client.post(link, data={"answer": "yes"}, headers={"Origin": "https://elders.example"})

    assert answer.status_code == 403
    assert stored.candidates() == []


def test_the_token_of_the_link_is_not_in_the_database(link, stored, database):
    token = link.rpartition("/")[2]

    assert token not in str(stored.suggestions())
    with database.reads() as session:
        assert token in session.scalars(select(OutgoingMail.text)).one()


def test_questions_to_the_database_do_not_grow_with_shops(client, make, nominations, queries):
    client.get(at(nominations))
    with queries() as few:
        client.get(at(nominations, "?a"))
    for _ in range(30):
        make.shop()
    with queries() as many:
        client.get(at(nominations, "?b"))

    assert len(many.other_than("city.version")) == len(few.other_than("city.version"))
