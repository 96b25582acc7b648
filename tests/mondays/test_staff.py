"""Town hall reads response and answers, and reminds once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.journal import JournalEntry
from cityshop.core.permissions import Role
from cityshop.mondays.models import SurveyReminder
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

ENDED = NOW - timedelta(hours=10)


@pytest.fixture
def campaign(make):
    return make.campaign(make.kortrijk(), starts_at=NOW - timedelta(days=3), ends_at=ENDED)


@pytest.fixture
def amelie(client, make):
    return sign_in(client, make.staff())


@pytest.fixture
def address(campaign):
    return f"/en/staff/kortrijk/surveys/{campaign.slug}"


def shops(make, campaign, count):
    return make.street_of_shops(campaign, count)


def reminders(database):
    with database.reads() as session, across_cities(session):
        return session.scalars(select(SurveyReminder)).all()


def test_few_answers_are_counts_without_percentages(amelie, make, campaign, address):
    for shop in shops(make, campaign, 9):
        make.survey_answer(campaign, shop)

    page = Page(amelie.get(address))

    assert "9 of 9 shops answered; percentages come from 10 answers on." in page.text
    assert "%" not in page.text


def test_shares_come_from_ten_answers_on(amelie, make, campaign, address):
    for number, shop in enumerate(shops(make, campaign, 12)):
        if number < 10:
            make.survey_answer(campaign, shop, success=5 if number else 2, communication=3 + number % 2)

    page = Page(amelie.get(address))

    assert "10 of 12 shops answered." in page.text
    assert "9 of 10 (90 %)" in page.text
    assert "5 of 10 (50 %)" in page.text
    listed = Page(amelie.get("/en/staff/kortrijk/surveys"))
    assert "9 of 10 (90 %)" in listed.text


def test_words_of_shops_are_shown_as_they_are(amelie, make, campaign, address):
    (shop,) = shops(make, campaign, 1)
    make.survey_answer(campaign, shop, text="<b>Meer</b> affiches", language="fr")

    answer = amelie.get(address)

    assert "&lt;b&gt;Meer&lt;/b&gt; affiches" in answer.text
    assert 'lang="fr"' in answer.text


def test_the_list_has_every_shop_and_no_formula(amelie, make, campaign, address):
    first, second = shops(make, campaign, 2)
    make.survey_answer(campaign, first, text="=1+1")
    make.card_mail(campaign, second)

    answer = amelie.get(f"{address}/answers.csv")

    lines = answer.text.splitlines()
    assert answer.mimetype == "text/csv"
    assert lines[1].startswith(
        f"{first.name};Doorniksestraat 12;A success;Content;Yes, gladly;'=1+1;2026-11-22 11:00"
    )
    assert lines[2] == f"{second.name};Doorniksestraat 12;;;;;;Sent;"


def test_a_reminder_is_asked_once_even_by_two_at_once(app, make, campaign, address, database):
    shops(make, campaign, 2)
    account = make.staff()

    def ask(_):
        return post_form(sign_in(app.test_client(), account), f"{address}/remind").status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(ask, range(2))) == [303, 409]

    assert len(reminders(database)) == 1
    with database.reads() as session:
        assert session.scalars(select(JournalEntry.happening)).all() == ["survey-reminded"]


@pytest.mark.parametrize(("hours", "is_shown"), [(23, False), (24, True)])
def test_the_button_to_remind_comes_a_day_after_the_cards(amelie, make, campaign, address, hours, is_shown):  # noqa: PLR0913, PLR0917 - fixtures
    first, _ = shops(make, campaign, 2)
    make.card_mail(campaign, first, posted_at=NOW - timedelta(hours=hours))

    assert ("Remind them" in Page(amelie.get(address)).text) == is_shown


def test_asking_shows_how_many_and_sends_nothing(amelie, make, campaign, address):
    first, *_ = shops(make, campaign, 3)
    make.survey_answer(campaign, first)

    page = Page(amelie.get(f"{address}/remind"))

    assert "2 shops have not answered." in page.text
    assert reminders(make.database) == []


def test_nobody_is_reminded_who_answered(amelie, make, campaign, address):
    (shop,) = shops(make, campaign, 1)
    make.survey_answer(campaign, shop)

    answer = post_form(amelie, f"{address}/remind")

    assert answer.status_code == 409
    assert "nobody to remind" in answer.text
    assert reminders(make.database) == []


def test_nobody_is_reminded_before_the_end(amelie, make):
    running = make.campaign()
    shops(make, running, 2)

    answer = post_form(amelie, f"/en/staff/kortrijk/surveys/{running.slug}/remind")

    assert answer.status_code == 409
    assert reminders(make.database) == []


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_readers_read_and_do_not_remind(client, make, campaign, address, role):
    reader = sign_in(client, make.staff(role))

    assert reader.get(address).status_code == 200
    assert post_form(reader, f"{address}/remind").status_code == 403


def test_another_city_and_strangers_find_nothing(client, make, campaign, address):
    make.city("genk", "Genk")
    amelie = sign_in(client, make.staff())

    for path in (address, f"{address}/answers.csv", f"{address}/remind"):
        assert amelie.get(path.replace("kortrijk", "genk")).status_code == 404
    assert amelie.get("/staff/kortrijk/surveys/bestaat-niet").status_code == 404
    assert post_form(amelie, "/staff/kortrijk/surveys/bestaat-niet/remind").status_code == 404
    stranger = sign_in(client.application.test_client(), make.merchant())
    assert stranger.get(address).status_code == 404


def test_a_campaign_of_another_kind_has_no_questions(amelie, make):
    vote = make.campaign(kind="vote")

    assert amelie.get(f"/staff/kortrijk/surveys/{vote.slug}").status_code == 404


def test_the_dashboard_tells_while_questions_are_open(amelie, make, campaign, site_clock):
    first, *_ = shops(make, campaign, 3)
    make.survey_answer(campaign, first)

    assert "1 of 3 shops answered" in Page(amelie.get("/en/staff/kortrijk")).text

    site_clock.now = NOW + timedelta(minutes=20)
    again = Page(amelie.get("/en/staff/kortrijk/surveys"))
    assert "1 of 3" in again.text


def test_pages_cost_the_same_for_many_shops_and_editions(amelie, make, campaign, address, queries):
    def look():
        with queries() as counted:
            for path in (address, "/staff/kortrijk/surveys", "/staff/kortrijk"):
                assert amelie.get(path).status_code == 200
        return len(counted)

    shops(make, campaign, 1)
    few = look()
    for shop in shops(make, campaign, 4):
        make.survey_answer(campaign, shop)
        make.card_mail(campaign, shop)
    other = make.campaign(starts_at=NOW - timedelta(days=3), ends_at=ENDED)
    shops(make, other, 2)

    assert look() <= few
