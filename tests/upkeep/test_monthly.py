"""Once a month the keeper of a place is asked whether all is still right."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from cityshop.core.db import across_cities
from cityshop.core.outbox import MOST_TRIES, OutgoingMail
from cityshop.core.permissions import Role
from cityshop.merchants.models import ShopState
from cityshop.places.models import Place, PlaceState
from cityshop.upkeep.jobs import tidy_upkeep
from cityshop.upkeep.models import MonthlyAsk, NotAsked, PlaceMailbox, PlaceReport
from cityshop.upkeep.tokens import make_token
from cityshop.worker import ask_shops
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

LONG_AGO = NOW - timedelta(days=40)


@pytest.fixture
def place(make):
    return make.place(name="Café De Leie", verified_at=LONG_AGO)


@pytest.fixture
def kept(make, place):
    """The place, with Bert as its keeper."""
    make.merchant(make.shop(place=place))
    return place


def rows(database, table):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(table).order_by(*table.__table__.primary_key)).all()


def link_of(mail, word=""):
    return re.search(rf"http://localhost(/kortrijk/still-right/[0-9a-f-]+{word})\s", mail.text)[1]


def asked_link(database, settings, word=""):
    ask_shops(database, settings)
    return link_of(rows(database, OutgoingMail)[0], word)


def test_the_keeper_gets_one_mail_a_month(kept, database, settings, site_clock):
    assert (ask_shops(database, settings), ask_shops(database, settings)) == (1, 0)

    site_clock.move(days=10)
    assert ask_shops(database, settings) == 1
    assert [one.month for one in rows(database, MonthlyAsk)] == ["2026-11", "2026-12"]
    assert "Café De Leie" in rows(database, OutgoingMail)[0].text


def test_the_mail_and_its_page_tell_hours_and_text_in_words(client, make, database, settings):
    about = {"text": {"nl": "Koffie aan het water."}}
    make.merchant(make.shop(place=make.place(name="Café De Leie", verified_at=LONG_AGO, **about)))

    link = asked_link(database, settings)

    assert "maandag: dag en nacht" in rows(database, OutgoingMail)[0].text
    page = client.get(link).text
    assert "Koffie aan het water." in page
    assert "OwnText" not in page


def test_opening_the_link_confirms_nothing(client, kept, database, settings):
    link = asked_link(database, settings)

    page = Page(client.get(f"/en{link}"))

    assert "Café De Leie" in page.text
    assert client.get(link).headers["Cache-Control"] == "no-store"
    assert rows(database, Place)[0].verified_at == LONG_AGO


def test_one_tap_confirms_and_a_second_changes_nothing(client, kept, database, settings, site_clock):
    link = asked_link(database, settings)

    answer = client.post(link)
    site_clock.move(days=1)
    client.post(link)

    asked = rows(database, MonthlyAsk)[0]
    assert (answer.status_code, asked.answer, asked.answered_at) == (303, "right", NOW)
    assert rows(database, Place)[0].verified_at == NOW
    assert "confirmed" in Page(client.get(f"/en{link}")).heading


def test_what_changed_comes_on_town_halls_queue(client, kept, database, settings):
    link = asked_link(database, settings, "/changed")

    silent = client.post(link, data={})
    answer = client.post(link, data={"kind": "hours", "sentence": "Nu ook maandag."})

    report = rows(database, PlaceReport)[0]
    assert (silent.status_code, answer.status_code) == (422, 303)
    assert (report.from_keeper, report.sentence, rows(database, MonthlyAsk)[0].answer) == (
        True, "Nu ook maandag.", "changed",
    )  # fmt: skip


def test_whoever_wants_no_mail_gets_none(client, kept, database, settings, site_clock):
    link = asked_link(database, settings, "/stop")

    assert client.get(link).status_code == 200
    assert rows(database, NotAsked) == []
    assert client.post(link).status_code == 303

    site_clock.move(days=40)
    assert ask_shops(database, settings) == 0
    assert [one.delivery for one in rows(database, MonthlyAsk)] == ["waiting", "nobody"]


def test_a_place_without_shop_is_asked_at_its_own_address(make, client, place, database, settings):
    make.place_mailbox(place, "plek@plek.example")

    link = asked_link(database, settings, "/stop")
    assert rows(database, OutgoingMail)[0].recipient == "plek@plek.example"

    client.post(link)
    assert rows(database, PlaceMailbox) == []


@pytest.mark.parametrize(
    "state", [PlaceState.HIDDEN, PlaceState.CLOSED, PlaceState.DRAFT, PlaceState.PENDING]
)
def test_hidden_places_are_not_asked(make, database, settings, state):
    make.merchant(make.shop(place=make.place(state=state, verified_at=LONG_AGO)))

    assert ask_shops(database, settings) == 0


def test_nobody_is_asked_who_confirmed_lately_or_is_not_approved(make, database, settings):
    make.merchant(make.shop(place=make.place(verified_at=NOW - timedelta(days=5))))
    waiting = make.shop(place=make.place(verified_at=LONG_AGO), state=ShopState.WAITING)
    make.merchant(waiting)

    assert ask_shops(database, settings) == 0


def test_nobody_is_woken_by_a_mail(kept, database, settings, site_clock):
    site_clock.move(hours=12)

    assert ask_shops(database, settings) == 0


def test_a_forged_or_old_link_leads_nowhere(make, client, kept, settings, site_clock):
    asked = make.monthly_ask(kept)
    token = make_token(asked.id, settings.secret_key)

    assert client.get(f"/kortrijk/still-right/{token}").status_code == 200
    for forged in (f"{asked.id}-{'0' * 32}", token[:-1], f"9{token}", "é-1", "1", token.replace("-", "-é")):
        assert client.get(f"/kortrijk/still-right/{forged}").status_code == 404
        assert client.post(f"/kortrijk/still-right/{forged}").status_code == 404
    make.city("genk", "Genk")
    assert client.post(f"/genk/still-right/{token}").status_code == 404
    site_clock.move(days=63)
    assert client.get(f"/kortrijk/still-right/{token}").status_code == 404


def test_a_place_hidden_since_then_confirms_nothing(client, kept, database, settings):
    link = asked_link(database, settings)
    with database.writes.begin() as session, across_cities(session):
        session.execute(update(Place).values(state=PlaceState.HIDDEN))

    assert client.post(link).status_code == 404


def test_town_hall_sees_how_the_mail_fared(make, client, kept, database, settings):
    ask_shops(database, settings)
    with database.writes.begin() as session:
        session.execute(update(OutgoingMail).values(tries=MOST_TRIES))
        tidy_upkeep(session, now=NOW)
    sign_in(client, make.staff(Role.WRITER))

    page = Page(client.get("/en/staff/kortrijk/guide/asking?delivery=failed"))

    assert rows(database, MonthlyAsk)[0].delivery == "failed"
    assert "Café De Leie" in page.text
    assert "Not delivered" in Page(client.get(f"/en/staff/kortrijk/places/{kept.slug}/edit")).text


def test_a_mail_that_was_sent_is_noted_once(kept, database, settings):
    ask_shops(database, settings)
    with database.writes.begin() as session:
        session.execute(update(OutgoingMail).values(sent_at=NOW))
        tidy_upkeep(session, now=NOW)

    assert rows(database, MonthlyAsk)[0].delivery == "sent"


def test_town_hall_says_where_a_place_is_asked(make, client, place, database):
    sign_in(client, make.staff(Role.WRITER))
    path = f"/staff/kortrijk/places/{place.slug}/mailbox"

    wrong = post_form(client, path, email="geen adres")
    right = post_form(client, path, email="plek@plek.example")
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert [one.address for one in rows(database, PlaceMailbox)] == ["plek@plek.example"]

    post_form(client, path, email="")
    assert rows(database, PlaceMailbox) == []
