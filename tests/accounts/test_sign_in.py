"""Signing in and out, and what a cookie is worth."""

import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from cityshop.accounts import passwords, services
from cityshop.accounts.models import Account, PasswordReset, RoleGrant, SignIn
from cityshop.accounts.rules import sign_in_limits
from cityshop.core.codes import derived_key
from cityshop.core.permissions import Role
from cityshop.core.throttle import attempt_key, count_attempt
from tests.makers.accounts import PASSWORD, PASSWORD_DIGEST
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

DASHBOARD = "/staff/kortrijk/people"


def send(client, account, password=PASSWORD, **options):
    return client.post("/sign-in", data={"email": account.email, "password": password}, **options)


def cookie_of(client):
    return client.get_cookie("session")


def with_cookie(app, value):
    other = app.test_client()
    other.set_cookie("session", value)
    return other


def change(database, statement):
    with database.writes.begin() as session:
        session.execute(statement)


def test_staff_of_one_city_land_on_its_dashboard(client, make):
    answer = send(client, make.staff())

    assert (answer.status_code, answer.location) == (303, "/staff/kortrijk")


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.ORGANISER, "/organiser"), (Role.MERCHANT, "/shop"), (Role.CREATOR, "/"), (None, "/")],
)
def test_everybody_lands_where_the_account_works(client, make, role, address):
    assert send(client, make.account(role)).location == address


def test_the_language_of_the_sign_in_page_is_kept(client, make):
    amina = make.staff()

    answer = client.post(
        "/fr/sign-in?next=/staff/kortrijk/people", data={"email": amina.email, "password": PASSWORD}
    )

    assert answer.location == "/fr/staff/kortrijk/people"


def test_a_closed_page_leads_back_to_itself_after_signing_in(client, make):
    amina = make.staff()
    asked = client.get(f"{DASHBOARD}?q=caf%C3%A9").location

    answer = client.post(asked, data={"email": amina.email, "password": PASSWORD})

    assert client.get(answer.location).status_code == 200
    assert answer.location.startswith(DASHBOARD)


def test_the_address_is_read_as_people_type_it(client, make):
    make.staff()
    make.account(Role.COORDINATOR, city=make.kortrijk(), email="josé@xn--bcher-kva.example")

    answer = client.post("/sign-in", data={"email": "  JOSÉ@Bücher.example ", "password": PASSWORD})

    assert answer.status_code == 303


def test_a_wrong_password_is_answered_on_the_same_page(client, make):
    amina = make.staff()

    page = Page(send(client, amina, "not the right one"))

    assert page.status == 422
    assert "do not belong together" in page.text
    assert page.title.startswith("Error:")
    assert page.form().fields["email"] == amina.email
    assert "not the right one" not in page.html


def test_an_unknown_mailbox_is_answered_with_the_same_page(client, make):
    known = send(client, make.staff(), "not the right one")
    unknown = client.post(
        "/sign-in", data={"email": "iemand-9@stad.example", "password": "not the right one"}
    )

    assert known.status_code == unknown.status_code
    assert Page(known).text == Page(unknown).text


def test_an_unknown_mailbox_takes_as_long_as_a_known_one(client, make):
    amina = make.account(password_digest=passwords.digest_of(PASSWORD))
    client.post("/sign-in", data={"email": "dirk@elders.example", "password": "warming up"})

    def seconds(email):
        start = time.perf_counter()
        client.post("/sign-in", data={"email": email, "password": "not the right one"})
        return time.perf_counter() - start

    known = min(seconds(amina.email) for _ in range(3))
    unknown = min(seconds("dirk@elders.example") for _ in range(3))
    assert 0.5 < unknown / known < 2


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("", ""),
        ("amina", PASSWORD),
        ("x" * 10_000, PASSWORD),
        ("amina@stad.example", "x" * 10_000),
        ("amina\0@stad.example", PASSWORD),
        ("amina@stad.example", "nul\0nul\0nul\0nul"),
        ("<script>alert(1)</script>", PASSWORD),
        ("😀@stad.example", "😀" * 20),
        ("مخبز@stad.example", "مخبز"),
        ("a@b.example\r\nBcc: c@d.example", PASSWORD),
    ],
)
def test_anything_may_be_typed(client, database, email, password):
    page = Page(client.post("/sign-in", data={"email": email, "password": password}))

    assert page.status == 422
    assert page.errors
    assert "<script>alert" not in page.html


