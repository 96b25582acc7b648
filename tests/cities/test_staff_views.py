import pytest
from sqlalchemy import select

from cityshop.cities.models import City
from cityshop.core.permissions import Role
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.sign_in import post_form, sign_in

PAGE = {
    "headline_nl": "Kom binnen in Kortrijk",
    "introduction_nl": "Alles op wandelafstand.",
    "colour": "#a5182b",
    "contact_name": "Dienst Handel",
    "contact_email": "handel@kortrijk.example",
}


@pytest.fixture
def amelie(make, client):
    return sign_in(client, make.staff())


def stored(database):
    with database.reads() as session:
        return session.scalars(select(City).where(City.slug == "kortrijk")).one()


def test_the_dashboard_shows_what_is_on(make, amelie):
    make.campaign()

    assert "Kortingsweekend" in Page(amelie.get("/staff/kortrijk")).text


def test_the_dashboard_of_a_new_city_is_not_a_fault(make, amelie):
    assert Page(amelie.get("/staff/kortrijk")).status == 200


def test_town_hall_changes_its_own_page(amelie, database):
    assert post_form(amelie, "/staff/kortrijk/page", **PAGE).status_code == 303

    assert Page(amelie.get("/kortrijk")).heading == "Kom binnen in Kortrijk"


def test_a_colour_too_pale_to_read_is_refused_with_a_better_one(amelie, database):
    page = Page(post_form(amelie, "/staff/kortrijk/page", **(PAGE | {"colour": "#ffcc00"})))

    assert page.status == 422
    assert "#" in page.errors[0]
    assert stored(database).theme["city"] == "#a5182b"


@pytest.mark.parametrize("field", PAGE)
@pytest.mark.parametrize("text", BAD_TEXTS)
def test_bad_input_gets_a_sentence_or_is_shown_as_text(amelie, field, text):
    answer = post_form(amelie, "/staff/kortrijk/page", **(PAGE | {field: text}))

    assert answer.status_code in (303, 422)
    assert "<script>alert" not in answer.text
    assert "<script>alert" not in amelie.get("/kortrijk").text


def test_a_writer_cannot_change_the_citys_page(make, client):
    sign_in(client, make.staff(Role.WRITER))

    assert post_form(client, "/staff/kortrijk/page", **PAGE).status_code == 403


def test_the_journal_is_that_of_the_city(make, amelie, client):
    make.campaign()
    post_form(amelie, "/staff/kortrijk/page", **PAGE)

    journal = Page(amelie.get("/staff/kortrijk/journal")).text
    assert "Changed the city’s page" in journal
    assert "Amina Peeters" in journal


def test_the_organiser_sees_every_city(make, client):
    make.kortrijk()
    sign_in(client, make.account(Role.ORGANISER))

    assert Page(client.get("/organiser")).status == 200
    assert Page(client.get("/staff/kortrijk")).status == 200


def test_others_find_no_organisers_page(make, amelie):
    assert amelie.get("/organiser").status_code == 404
