"""Signing in and out."""

from tests.makers.accounts import PASSWORD
from tests.page import Page
from tests.sign_in import sign_in


def test_staff_of_one_city_land_on_its_dashboard(client, make):
    amina = make.staff()

    answer = client.post("/sign-in", data={"email": amina.email, "password": PASSWORD})

    assert answer.status_code == 303
    assert answer.location == "/staff/kortrijk"


def test_a_wrong_password_is_answered_on_the_same_page(client, make):
    amina = make.staff()

    page = Page(client.post("/sign-in", data={"email": amina.email, "password": "not the right one"}))

    assert page.status == 422
    assert "do not belong together" in page.text
    assert page.form().fields["email"] == amina.email


def test_a_public_page_opens_no_session(client, make):
    make.kortrijk()

    answer = client.get("/kortrijk")

    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_whoever_is_signed_in_may_see_the_people_page(client, make):
    sign_in(client, make.staff())

    page = Page(client.get("/staff/kortrijk/people"))

    assert page.status == 200
