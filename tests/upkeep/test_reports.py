"""Residents report what is wrong; town hall answers; mailboxes are erased in time."""

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.outbox import OutgoingMail
from cityshop.core.permissions import Role
from cityshop.places.models import Place, PlaceState
from cityshop.upkeep.jobs import tidy_upkeep
from cityshop.upkeep.models import PlaceReport, ReportKind, Verdict
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.sign_in import post_form, sign_in

FIELDS = {"kind": "hours", "sentence": "Op maandag gesloten."}


@pytest.fixture
def place(make):
    return make.place(name="Café De Leie")


@pytest.fixture
def amina(make, client):
    return sign_in(client, make.staff(Role.WRITER))


def address(place):
    return f"/kortrijk/guide/{place.slug}/report"


def desk(report):
    return f"/staff/kortrijk/guide/queue/reports/{report.id}"


def rows(database, table):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()


def test_a_report_needs_no_account_and_thanks(client, place, database):
    assert address(place) in Page(client.get(f"/kortrijk/guide/{place.slug}")).links

    answer = client.post(address(place), data=FIELDS)

    report = rows(database, PlaceReport)[0]
    assert answer.status_code == 303
    assert (report.kind, report.sentence, report.mailbox) == ("hours", "Op maandag gesloten.", "")
    assert "Set-Cookie" not in answer.headers
    assert Page(client.get(answer.headers["Location"])).heading


def test_a_report_changes_nothing_by_itself(client, place, database):
    client.post(address(place), data=FIELDS | {"kind": "closed"})

    assert rows(database, Place)[0].state == PlaceState.PUBLISHED


def test_the_form_keeps_what_was_typed(client, place):
    answer = client.post(f"/en{address(place)}", data={"sentence": "Wel open", "email": "geen adres"})

    page = Page(answer)
    assert answer.status_code == 422
    assert "Wel open" in page.html
    assert "Choose what is wrong." in page.errors[0]


@pytest.mark.parametrize("state", [PlaceState.HIDDEN, PlaceState.CLOSED, PlaceState.DRAFT])
def test_a_place_that_nobody_sees_cannot_be_reported(make, client, state):
    hidden = make.place(name="Weg", state=state)

    assert client.get(address(hidden)).status_code == 404
    assert client.post(address(hidden), data=FIELDS).status_code == 404


def test_another_citys_place_is_not_here(make, client, place):
    make.city("genk", "Genk")

    assert client.get(f"/genk/guide/{place.slug}/report").status_code == 404


def test_too_many_reports_from_one_network_wait(client, place, database):
    statuses = [client.post(address(place), data=FIELDS).status_code for _ in range(11)]

    assert statuses == [303] * 10 + [429]
    assert len(rows(database, PlaceReport)) == 10


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_bad_input_gets_a_sentence(client, place, text):
    for name in ("kind", "sentence", "email"):
        answer = client.post(address(place), data=FIELDS | {name: text})
        assert answer.status_code in (303, 422)


def test_town_hall_answers_whoever_left_a_mailbox(make, amina, place, database):
    report = make.place_report(place, mailbox="lien@inwoner.example", language="fr")

    answer = post_form(amina, desk(report), verdict="accepted", answer="Merci, c’est corrigé.")

    mail = rows(database, OutgoingMail)[0]
    assert answer.status_code == 303
    assert (mail.recipient, rows(database, PlaceReport)[0].state) == ("lien@inwoner.example", "accepted")
    assert "Merci, c’est corrigé." in mail.text
    assert "/fr/kortrijk/guide" in mail.text


def test_nobody_is_written_to_without_a_mailbox(make, amina, place, database):
    report = make.place_report(place)

    post_form(amina, desk(report), verdict="refused", answer="Klopt toch.")

    assert rows(database, OutgoingMail) == []
    assert rows(database, PlaceReport)[0].state == Verdict.REFUSED


def test_a_place_that_closed_for_good_leaves_the_guide(make, amina, client, place, database):
    report = make.place_report(place, kind=ReportKind.CLOSED)

    post_form(amina, desk(report), verdict="accepted", closes="y")

    assert rows(database, Place)[0].state == PlaceState.CLOSED
    assert client.get(f"/kortrijk/guide/{place.slug}").status_code == 404


def test_nothing_to_change_closes_no_place(make, amina, place, database):
    report = make.place_report(place, kind=ReportKind.CLOSED)

    post_form(amina, desk(report), verdict="refused", closes="y")

    assert rows(database, Place)[0].state == PlaceState.PUBLISHED


def test_two_clerks_at_once_answer_once(make, amina, place, database):
    report = make.place_report(place, mailbox="lien@inwoner.example")

    first = post_form(amina, desk(report), verdict="accepted")
    second = post_form(amina, desk(report), verdict="refused")

    assert (first.status_code, second.status_code) == (303, 409)
    assert len(rows(database, OutgoingMail)) == 1
    assert rows(database, PlaceReport)[0].state == Verdict.ACCEPTED


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_who_may_only_read_answers_nothing(make, client, place, role):
    sign_in(client, make.staff(role))

    assert client.get(desk(make.place_report(place))).status_code == 403


def test_another_city_finds_no_report(make, client, place):
    sign_in(client, make.staff(Role.WRITER, make.city("genk", "Genk")))

    assert client.get(f"/staff/genk/guide/queue/reports/{make.place_report(place).id}").status_code == 404


def test_mailboxes_go_thirty_days_after_the_answer(make, place, database, site_clock):
    make.place_report(place, mailbox="oud@inwoner.example", decided_at=site_clock.now, state="accepted")
    waiting = make.place_report(place, mailbox="wacht@inwoner.example")

    with database.writes.begin() as session:
        tidy_upkeep(session, now=site_clock.move(days=31))
    assert [one.mailbox for one in rows(database, PlaceReport)] == ["", waiting.mailbox]

    with database.writes.begin() as session:
        tidy_upkeep(session, now=site_clock.move(days=60))
    assert [one.mailbox for one in rows(database, PlaceReport)] == ["", ""]
