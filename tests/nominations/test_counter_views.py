import io

import pytest

from cityshop.core.journal import Happening
from cityshop.core.permissions import Role
from cityshop.core.pictures import Picture
from cityshop.elections.models import CandidateState, ContestState
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.photos import SVG, bomb, photo, photo_with_place
from tests.sign_in import post_form, sign_in

WORDS = {
    "specialty_nl": "Zuurdesem van twee nachten.",
    "text_nl": "Om vier uur sta ik op, om zeven uur ruikt de straat naar brood.",
    "specialty_fr": "Du levain de deux nuits.",
    "text_fr": "",
}


def at(contest):
    return f"/shop/candidate/{contest.id}"


def test_a_shop_stands_and_reads_its_own_words_again(bert, nominations, stored):
    answer = post_form(bert, at(nominations), **WORDS)

    assert answer.status_code == 303
    assert [row.state for row in stored.candidates()] == [CandidateState.PROPOSED]
    assert WORDS["specialty_nl"] in Page(bert.get(answer.location)).html


def test_standing_twice_is_standing_once(bert, nominations, stored):
    post_form(bert, at(nominations), **WORDS)
    post_form(bert, at(nominations), **(WORDS | {"specialty_nl": "Kalletaart."}))

    assert [row.specialty["nl"] for row in stored.candidates()] == ["Kalletaart."]


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("value", BAD_TEXTS)
def test_bad_input_is_never_a_fault_and_keeps_the_rest(bert, nominations, stored, name, value):
    answer = post_form(bert, at(nominations), **(WORDS | {name: value}))

    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        assert Page(answer).errors
        assert stored.candidates() == []
        assert (WORDS["text_nl"] if name != "text_nl" else WORDS["specialty_nl"]) in Page(answer).html


def test_a_refusal_is_explained_and_a_new_text_waits_again(bert, make, nominations, shop, stored):
    why = "Schrijf over je winkel."
    refused = make.candidate(nominations, shop=shop, state=CandidateState.REFUSED, reason=why)

    assert "Schrijf over je winkel." in Page(bert.get(at(nominations))).text
    post_form(bert, at(nominations), **WORDS)

    assert [(row.id, row.state, row.state_reason) for row in stored.candidates()] == [
        (refused.id, CandidateState.PROPOSED, "")
    ]


def test_once_open_the_page_is_fixed(bert, make, shop, stored):
    contest = make.contest()
    make.candidate(contest, shop=shop)

    page = Page(bert.get(at(contest)))
    answer = post_form(bert, at(contest), **WORDS)

    assert "can no longer change" in page.text
    assert answer.status_code == 422
    assert WORDS["text_nl"] not in str(stored.candidates())


def test_a_shop_sees_its_own_number_and_no_other(bert, make, shop):
    contest = make.contest()
    make.ballots(make.candidate(contest, shop=shop), 83)
    make.ballots(make.candidate(contest, shop=make.shop(name="Bloemen Chloé")), 47)

    text = Page(bert.get(at(contest))).text

    assert "83" in text
    assert "47" not in text


def test_a_shop_does_not_see_its_number_in_the_last_week(client, make, shop, account, site_clock):
    contest = make.contest()
    make.ballots(make.candidate(contest, shop=shop), 83)
    site_clock.move(days=19)

    text = Page(sign_in(client, account).get(at(contest))).text

    assert "83" not in text
    assert "not in the last days" in text


def test_a_shop_that_does_not_stand_reads_so(bert, make):
    assert "does not stand" in Page(bert.get(at(make.contest()))).text


def test_the_vote_of_another_city_is_not_found(bert, make):
    genk = make.city("genk", "Genk")
    contest = make.contest(make.campaign(genk), state=ContestState.NOMINATIONS)

    assert bert.get(at(contest)).status_code == 404
    assert post_form(bert, at(contest), **WORDS).status_code == 404


@pytest.mark.parametrize("contest_id", ["0", "999999", "99999999999999999999", "-1", "x"])
def test_an_unknown_vote_is_not_found(bert, contest_id):
    assert bert.get(f"/shop/candidate/{contest_id}").status_code == 404


def test_the_shop_of_somebody_else_is_not_found(bert, nominations, make, stored):
    other = make.shop(name="Bloemen Chloé")

    assert bert.get(f"{at(nominations)}?shop={other.slug}").status_code == 404
    assert post_form(bert, f"{at(nominations)}?shop={other.slug}", **WORDS).status_code == 404
    assert stored.candidates() == []


def test_whoever_keeps_two_shops_chooses_which_one_stands(client, make, shop, nominations, stored):
    account = make.merchant(shop)
    second = make.shop(name="Tweede winkel", keeper=account)
    bert = sign_in(client, account)

    post_form(bert, f"{at(nominations)}?shop={second.slug}", **WORDS)

    assert [row.shop_id for row in stored.candidates()] == [second.id]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CREATOR, Role.AUDITOR])
