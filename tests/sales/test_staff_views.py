"""Town hall keeps the calendar of the sales."""

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import JournalEntry
from cityshop.core.permissions import PERMISSIONS, Act, Role
from cityshop.sales.models import SalesPeriod
from tests.page import Page
from tests.sign_in import post_form, sign_in

SALES = "/staff/kortrijk/sales"
AUGUST = {
    "winter_ban_from": "2025-12-03",
    "winter_ban_until": "2026-01-02",
    "winter_sales_from": "2026-01-03",
    "winter_sales_until": "2026-01-31",
    "summer_ban_from": "2026-07-01",
    "summer_ban_until": "2026-07-31",
    "summer_sales_from": "2026-08-01",
    "summer_sales_until": "2026-08-31",
}


@pytest.fixture
def amina(client, make):
    return sign_in(client, make.staff())


def periods(session):
    with across_cities(session):
        found = session.scalars(select(SalesPeriod.year)).all()
    session.rollback()  # the site writes again
    return found


def test_the_calendar_shows_the_days_of_the_law(amina):
    text = Page(amina.get(SALES)).text

    assert "1 juni to 30 juni" in text
    assert "the whole country" in text
    assert "own days" not in text


def test_a_moved_year_is_kept_and_taken_back(amina, session):
    assert post_form(amina, f"{SALES}/2026", **AUGUST).status_code == 303
    assert post_form(amina, f"{SALES}/2026", **AUGUST).status_code == 303

    text = Page(amina.get(SALES)).text
    assert "1 augustus to 31 augustus" in text
    assert "own days" in text
    assert len(periods(session)) == 2

    for _ in range(2):
        assert post_form(amina, f"{SALES}/2026/follow").status_code == 303
    assert periods(session) == []
    journal = session.scalars(select(JournalEntry.note).order_by(JournalEntry.id)).all()
    assert journal == ["", "", "as in the whole country"]


def test_the_form_shows_what_holds(amina):
    page = Page(amina.get(f"{SALES}/2026"))

    assert page.heading == "Sales of 2026"
    assert 'value="2026-07-31"' in page.html


@pytest.mark.parametrize(
    "changes",
    [
        {"summer_ban_from": ""},
        {"summer_ban_from": "2026-06-31"},
        {"summer_ban_from": "yesterday"},
        {"summer_ban_from": "2026-08-01"},
        {"summer_sales_until": "2026-07-31"},
        {"summer_sales_from": "2026-07-31"},
        {"summer_sales_from": "2028-08-01", "summer_sales_until": "2028-08-31"},
    ],
)
def test_wrong_days_are_said_and_kept(amina, session, changes):
    page = Page(post_form(amina, f"{SALES}/2026", **{**AUGUST, **changes}))

    assert page.status == 422
    assert page.errors
    assert 'value="2026-07-01"' in page.html or "summer_ban_from" in changes
    assert periods(session) == []


def test_unknown_years_are_unknown(amina):
    for year in ("1999", "2101", "999999", "x"):
        assert amina.get(f"{SALES}/{year}").status_code == 404
        assert post_form(amina, f"{SALES}/{year}", **AUGUST).status_code == 404
        assert post_form(amina, f"{SALES}/{year}/follow").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_who_may_move_the_sales(client, make, session, role):
    sign_in(client, make.account(role, city=make.kortrijk()))

    statuses = {post_form(client, f"{SALES}/2026", **AUGUST).status_code, client.get(SALES).status_code}

    may = role in PERMISSIONS[Act.EDIT_OFFER].roles
    is_staff = role in PERMISSIONS[Act.SEE_DASHBOARD].roles
    assert statuses == ({303, 200} if may else {403, 200} if is_staff else {404})
    assert bool(periods(session)) == may


def test_another_city_keeps_its_own_days(amina, client, make, session):
    post_form(amina, f"{SALES}/2026", **AUGUST)
    make.city("genk", "Genk")

    assert client.get("/staff/genk/sales").status_code == 404
    assert post_form(client, "/staff/genk/sales/2026/follow").status_code == 404
    assert len(periods(session)) == 2


def test_a_stranger_signs_in_first(client, make):
    make.kortrijk()

    assert client.get(SALES).location.startswith("/sign-in")
    assert client.post(f"{SALES}/2026").location == "/sign-in"


def test_without_token_nothing_is_written(amina, session):
    assert amina.post(f"{SALES}/2026", data=AUGUST).status_code == 400
    assert amina.post(f"{SALES}/2026/follow").status_code == 400
    assert amina.get(f"{SALES}/2026/follow").status_code == 405
    assert periods(session) == []
