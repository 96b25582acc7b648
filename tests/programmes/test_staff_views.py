"""What a city adds to the programme in which it takes part."""

import pytest

from cityshop.core.permissions import Role
from cityshop.elections.models import Contest, ContestState
from cityshop.programmes.models import EditionCity
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.sign_in import post_form, sign_in

AT = "/staff/kortrijk/programme"
PLACE = {
    "usp_nl": "De oudste winkelwandelstraat van het land.",
    "usp_fr": "La plus ancienne rue piétonne du pays.",
    "prize_nl": "een fiets",
    "contact_name": "Dienst Handel",
    "contact_email": "handel@kortrijk.example",
}


@pytest.fixture
def amelie(make, client):
    return sign_in(client, make.staff(Role.WRITER))


def test_a_city_writes_its_own_words(make, amelie, stored):
    make.edition()

    assert post_form(amelie, AT, **PLACE).location == "/staff/kortrijk"

    place = stored(EditionCity)[0]
    assert place.usp == {"nl": PLACE["usp_nl"], "fr": PLACE["usp_fr"]}
    assert PLACE["usp_nl"] in Page(amelie.get("/programme/ik-koop-lokaal")).text
    assert 'value="Dienst Handel"' in amelie.get(AT).text


def test_its_prize_goes_into_its_vote_as_long_as_that_is_a_draft(make, amelie, stored):
    edition = make.edition()
    contest = make.contest(state=ContestState.DRAFT)
    make.takes_part(edition, contest)
    with make.database.writes.begin() as session:
        session.execute(Contest.__table__.update().values(prize=edition.prize))

    post_form(amelie, AT, **PLACE)

    assert stored(Contest)[0].prize == {"nl": "een fiets"}


def test_a_vote_that_is_open_keeps_its_prize(make, amelie, stored):
    edition, contest = make.edition(), make.contest()
    make.takes_part(edition, contest)

    post_form(amelie, AT, **PLACE)

    assert stored(Contest)[0].prize == {}


def test_without_a_programme_there_is_no_page(make, amelie):
    make.kortrijk()

    assert amelie.get(AT).status_code == 404
    assert post_form(amelie, AT, **PLACE).status_code == 404


def test_the_first_page_of_town_hall_asks_for_the_words(make, amelie):
    make.edition()

    page = Page(amelie.get("/staff/kortrijk"))

    assert "Nothing written yet" in page.text
    assert AT in page.links


def test_the_page_of_a_vote_says_whether_it_follows(make, amelie):
    edition = make.edition()
    contest = make.contest(opens_at=edition.opens_at, closes_at=edition.closes_at)
    make.takes_part(edition, contest)

    assert (
        "has the dates and rules of the programme"
        in amelie.get(f"/staff/kortrijk/contests/{contest.slug}").text
    )


def test_another_city_is_never_touched(make, towns, amelie, stored):
    make.edition(make.programme(*towns(2)))

    post_form(amelie, AT, **PLACE)

    assert [bool(one.usp) for one in stored(EditionCity)] == [True, False]
    assert amelie.get("/staff/stad-01/programme").status_code == 404
    assert post_form(amelie, "/staff/stad-01/programme", **PLACE).status_code == 404


def test_a_city_never_sees_the_numbers_of_another(make, towns, amelie):
    cities = towns(2)
    edition = make.edition(make.programme(*cities))
    elsewhere = make.contest(make.campaign(cities[1]))
    make.takes_part(edition, elsewhere)
    make.ballots(make.candidate(elsewhere, shop=make.shop(name="KANARIE", city=cities[1])), 73)

    pages = ("/staff/kortrijk", AT, "/staff/kortrijk/contests", "/staff/kortrijk/journal")
    html = "".join(amelie.get(page).text for page in pages)

    assert "KANARIE" not in html
    assert "73" not in "".join(piece for piece in html.split() if piece.isdigit())
    assert elsewhere.slug not in html


def test_a_reader_may_not_write(make, client, stored):
    make.edition()
    sign_in(client, make.staff(Role.READER))

    assert post_form(client, AT, **PLACE).status_code == 403
    assert stored(EditionCity)[0].usp == {}


@pytest.mark.parametrize("field", PLACE)
@pytest.mark.parametrize("text", BAD_TEXTS)
def test_bad_input_gets_a_sentence_or_is_shown_as_text(make, amelie, field, text):
    make.edition()

    assert post_form(amelie, AT, **(PLACE | {field: text})).status_code in (303, 422)
    assert "<script>alert" not in amelie.get("/programme/ik-koop-lokaal").text


def test_a_form_that_is_refused_keeps_what_was_typed(make, amelie):
    make.edition()

    page = Page(post_form(amelie, AT, **(PLACE | {"contact_email": "geen adres"})))

    assert page.status == 422
    assert PLACE["prize_nl"] in page.html
    assert page.title.startswith("Error:")