def test_whoever_keeps_no_shop_finds_nothing(client, make, nominations, role):
    someone = sign_in(client, make.account(role, city=make.kortrijk()))

    assert someone.get(at(nominations)).status_code == 404
    assert post_form(someone, at(nominations), **WORDS).status_code == 404


def test_strangers_sign_in_first(client, nominations, stored):
    assert client.get(at(nominations)).location.startswith("/sign-in")
    assert post_form(client, at(nominations), **WORDS).status_code == 303
    assert stored.candidates() == []


def test_a_form_without_its_token_is_refused(bert, nominations, stored):
    assert bert.post(at(nominations), data=WORDS).status_code == 400
    assert stored.candidates() == []


def test_a_form_from_another_site_is_refused(bert, nominations, stored):
    assert (
        bert.post(at(nominations), data=WORDS, headers={"Origin": "https://elders.example"}).status_code
        == 403
    )
    assert stored.candidates() == []


def test_the_page_of_the_shop_leads_to_the_vote(bert, nominations, shop):
    page = Page(bert.get(f"/shop/{shop.id}"))

    assert f"{at(nominations)}?shop={shop.slug}" in page.links
    assert "You can still stand" in page.text


def test_a_draft_is_not_a_shops_business(bert, make):
    contest = make.contest(state=ContestState.DRAFT)

    assert bert.get(at(contest)).status_code == 404
    assert post_form(bert, at(contest), **WORDS).status_code == 404


FACTS = {"since_year": "1987", "sponsors_nl": "Brood voor de voedselbank", "photo_alt_nl": "Bert bij de oven"}


def sent(content, name="foto.jpg"):
    return {"photo": (io.BytesIO(content), name)}


def test_a_shop_tells_since_when_what_it_gives_and_shows_itself(bert, nominations, stored):
    answer = post_form(bert, at(nominations), **WORDS, **FACTS, **sent(photo_with_place()))

    (row,) = stored.candidates()
    assert answer.status_code == 303
    assert (row.since_year, row.sponsors["nl"]) == (1987, FACTS["sponsors_nl"])
    assert row.photo_alt == {"nl": "Bert bij de oven"}
    assert stored.count(Picture) == 1
    content = bert.get(f"/picture/{row.photo}.webp").data
    small = bert.get(f"/picture/small/{row.photo}.webp").data
    assert b"GEHEIM" not in content
    assert 0 < len(small) < len(content)


def test_the_public_page_shows_the_photo(client, make, nominations, shop, kept_photo):
    name = kept_photo(is_claimed=True)
    make.candidate(nominations, shop=shop, photo=name)

    card = Page(client.get(f"/kortrijk/vote/{nominations.slug}"))
    page = Page(client.get(f"/kortrijk/vote/{nominations.slug}/{shop.slug}"))

    (small,) = [image for image in card.all("img") if "/picture/" in image.facts["src"]]
    (large,) = [image for image in page.all("img") if "/picture/" in image.facts["src"]]
    assert (small.facts["src"], small.facts["loading"]) == (f"/picture/small/{name}.webp", "lazy")
    assert large.facts["src"] == f"/picture/{name}.webp"
    assert {small.facts["alt"], large.facts["alt"]} == {"Bert voor de oven."}


def test_a_photo_needs_a_description_and_is_not_asked_for_again(bert, nominations, stored):
    page = Page(post_form(bert, at(nominations), **WORDS, **sent(photo())))

    form = next(one for one in page.forms if "photo_kept" in one.fields)
    assert page.status == 422
    assert "what the photo shows" in page.errors[0]
    assert stored.candidates() == []
    kept = form.fields["photo_kept"]
    answer = post_form(bert, at(nominations), **WORDS, photo_alt_nl="Bert", photo_kept=kept)
    assert answer.status_code == 303
    assert [row.photo for row in stored.candidates()] == [kept]


def test_saving_again_keeps_the_photo(bert, nominations, stored):
    post_form(bert, at(nominations), **WORDS, **FACTS, **sent(photo()))
    form = next(one for one in Page(bert.get(at(nominations))).forms if "photo_kept" in one.fields)

    post_form(bert, at(nominations), **WORDS, **FACTS, photo_kept=form.fields["photo_kept"])

    assert [row.photo for row in stored.candidates()] == [form.fields["photo_kept"]]


def test_a_shop_leaves_its_photo_out(bert, nominations, stored):
    post_form(bert, at(nominations), **WORDS, **FACTS, **sent(photo()))

    post_form(
        bert,
        at(nominations),
        **WORDS,
        photo_kept=stored.candidates()[0].photo,
        photo_alt_nl="x",
        drops_photo="y",
    )

    assert [row.photo for row in stored.candidates()] == [""]
    assert stored.count(Picture) == 0


def test_the_photo_of_another_shop_cannot_be_named(bert, make, nominations, stored, kept_photo):
    theirs = kept_photo(is_claimed=True)
    make.candidate(nominations, shop=make.shop(name="Bloemen Chloé"), photo=theirs)

    page = Page(post_form(bert, at(nominations), **WORDS, photo_kept=theirs, photo_alt_nl="Bert"))

    assert page.status == 422
    assert "Choose it again" in page.errors[0]
    assert len(stored.candidates()) == stored.count(Picture) == 1


