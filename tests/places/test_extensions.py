"""An extension of a terrace has a permit, and perhaps a season, of its own."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cityshop.campaigns.models import CampaignKind
from cityshop.places.models import Terrace
from cityshop.places.rules import NO_SEASONS, OpenSeasons, has_extension
from tests.page import Page

NOON = datetime(2026, 7, 18, 10, 0, tzinfo=UTC)
TODAY = date(2026, 7, 18)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(site_clock):
    site_clock.now = NOON
    return site_clock


@pytest.mark.parametrize(
    ("first", "last", "stands"),
    [
        (None, None, False),
        (None, TODAY, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, TODAY + DAY, False),
        (None, TODAY - DAY, False),
    ],
)
def test_an_extension_hides_itself_outside_its_permit(first, last, stands):
    terrace = Terrace(extension_from=first, extension_to=last, season="")

    assert has_extension(terrace, TODAY, NO_SEASONS) is stands


def test_an_extension_of_a_season_stands_while_that_season_is_on():
    terrace = Terrace(extension_to=TODAY, season="terrassenxxl")

    assert has_extension(terrace, TODAY, OpenSeasons(frozenset({"terrassenxxl"}), None))
    assert not has_extension(terrace, TODAY, OpenSeasons(frozenset({"winter"}), None))


class Seconds:
    """The site's clock as the page cache reads it, in seconds."""

    def __init__(self, clock):
        self._clock = clock

    def time(self):
        return self._clock.now.timestamp()

    monotonic = time


def names(client):
    page = Page(client.get("/kortrijk/guide?terrace=1&extension=1"))
    return [" ".join(element.text.split()) for element in page.all("h2") if element.facts]


def test_the_guide_filters_terraces_that_are_larger_today(make, client):
    make.place(name="Groter", terrace=Terrace(extension_to=TODAY))
    make.place(name="Morgen", terrace=Terrace(extension_from=TODAY + DAY, extension_to=TODAY + DAY))
    make.place(name="Gewoon", terrace=Terrace(seats=4))

    assert names(client) == ["Groter"]


@pytest.mark.parametrize(
    ("paused", "starts_in", "expected"), [(False, -1, ["XXL"]), (True, -1, []), (False, 1, [])]
)
def test_a_season_shows_its_extensions_only_while_it_is_on(make, client, paused, starts_in, expected):
    starts_at = NOON + starts_in * DAY
    campaign = make.campaign(
        kind=CampaignKind.TERRACES, paused=paused, starts_at=starts_at, ends_at=NOON + 9 * DAY
    )
    make.place(name="XXL", terrace=Terrace(extension_to=TODAY + 30 * DAY, season=campaign.slug))

    assert names(client) == expected


def test_a_page_of_larger_terraces_is_not_kept_past_the_end_of_a_season(
    make, client, site_clock, monkeypatch
):
    monkeypatch.setattr("cityshop.web.page_cache.time", Seconds(site_clock))
    campaign = make.campaign(
        kind=CampaignKind.TERRACES, starts_at=NOON - DAY, ends_at=NOON + timedelta(minutes=5)
    )
    make.place(name="XXL", terrace=Terrace(extension_to=TODAY + 30 * DAY, season=campaign.slug))

    before = names(client)
    site_clock.now = NOON + timedelta(minutes=6)

    assert (before, names(client)) == (["XXL"], [])
