"""Choosing a password: by a mailed link, and when signed in."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cityshop.accounts.models import PasswordReset, SignIn
from cityshop.core.outbox import OutgoingMail, letters_to
from tests.makers.accounts import PASSWORD
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

FRESH = "zeven ganzen aan de Leie"


def ask(client, email):
    return client.post("/password/forgotten", data={"email": email})


def link_in_mail(session, email):
    text = letters_to(session, email)[0].text
    session.rollback()  # the site must be able to write
    return re.search(r"http://localhost(/password/new\?token=\S+)", text)[1]


def test_a_new_password_is_chosen_with_the_link_in_the_mail(client, make, session):
    amina = make.staff()
    ask(client, amina.email)
    link = link_in_mail(session, amina.email)

    Page(client.get(link))
    answer = client.post(link, data={"password": FRESH})

    assert (answer.status_code, answer.location) == (303, "/sign-in?changed=1")
    assert client.post("/sign-in", data={"email": amina.email, "password": PASSWORD}).status_code == 422
    assert client.post("/sign-in", data={"email": amina.email, "password": FRESH}).status_code == 303


def test_everybody_gets_the_same_answer(client, make, session):
    amina = make.staff()

    known, unknown = ask(client, amina.email), ask(client, "dirk@elders.example")

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert session.scalar(select(func.count(OutgoingMail.id))) == 1


def test_a_link_works_once(client, make, session):
    amina = make.staff()
    ask(client, amina.email)
    link = link_in_mail(session, amina.email)
    client.post(link, data={"password": FRESH})

    again = client.post(link, data={"password": "another good sentence"})

    assert again.status_code == 410
    assert "It was used before, or it is too old." in Page(again).text
    assert client.get(link).status_code == 410


def test_opening_the_link_uses_nothing_up(client, make):
    make.password_link(make.staff(), "token", expires_at=NOW + timedelta(minutes=60))

    statuses = [client.get("/password/new?token=token").status_code for _ in range(3)]

    assert statuses == [200, 200, 200]


def test_a_link_is_good_for_an_hour(client, make, session, site_clock):
    amina = make.staff()
    ask(client, amina.email)
    link = link_in_mail(session, amina.email)
    site_clock.move(minutes=59)
    assert client.get(link).status_code == 200

    site_clock.move(minutes=1)

    assert client.get(link).status_code == 410
    assert client.post(link, data={"password": FRESH}).status_code == 410


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 10_000, "%00", "😀"])
def test_a_link_that_was_never_sent_is_refused(client, database, token):
    assert client.get(f"/password/new?token={token}").status_code == 410
    assert client.post(f"/password/new?token={token}", data={"password": FRESH}).status_code == 410


def test_the_link_is_told_to_nobody(client, make):
    make.password_link(make.staff(), "token", expires_at=NOW + timedelta(minutes=60))

    answer = client.get("/password/new?token=token")

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_new_password_ends_every_sign_in_and_every_other_link(client, app, make, session):
    amina = make.staff()
    elsewhere = sign_in(app.test_client(), amina)
    make.password_link(amina, "one", expires_at=NOW + timedelta(minutes=60))
    make.password_link(amina, "two", expires_at=NOW + timedelta(minutes=60))

    client.post("/password/new?token=one", data={"password": FRESH})

    assert elsewhere.get("/staff/kortrijk").status_code == 303
    assert client.get("/password/new?token=two").status_code == 410
    assert session.scalar(select(func.count(SignIn.id)).where(SignIn.ended_at.is_(None))) == 0


def test_the_owner_hears_that_the_password_changed(client, make, session):
    amina = make.staff()
    make.password_link(amina, "one", expires_at=NOW + timedelta(minutes=60))

    client.post("/password/new?token=one", data={"password": FRESH})

    assert "http://localhost/password/forgotten" in letters_to(session, amina.email)[0].text


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Choose a password."),
        ("kort", "at least 12 characters"),
        ("ik woon in Kortrijk", "easy to guess"),
        ("password1234", "easy to guess"),
        ("x" * 10_000, "at most 200 characters"),
        ("nul\0nul\0nul\0nul", "cannot be shown"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays_good(client, make, session, password, sentence):
    make.password_link(make.staff(), "one", expires_at=NOW + timedelta(minutes=60))

    page = Page(client.post("/password/new?token=one", data={"password": password}))

    assert page.status == 422
    assert sentence in page.text
    assert session.scalar(select(PasswordReset.used_at)) is None


def test_a_mailbox_gets_three_links_an_hour(client, make, session):
    amina = make.staff()

    statuses = [ask(client, amina.email).status_code for _ in range(4)]

    assert statuses == [303, 303, 303, 429]
    assert len(letters_to(session, amina.email)) == 3


def test_the_mail_names_the_site_and_not_what_a_request_claims(client, make, session):
    amina = make.staff()

    client.post(
        "/password/forgotten", data={"email": amina.email}, headers={"X-Forwarded-Host": "evil.example"}
    )

    assert "evil.example" not in letters_to(session, amina.email)[0].text


@pytest.mark.parametrize("typed", ["", "amina", "x" * 10_000, "a\0@b.example", "<script>@x", "😀"])
def test_anything_may_be_typed_for_the_mailbox(client, database, typed):
    assert Page(ask(client, typed)).status == 422


def test_changing_the_password_ends_every_other_sign_in(client, app, make):
    amina = make.staff()
    elsewhere = sign_in(app.test_client(), amina)
    sign_in(client, amina)
    stolen = client.get_cookie("session").value

    answer = post_form(client, "/account", current=PASSWORD, password=FRESH)

    assert (answer.status_code, answer.location) == (303, "/account?changed=1")
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    thief = app.test_client()
    thief.set_cookie("session", stolen)
    assert thief.get("/account").status_code == 303


def test_the_present_password_is_asked_for(client, make):
    amina = make.staff()
    sign_in(client, amina)

    page = Page(post_form(client, "/account", current="not the right one", password=FRESH))

    assert page.status == 422
    assert "This is not your present password." in page.text


def test_the_account_page_guesses_no_faster_than_the_sign_in_page(client, make):
    sign_in(client, make.staff())

    statuses = [
        post_form(client, "/account", current="not the right one", password=FRESH).status_code
        for _ in range(11)
    ]

    assert statuses == [422] * 10 + [429]


def test_the_account_page_is_for_whoever_is_signed_in(client, database):
    assert client.get("/account").location == "/sign-in?next=%2Faccount"
    assert client.post("/account").location == "/sign-in"