@pytest.mark.parametrize("name", ["x", "../../etc/passwd", "<script>", "\0" * 22, "a" * 22])
def test_a_photo_that_was_never_sent_is_no_photo(bert, nominations, stored, name):
    answer = post_form(bert, at(nominations), **WORDS, photo_kept=name, photo_alt_nl="x")

    assert answer.status_code in (303, 422)
    assert [row.photo for row in stored.candidates()] in ([], [""])


@pytest.mark.parametrize(
    "content",
    [SVG, photo()[:3_000], photo("GIF"), bomb(), b"MZ\x90", photo(size=(50, 50))],
    ids=["svg", "truncated", "gif", "bomb", "program", "stamp"],
)
def test_what_is_no_photo_gets_a_sentence_and_keeps_the_words(bert, nominations, stored, content):
    page = Page(post_form(bert, at(nominations), **WORDS, **FACTS, **sent(content)))

    assert page.status == 422
    assert "picture" in page.errors[0]
    assert WORDS["text_nl"] in page.html
    assert stored.candidates() == []
    assert stored.count(Picture) == 0


def test_50_million_bytes_are_refused(bert, nominations, stored):
    answer = post_form(bert, at(nominations), **WORDS, **sent(b"\xff\xd8\xff" + b"\0" * 50_000_000))

    answer.request.environ["wsgi.input"].close()  # the client of the tests leaves its file open
    assert answer.status_code == 413
    assert stored.candidates() == []


@pytest.mark.parametrize("year", ["2027", "87", "1e3", "-1", "0", "²⁰²⁰"])
def test_a_year_that_is_none_gets_a_sentence(bert, nominations, stored, year):
    page = Page(post_form(bert, at(nominations), **(WORDS | {"since_year": year})))

    assert page.status == 422
    assert "Fill in a year" in page.errors[0]
    assert stored.candidates() == []


def test_nobody_saves_all_day(bert, nominations):
    answers = [post_form(bert, at(nominations)).status_code for _ in range(61)]

    assert answers[-2:] == [422, 429]


def test_a_shop_withdraws_after_being_asked(bert, make, nominations, shop, stored):
    make.candidate(nominations, shop=shop)
    page = Page(bert.get(at(nominations)))
    assert f"{at(nominations)}/withdraw?shop={shop.slug}" in page.links

    asked = Page(bert.get(f"{at(nominations)}/withdraw?shop={shop.slug}"))
    assert [row.state for row in stored.candidates()] == [CandidateState.ACCEPTED]
    answer = post_form(bert, asked.form("withdraw").action)

    assert answer.status_code == 303
    assert [row.state for row in stored.candidates()] == [CandidateState.LEFT]
    assert "You left the list" in Page(bert.get(answer.location)).text
    assert bert.get(f"/kortrijk/vote/{nominations.slug}/{shop.slug}").status_code == 404
    (line,) = stored.journal()
    assert (line.happening, line.account_id is not None) == (Happening.CANDIDATE_WITHDRAWN, True)


def test_who_withdraws_from_an_open_vote_stays_listed(bert, make, shop, stored, client):
    contest = make.contest()
    make.candidate(contest, shop=shop)

    post_form(bert, f"{at(contest)}/withdraw")

    assert [row.state for row in stored.candidates()] == [CandidateState.WITHDRAWN]
    assert "You withdrew" in Page(bert.get(at(contest))).text
    public = Page(client.get(f"/kortrijk/vote/{contest.slug}/{shop.slug}"))
    assert "no longer stands" in public.text
    assert not [form for form in public.forms if form.method == "post"]


def test_withdrawing_too_late_gets_a_sentence(bert, make, shop, stored):
    contest = make.contest(state=ContestState.CLOSED)
    make.candidate(contest, shop=shop)

    page = Page(post_form(bert, f"{at(contest)}/withdraw"))

    assert page.status == 422
    assert "vote is over" in page.errors[0]
    assert [row.state for row in stored.candidates()] == [CandidateState.ACCEPTED]


def test_a_shop_that_does_not_stand_has_nothing_to_withdraw(bert, nominations):
    assert bert.get(f"{at(nominations)}/withdraw").status_code == 404
    assert post_form(bert, f"{at(nominations)}/withdraw").status_code == 404


def test_nobody_withdraws_the_shop_of_somebody_else(bert, make, nominations, stored):
    other = make.candidate(nominations, shop=make.shop(name="Bloemen Chloé"))

    assert post_form(bert, f"{at(nominations)}/withdraw?shop={other.slug}").status_code == 404
    assert [row.state for row in stored.candidates()] == [CandidateState.ACCEPTED]


def test_scripts_are_shown_as_text(bert, client, make, nominations, shop):
    words = dict.fromkeys((*WORDS, "sponsors_nl"), "<script>alert(1)</script>")
    post_form(bert, at(nominations), **words)

    page = Page(bert.get(at(nominations)))

    assert "<script>alert" not in page.html
    assert "&lt;script&gt;" in page.html
