"""Coordinators give and withdraw roles in their own city."""

import pytest
from sqlalchemy import func, select

from cityshop.accounts.models import Account, RoleGrant
from cityshop.core.journal import JournalEntry
from cityshop.core.outbox import letters_to
from cityshop.core.permissions import Role
from tests.page import Page
from tests.sign_in import post_form, sign_in

PEOPLE = "/staff/kortrijk/people"
FILLED = {"name": "Chloé Maes", "email": "chloe@stad.example", "role": "writer"}


def grants(session):
    session.expire_all()
    return session.execute(select(RoleGrant.role, RoleGrant.city_id).order_by(RoleGrant.id)).all()


def happenings(session):
    return session.scalars(select(JournalEntry.happening).order_by(JournalEntry.id)).all()


def test_somebody_without_an_account_is_invited(client, make, session):
    sign_in(client, make.staff())

    answer = post_form(client, PEOPLE, **FILLED)

    assert answer.status_code == 303
    assert "/password/new?token=" in letters_to(session, "chloe@stad.example")[0].text
    assert grants(session)[-1] == ("writer", make.kortrijk().id)
    assert happenings(session)[-1] == "role-granted"
    page = Page(client.get(PEOPLE))
    assert "Chloé Maes" in page.text
    assert "Invited" in page.text


def test_somebody_with_an_account_gets_the_role_and_keeps_the_name(client, make, session):
    chloe = make.account(email="chloe@stad.example", name="Chloé")
    sign_in(client, make.staff())

    post_form(client, PEOPLE, **FILLED)
    post_form(client, PEOPLE, **FILLED)

    assert letters_to(session, chloe.email) == []
    assert session.scalar(select(func.count(RoleGrant.id)).where(RoleGrant.account_id == chloe.id)) == 1
    assert session.scalar(select(Account.name).where(Account.id == chloe.id)) == "Chloé"


def test_a_role_that_is_withdrawn_is_gone(client, make, session):
    chloe = make.staff(Role.WRITER)
    sign_in(client, make.staff())

    answer = post_form(client, f"{PEOPLE}/{chloe.id}/writer/withdraw")

    assert answer.status_code == 303
    assert [role for role, _ in grants(session)] == ["coordinator"]
    assert happenings(session)[-1] == "role-withdrawn"


def test_withdrawing_twice_finds_nobody(client, make):
    chloe = make.staff(Role.WRITER)
    sign_in(client, make.staff())
    post_form(client, f"{PEOPLE}/{chloe.id}/writer/withdraw")

    assert post_form(client, f"{PEOPLE}/{chloe.id}/writer/withdraw").status_code == 404


def test_a_coordinator_keeps_the_own_role(client, make, session):
    amina = make.staff()
    sign_in(client, amina)

    answer = post_form(client, f"{PEOPLE}/{amina.id}/coordinator/withdraw")

    assert answer.status_code == 409
    assert len(grants(session)) == 1


def test_the_people_of_another_city_are_not_seen_and_not_touched(client, make, session):
    genk = make.city("genk", "Genk")
    stranger = make.account(Role.WRITER, city=genk, name="Dirk Vreemd")
    sign_in(client, make.staff())

    assert "Dirk Vreemd" not in Page(client.get(PEOPLE)).text
    assert post_form(client, f"{PEOPLE}/{stranger.id}/writer/withdraw").status_code == 404
    assert client.get("/staff/genk/people").status_code == 404


def test_a_role_in_another_city_is_not_withdrawn_along(client, make, session):
    genk = make.city("genk", "Genk")
    chloe = make.staff(Role.WRITER)
    with make.database.writes.begin() as writing:
        writing.add(RoleGrant(account_id=chloe.id, role=Role.WRITER, city_id=genk.id))
    sign_in(client, make.staff())

    post_form(client, f"{PEOPLE}/{chloe.id}/writer/withdraw")

    assert ("writer", genk.id) in grants(session)


@pytest.mark.parametrize("role", ["organiser", "merchant", "auditor", "king", ""])
def test_only_the_roles_of_one_city_can_be_given(client, make, session, role):
    sign_in(client, make.staff())

    page = Page(post_form(client, PEOPLE, **FILLED | {"role": role}))

    assert page.status == 422
    assert len(grants(session)) == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("email", ""),
        ("email", "chloe"),
        ("email", "a\0@b.example"),
        ("name", ""),
        ("name", "x" * 10_000),
        ("name", "a\0b"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_invited(client, make, session, field, typed):
    sign_in(client, make.staff())

    page = Page(post_form(client, PEOPLE, **FILLED | {field: typed}))

    assert page.status == 422
    assert session.scalar(select(func.count(Account.id))) == 1


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "أمينة", "Zoë 🥐"])
def test_any_name_is_shown_as_it_was_typed(client, make, name):
    sign_in(client, make.staff())

    post_form(client, PEOPLE, **FILLED | {"name": name})

    page = Page(client.get(PEOPLE))
    assert name in page.text
    assert "<script>alert" not in page.html


def test_the_list_asks_as_much_for_many_people_as_for_one(client, make, queries):
    sign_in(client, make.staff())
    client.get(PEOPLE)
    with queries() as few:
        client.get(PEOPLE)
    for _ in range(10):
        make.staff(Role.READER)

    with queries() as many:
        client.get(PEOPLE)

    assert len(many) == len(few)
