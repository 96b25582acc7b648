import pytest
from sqlalchemy import select

from cityshop.campaigns.models import Campaign
from cityshop.core.db import across_cities
from cityshop.core.permissions import Role
from tests.bad_input import BAD_TEXTS
from tests.page import Page
from tests.sign_in import post_form, sign_in

PAUSE = {"reason": "te druk", "public_text_nl": "We pauzeren even.", "pauses_redemptions": "y"}
CAMPAIGN = {
    "title_nl": "Winter in de stad",
    "summary_nl": "Warme drank op elk plein.",
    "kind": "summer",
    "starts_at": "2026-12-01T10:00",
    "ends_at": "2026-12-24T18:00",
}


@pytest.fixture
def amelie(make, client):
    return sign_in(client, make.staff())


def stored(database, slug):
    with database.reads() as session, across_cities(session):
        return session.scalar(select(Campaign).where(Campaign.slug == slug))


def test_the_clerk_pauses_and_the_public_reads_why(make, amelie, database):
    campaign = make.campaign()

    answer = post_form(amelie, f"/staff/kortrijk/campaigns/{campaign.slug}/pause", **PAUSE)

    assert answer.status_code == 303
    assert stored(database, campaign.slug).paused_at is not None
    assert "We pauzeren even." in Page(amelie.get("/kortrijk")).text


def test_the_clerk_goes_on(make, amelie, database):
    campaign = make.campaign(paused=True)

    answer = post_form(amelie, f"/staff/kortrijk/campaigns/{campaign.slug}/resume")

    assert answer.status_code == 303
    assert stored(database, campaign.slug).paused_at is None


def test_pausing_twice_is_refused_with_a_sentence(make, amelie):
    campaign = make.campaign(paused=True)

    page = Page(post_form(amelie, f"/staff/kortrijk/campaigns/{campaign.slug}/pause", **PAUSE))

    assert page.status == 422
    assert page.errors


def test_a_pause_needs_a_reason_and_keeps_what_was_typed(make, amelie, database):
    campaign = make.campaign()

    page = Page(
        post_form(amelie, f"/staff/kortrijk/campaigns/{campaign.slug}/pause", **(PAUSE | {"reason": " "}))
    )

    assert page.status == 422
    assert "We pauzeren even." in page.html
    assert stored(database, campaign.slug).paused_at is None


def test_a_pause_by_get_changes_nothing(make, amelie, database):
    campaign = make.campaign()

    amelie.get(f"/staff/kortrijk/campaigns/{campaign.slug}/pause", query_string=PAUSE)

    assert stored(database, campaign.slug).paused_at is None


def test_a_form_without_its_token_is_refused(make, amelie, database):
    campaign = make.campaign()

    answer = amelie.post(f"/staff/kortrijk/campaigns/{campaign.slug}/pause", data=PAUSE)

    assert answer.status_code == 400
    assert stored(database, campaign.slug).paused_at is None


def test_every_writer_may_pause_and_only_approvers_resume(make, client):
    campaign = make.campaign(paused=True)
    sign_in(client, make.staff(Role.WRITER))

    assert client.get(f"/staff/kortrijk/campaigns/{campaign.slug}/pause").status_code == 200
    assert client.get(f"/staff/kortrijk/campaigns/{campaign.slug}/resume").status_code == 403


def test_staff_of_another_city_find_nothing(make, client):
    campaign = make.campaign()
    sign_in(client, make.staff(city=make.city("genk")))

    assert client.get(f"/staff/kortrijk/campaigns/{campaign.slug}").status_code == 404
    assert post_form(client, f"/staff/kortrijk/campaigns/{campaign.slug}/pause", **PAUSE).status_code == 404


def test_a_campaign_of_another_city_is_not_found(make, amelie):
    other = make.campaign(make.city("genk"))

    assert amelie.get(f"/staff/kortrijk/campaigns/{other.slug}").status_code == 404
    assert post_form(amelie, f"/staff/kortrijk/campaigns/{other.slug}/pause", **PAUSE).status_code == 404


def test_a_stranger_signs_in_first(make, client):
    campaign = make.campaign()

    answer = client.get(f"/staff/kortrijk/campaigns/{campaign.slug}/pause")

    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=")


def test_a_new_campaign_is_listed(amelie):
    answer = post_form(amelie, "/staff/kortrijk/campaigns/new", **CAMPAIGN)

    assert answer.status_code == 303
    assert "Winter in de stad" in Page(amelie.get("/staff/kortrijk/campaigns")).text


def test_times_are_those_of_a_clock_in_brussels(amelie, database):
    post_form(amelie, "/staff/kortrijk/campaigns/new", **CAMPAIGN)

    assert f"{stored(database, 'winter-in-de-stad').starts_at:%Y-%m-%d %H:%M}" == "2026-12-01 09:00"


def test_a_changed_campaign_keeps_its_other_languages(make, amelie, database):
    campaign = make.campaign()
    with database.writes.begin() as session, across_cities(session):
        session.merge(campaign).title = {"nl": "Oud", "de": "Alt"}

    post_form(amelie, f"/staff/kortrijk/campaigns/{campaign.slug}", **CAMPAIGN)

    assert stored(database, campaign.slug).title == {"nl": "Winter in de stad", "de": "Alt"}


@pytest.mark.parametrize("field", CAMPAIGN)
@pytest.mark.parametrize("text", BAD_TEXTS)
def test_bad_input_gets_a_sentence_or_is_shown_as_text(amelie, field, text):
    answer = post_form(amelie, "/staff/kortrijk/campaigns/new", **(CAMPAIGN | {field: text}))

    assert answer.status_code in (303, 422)
    assert "<script>alert" not in answer.text


def test_the_end_must_come_after_the_start(amelie):
    page = Page(
        post_form(amelie, "/staff/kortrijk/campaigns/new", **(CAMPAIGN | {"ends_at": "2026-11-30T10:00"}))
    )

    assert page.status == 422
    assert "Winter in de stad" in page.html


def test_an_unknown_campaign_is_a_404(amelie):
    assert amelie.get("/staff/kortrijk/campaigns/nooit").status_code == 404
