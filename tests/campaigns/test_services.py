from datetime import timedelta

import pytest
from sqlalchemy import select

from cityshop.campaigns.errors import AlreadyPaused, EndsBeforeItStarts, NotPaused, SlugTaken
from cityshop.campaigns.models import Campaign
from cityshop.campaigns.services import (
    CampaignDraft,
    Pause,
    PauseTaken,
    create_campaign,
    pause_campaign,
    resume_and_move_end,
    resume_campaign,
)
from cityshop.cities.models import City
from cityshop.core.db import choose_city
from cityshop.core.journal import JournalEntry
from tests.makers.base import NOW

DAY = timedelta(days=1)
CROWDED = Pause("te druk", {"nl": "Even geduld."}, pauses_redemptions=True)


@pytest.fixture
def campaign(make, session):
    campaign = make.campaign(ends_at=NOW + 3 * DAY)
    choose_city(session, campaign.city_id)
    return session.merge(campaign)


def draft(title="Zomer", starts_at=NOW, ends_at=NOW + DAY):
    return CampaignDraft("summer", {"nl": title}, {"nl": "Kom."}, starts_at, ends_at)


def test_a_campaign_is_paused_once(session, campaign):
    pause_campaign(session, campaign, CROWDED, account_id=1, now=NOW)

    with pytest.raises(AlreadyPaused):
        pause_campaign(session, campaign, CROWDED, account_id=1, now=NOW)


def test_who_paused_and_why_stands_in_the_journal(session, campaign):
    pause_campaign(session, campaign, CROWDED, account_id=7, now=NOW)

    entry = session.scalars(select(JournalEntry)).one()
    assert (entry.happening, entry.account_id, entry.note) == ("campaign-paused", 7, "te druk")
    assert entry.city_id == campaign.city_id


def test_resuming_leaves_the_end_where_it_was(session, campaign):
    pause_campaign(session, campaign, CROWDED, account_id=1, now=NOW)
    session.refresh(campaign)
    resume_campaign(session, campaign, account_id=1, now=NOW + DAY)
    session.refresh(campaign)

    assert (campaign.paused_at, campaign.ends_at) == (None, NOW + 3 * DAY)


def test_resuming_may_move_the_end(session, campaign):
    pause_campaign(session, campaign, CROWDED, account_id=1, now=NOW)
    session.refresh(campaign)
    followed = []
    follower = lambda *facts: followed.append(facts[1:])  # noqa: E731
    resume_and_move_end(session, campaign, [follower], account_id=1, now=NOW + DAY)
    session.refresh(campaign)

    assert campaign.ends_at == NOW + 4 * DAY
    assert followed == [(campaign, PauseTaken(NOW, NOW + DAY))]


def test_what_is_not_paused_cannot_resume(session, campaign):
    with pytest.raises(NotPaused):
        resume_campaign(session, campaign, account_id=1, now=NOW)


def test_a_campaign_ends_after_it_starts(session, campaign):
    with pytest.raises(EndsBeforeItStarts):
        create_campaign(session, campaign.city_id, draft(ends_at=NOW), account_id=1, now=NOW)


def test_an_address_is_taken_once_in_a_city(make, session, campaign):
    create_campaign(session, campaign.city_id, draft(), account_id=1, now=NOW)

    with pytest.raises(SlugTaken):
        create_campaign(session, campaign.city_id, draft("ZOMER!"), account_id=1, now=NOW)


def test_another_city_may_use_the_same_address(make, session, campaign):
    create_campaign(session, campaign.city_id, draft(), account_id=1, now=NOW)
    genk = make_other_city(session)
    choose_city(session, genk.id)

    create_campaign(session, genk.id, draft(), account_id=1, now=NOW)

    assert len(session.scalars(select(Campaign).where(Campaign.slug == "zomer")).all()) == 1


def make_other_city(session):
    city = City(slug="genk", name="Genk", nis_code="71016", postal_codes=["3600"], theme={})
    session.add(city)
    session.flush()
    return city
