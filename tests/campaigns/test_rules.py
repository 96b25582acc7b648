from datetime import timedelta

import pytest

from cityshop.campaigns.models import Campaign
from cityshop.campaigns.rules import CampaignPhase, end_after_pause, next_change, phase_of
from tests.makers.base import NOW

DAY = timedelta(days=1)


def campaign(starts_at=NOW - DAY, ends_at=NOW + DAY, paused_at=None):
    return Campaign(starts_at=starts_at, ends_at=ends_at, paused_at=paused_at)


@pytest.mark.parametrize(
    ("found", "phase"),
    [
        (campaign(starts_at=NOW + timedelta(microseconds=1)), CampaignPhase.COMING),
        (campaign(starts_at=NOW), CampaignPhase.RUNNING),
        (campaign(ends_at=NOW + timedelta(microseconds=1)), CampaignPhase.RUNNING),
        (campaign(ends_at=NOW), CampaignPhase.OVER),
        (campaign(paused_at=NOW), CampaignPhase.PAUSED),
        (campaign(starts_at=NOW + DAY, ends_at=NOW + 2 * DAY, paused_at=NOW), CampaignPhase.PAUSED),
        (campaign(starts_at=NOW - 2 * DAY, ends_at=NOW - DAY, paused_at=NOW), CampaignPhase.OVER),
    ],
)
def test_a_campaign_runs_from_its_start_up_to_its_end(found, phase):
    assert phase_of(found, NOW) == phase


def test_the_clock_changes_a_campaign_at_its_start_and_its_end():
    coming = campaign(starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)

    assert next_change(coming, NOW) == NOW + DAY
    assert next_change(coming, NOW + DAY) == NOW + 2 * DAY
    assert next_change(coming, NOW + 2 * DAY) is None


def test_the_end_moves_by_as_long_as_the_pause_took():
    paused = campaign(ends_at=NOW + 3 * DAY, paused_at=NOW)

    assert end_after_pause(paused, NOW + DAY) == NOW + 4 * DAY