def test_the_form_may_be_sent_without_any_field(client, database):
    assert client.post("/sign-in").status_code == 422


def test_a_disabled_account_does_not_get_in(client, make, database):
    amina = make.staff()
    change(database, update(Account).values(disabled_at=NOW))

    assert send(client, amina).status_code == 422


def test_an_invited_account_has_no_password_that_fits(client, make):
    invited = make.account(password_digest="")

    assert send(client, invited, " ").status_code == 422
    assert send(client, invited, "nobody has this password").status_code == 422


def test_a_sign_in_from_another_site_is_refused(client, make):
    answer = send(client, make.staff(), headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert cookie_of(client) is None


def test_a_digest_made_with_old_parameters_is_renewed(client, make, session):
    amina = make.staff()
    assert PASSWORD_DIGEST.startswith("$argon2id$v=19$m=8,t=1,p=1$")

    send(client, amina)

    digest = session.scalar(select(Account.password_digest))
    assert not PasswordHasher().check_needs_rehash(digest)
    assert passwords.fits(PASSWORD, digest)


def test_passwords_are_argon2id_with_the_parameters_of_the_library():
    assert passwords.digest_of(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_session_is_a_new_one_after_signing_in(client, app, make):
    amina = make.staff()
    with client.session_transaction() as cookie:
        cookie.update(dict.fromkeys(("_user_id", "csrf_token"), "chosen by somebody else"))
    planted = cookie_of(client).value

    send(client, amina)

    with client.session_transaction() as cookie:
        assert "chosen by somebody else" not in cookie.values()
    assert with_cookie(app, planted).get(DASHBOARD).status_code == 303


def test_the_database_keeps_no_token_that_works(client, make, session):
    send(client, make.staff())

    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != session.scalar(select(SignIn.token_digest))


def test_the_cookie_is_closed_to_scripts_and_other_sites(client, make):
    header = send(client, make.staff()).headers["Set-Cookie"]

    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Expires" not in header


def test_a_stolen_cookie_is_worthless_after_signing_out(client, app, make):
    send(client, make.staff())
    stolen = cookie_of(client).value

    answer = client.post("/sign-out")

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies"'
    assert cookie_of(client) is None
    assert with_cookie(app, stolen).get(DASHBOARD).location.startswith("/sign-in")


def test_signing_out_by_address_only_shows_the_button(client, make):
    sign_in(client, make.staff())

    page = Page(client.get("/sign-out"))

    assert page.form().method == "post"
    assert client.get(DASHBOARD).status_code == 200


def test_signing_out_twice_is_no_fault(client, make):
    sign_in(client, make.staff())

    assert [client.post("/sign-out").status_code for _ in range(2)] == [303, 303]


def test_disabling_an_account_ends_it_at_once(client, make, database):
    sign_in(client, make.staff())

    change(database, update(Account).values(disabled_at=NOW))

    assert client.get(DASHBOARD).status_code == 303


def test_a_role_that_is_withdrawn_works_no_longer_at_the_next_page(client, make, database):
    sign_in(client, make.staff())
    assert client.get(DASHBOARD).status_code == 200

    change(database, RoleGrant.__table__.delete())

    assert client.get(DASHBOARD).status_code == 404


def test_staff_are_signed_out_after_half_an_hour_of_nothing(client, make, site_clock):
    sign_in(client, make.staff())
    site_clock.move(minutes=29)
    assert client.get(DASHBOARD).status_code == 200
    site_clock.move(minutes=29)
    assert client.get(DASHBOARD).status_code == 200

    site_clock.move(minutes=30)

    assert client.get(DASHBOARD).status_code == 303


def test_staff_are_signed_out_after_eight_hours_in_any_case(client, make, site_clock):
    amina = make.staff()
    sign_in(client, amina, started_at=NOW - timedelta(hours=7, minutes=59))
    assert client.get(DASHBOARD).status_code == 200

    site_clock.move(minutes=1)

    assert client.get(DASHBOARD).status_code == 303


def test_a_shopkeeper_may_leave_the_till_for_half_a_day(client, make, site_clock):
    sign_in(client, make.merchant())
    site_clock.move(hours=11)
    assert client.get("/shop").status_code == 200

    site_clock.move(hours=12)

    assert client.get("/shop").status_code == 303


def test_a_cookie_that_somebody_changed_is_nobody(client, app, make):
    send(client, make.staff())
    value = cookie_of(client).value

    assert with_cookie(app, value[:-3] + "abc").get(DASHBOARD).status_code == 303
    assert with_cookie(app, "nonsense").get(DASHBOARD).status_code == 303


def test_guessing_is_slowed_down_with_a_sentence(client, make):
    amina = make.staff()

    answers = [send(client, amina, "not the right one") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 15 * 60
    assert "too often" in Page(answers[-1]).text


def test_the_owner_elsewhere_gets_in_while_somebody_guesses(client, make):
    amina = make.staff()
    for _ in range(15):
        send(client, amina, "not the right one", environ_base={"REMOTE_ADDR": "198.51.100.7"})

    answer = send(client, amina, environ_base={"REMOTE_ADDR": "203.0.113.9"})

    assert answer.status_code == 303


def test_the_owner_here_gets_in_when_the_window_is_over(client, make, site_clock):
    amina = make.staff()
    for _ in range(11):
        send(client, amina, "not the right one")

    site_clock.move(minutes=15)

    assert send(client, amina).status_code == 303


def test_one_network_cannot_try_many_mailboxes(client, make, app, database):
    network = sign_in_limits("anybody@stad.example", "127.0.0.1")[1]
    key = attempt_key(derived_key(app.config["SECRET_KEY"], "throttle"), *network.what)
    for _ in range(network.most):
        count_attempt(database.writes, key, limit=network.most, window=network.window, now=NOW)

    assert send(client, make.staff()).status_code == 429


def test_a_sign_in_is_one_row_however_often_pages_are_seen(client, make, session):
    send(client, make.staff())
    for _ in range(3):
        client.get(DASHBOARD)

    assert session.scalar(select(func.count(SignIn.id))) == 1


def test_what_is_long_over_is_erased(make, session):
    amina = make.staff()
    for days in (6, 8):
        make.kept(SignIn(token_digest=str(days), account_id=amina.id, started_at=NOW - timedelta(days=days)))
        make.password_link(amina, str(days), expires_at=NOW - timedelta(days=days - 7))

    services.forget_old_sign_ins(session, now=NOW + timedelta(hours=1))

    assert session.scalars(select(SignIn.token_digest)).all() == ["6"]
    assert session.scalar(select(func.count(PasswordReset.token_digest))) == 1


def test_no_password_and_no_address_stands_in_the_log(client, make, caplog):
    amina = make.staff()

    send(client, amina)
    send(client, amina, "a secret that was typed")

    assert "a secret that was typed" not in caplog.text
    assert PASSWORD not in caplog.text
    assert amina.email not in caplog.text


@pytest.mark.parametrize(
    "address", ["/", "/kortrijk", "/kortrijk/guide", "/kortrijk/offers", "/kortrijk/privacy"]
)
def test_a_public_page_opens_no_session(client, make, address):
    make.kortrijk()
    make.city("genk", "Genk")
    sign_in(client, make.staff())

    answer = client.get(address)

    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_form_behind_the_login_needs_its_token(client, make):
    sign_in(client, make.staff())
    fields = {"name": "Chloé", "email": "chloe@stad.example", "role": "reader"}

    assert client.post(DASHBOARD, data=fields).status_code == 400
    assert post_form(client, DASHBOARD, **fields).status_code == 303
