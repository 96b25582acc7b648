"""Three questions: behind a mailed link or behind the login, one answer for each shop and edition."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from cityshop.campaigns.models import Campaign
from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import JournalEntry
from cityshop.mondays import services
from cityshop.mondays.errors import SurveyClosed, SurveyNotOpen
from cityshop.mondays.models import Again, CardWish, SurveyAnswer
from cityshop.mondays.services import AnswerDraft
from cityshop.mondays.tokens import make_token
from tests.bad_input import BAD_TEXTS
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in

ENDED = NOW - timedelta(hours=10)
FILLED_IN = {"success": "4", "communication": "3", "again": "yes", "text": "Meer affiches."}


@pytest.fixture
def campaign(make):
    make.kortrijk()
    return make.campaign(starts_at=NOW - timedelta(days=3), ends_at=ENDED)


@pytest.fixture
def shop(make, campaign):
    shop = make.shop_in("Doorniksestraat 12")
    make.offer(shop, campaign)
    return shop


@pytest.fixture
def link(make, shop, campaign, settings):
    """The address in the shop's mail."""
    return f"/kortrijk/monday/{make_token(make.card_mail(campaign, shop).id, settings.secret_key)}"


@pytest.fixture
def bert(client, make, shop):
    return sign_in(client, make.merchant(shop))


def answers(make):
    with make.database.reads() as session, across_cities(session):
        return session.scalars(select(SurveyAnswer).order_by(SurveyAnswer.shop_id)).all()


def digest(database):
    """Everything that stands in the tables of this room."""
    with database.reads() as session:
        tables = ("survey_answer", "card_wish", "card_mail", "journal")
        return [session.execute(text(f"SELECT * FROM {one}")).all() for one in tables]  # noqa: S608 - ours


def test_opening_the_link_answers_nothing(client, link, database):
    before = digest(database)

    for path in (link, f"{link}/thanks", f"{link}/stop"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert "Set-Cookie" not in answer.headers

    assert digest(database) == before


def test_a_shop_answers_without_signing_in(client, link, shop, make):
    answer = client.post(f"/fr{link}", data=FILLED_IN)

    assert (answer.status_code, answer.location) == (303, f"/fr{link}/thanks")
    (said,) = answers(make)
    assert (said.shop_id, said.success, said.communication, said.again) == (shop.id, 4, 3, "yes")
    assert (said.text, said.language, said.answered_at) == ("Meer affiches.", "fr", NOW)
    assert "Meer affiches." in client.get(f"{link}/thanks").text


def test_the_language_of_an_answer_is_that_of_the_next_mails(client, link, database):
    client.post(f"/fr{link}", data=FILLED_IN)
    client.post(f"/de{link}", data=FILLED_IN)

    with database.reads() as session, across_cities(session):
        assert session.scalars(select(CardWish.language)).all() == ["fr"]


def test_an_answer_can_be_changed_and_stays_one(bert, link, shop, campaign, make):
    bert.post(link, data=FILLED_IN)
    page = Page(bert.get(f"/en/shop/offers/card/{campaign.id}/survey"))
    assert "Meer affiches." in page.text

    answer = post_form(bert, f"/shop/offers/card/{campaign.id}/survey", **{**FILLED_IN, "success": "1"})

    assert answer.status_code == 303
    assert [(one.shop_id, one.success) for one in answers(make)] == [(shop.id, 1)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"success": ""},
        {"success": "6"},
        {"success": "-1"},
        {"communication": "heel"},
        {"again": "5"},
        {"text": "x" * 1_001},
        {"text": "nul\x00"},
    ],
)
def test_what_was_filled_in_wrong_comes_back_with_the_rest(client, link, make, wrong):
    answer = client.post(f"/en{link}", data={**FILLED_IN, "text": "Meer affiches.", **wrong})

    page = Page(answer)
    assert answer.status_code == 422
    assert "There is a problem" in page.errors[0]
    assert page.html.count("checked") == 3 - sum(name != "text" for name in wrong)
    assert answers(make) == []


@pytest.mark.parametrize("typed", BAD_TEXTS)
def test_strange_words_are_kept_and_shown_as_they_are(client, link, make, typed):
    answer = client.post(link, data={**FILLED_IN, "text": typed})

    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        assert "<script>alert" not in client.get(f"{link}/thanks").text


def test_a_link_that_is_not_ours_leads_nowhere(client, link, make):
    make.city("genk", "Genk")
    strange = (
        link[:-1] + ("0" if link[-1] != "0" else "1"),
        link.replace("/monday/", "/monday/9"),
        link.replace("/kortrijk/", "/genk/"),
        "/kortrijk/monday/x",
        "/kortrijk/monday/1-é",
    )
    for path in strange:
        assert client.get(path).status_code == 404
        assert client.post(path, data=FILLED_IN).status_code == 404
        assert client.post(f"{path}/stop").status_code == 404


def test_another_site_cannot_answer(client, link, make):
    answer = client.post(link, data=FILLED_IN, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code in (400, 403)
    assert answers(make) == []


def test_the_link_answers_in_its_time_only(client, link, site_clock, make):
    site_clock.now = ENDED - timedelta(hours=1)
    early = client.post(f"/en{link}", data=FILLED_IN)
    site_clock.now = NOW + timedelta(days=20)
    late = client.post(f"/en{link}", data=FILLED_IN)

    assert (early.status_code, late.status_code) == (409, 409)
    assert "open when the weekend is over" in early.text
    assert "closed" in Page(client.get(f"/en{link}")).text
    assert answers(make) == []


def test_a_keeper_answers_in_its_time_only(bert, campaign, make):
    ended = NOW - timedelta(days=30)
    with make.database.writes.begin() as session, across_cities(session):
        row = session.get_one(Campaign, campaign.id)
        row.starts_at, row.ends_at = ended - timedelta(days=3), ended

    answer = post_form(bert, f"/en/shop/offers/card/{campaign.id}/survey", **FILLED_IN)

    assert answer.status_code == 409
    assert "closed" in Page(answer).errors[0]
    assert answers(make) == []


def test_the_service_keeps_its_time_too(campaign, shop, session):
    choose_city(session, campaign.city_id)
    draft = AnswerDraft(4, 4, Again.YES, "", "nl")

    with pytest.raises(SurveyNotOpen):
        services.answer_survey(session, campaign, shop.id, draft, now=ENDED - timedelta(seconds=1))
    with pytest.raises(SurveyClosed):
        services.answer_survey(session, campaign, shop.id, draft, now=ENDED + timedelta(days=30))


def test_twice_at_once_is_one_answer(app, link, make):
    def send(points):
        return app.test_client().post(link, data={**FILLED_IN, "success": str(points)}).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(send, [1, 2, 3, 4]))

    assert statuses == [303] * 4
    assert len(answers(make)) == 1


def test_a_machine_that_goes_on_answering_is_told_to_wait(client, link):
    statuses = {client.post(link, data=FILLED_IN).status_code for _ in range(31)}

    assert statuses == {303, 429}


def test_a_shop_stops_its_mails_with_the_link(client, link, shop, database):
    assert client.post(f"{link}/stop").status_code == 303
    assert client.post(f"{link}/stop").status_code == 303

    with database.reads() as session, across_cities(session):
        wish = session.scalars(select(CardWish)).one()
        notes = session.scalars(select(JournalEntry.note)).all()
    assert (wish.shop_id, wish.is_wanted) == (shop.id, False)
    assert notes == ["stop"]
    assert "No more mails" in Page(client.get(f"/en{link}/stop")).heading
