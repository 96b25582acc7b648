"""A season of larger terraces, for residents."""

import pytest

from cityshop.campaigns.models import CampaignKind
from tests.makers.base import NOW
from tests.makers.terraces import DAY, TODAY
from tests.page import Page


def season_page(client, season):
    return Page(client.get(f"/en/kortrijk/terraces/{season.slug}"))


def names(page):
    return [one.text.strip() for one in page.all("h2") if "place__name" in one.facts.get("class", "")]


def test_a_season_lists_the_terraces_that_take_part_and_leads_to_the_guide(make, client):
    season = make.season()
    make.terrace(name="XXL", extension_to=TODAY, extension_seats=12, season=season.slug)
    make.terrace(name="Voorbij", extension_to=TODAY - DAY, season=season.slug)
    make.terrace(name="Geen terras meer", permit_to=TODAY - DAY, extension_to=TODAY, season=season.slug)
    make.terrace(name="Los", extension_to=TODAY)

    page = season_page(client, season)

    assert names(page) == ["XXL"]
    assert "seats for 12" in page.text
    assert any("terrace=1" in link and "extension=1" in link for link in page.links)


def test_a_paused_season_says_so_and_shows_no_terraces(make, client):
    season = make.season(paused=True)
    make.terrace(name="XXL", extension_to=TODAY, season=season.slug)

    page = season_page(client, season)

    assert names(page) == []
    assert "We pauzeren even." in page.text


@pytest.mark.parametrize(
    ("starts_in", "ends_in", "words"), [(1, 2, "as soon as it begins"), (-2, -1, "It is over")]
)
def test_outside_its_days_a_season_says_when_it_is(make, client, starts_in, ends_in, words):
    season = make.season(starts_at=NOW + starts_in * DAY, ends_at=NOW + ends_in * DAY)
    make.terrace(name="XXL", extension_to=TODAY + 9 * DAY, season=season.slug)

    page = season_page(client, season)

    assert names(page) == []
    assert words in page.text


def test_an_empty_season_shows_the_way_to_all_terraces(make, client):
    assert any("terrace=1" in link for link in season_page(client, make.season()).links)


def test_a_campaign_of_another_kind_or_city_is_a_404(make, client):
    discount = make.campaign(kind=CampaignKind.DISCOUNT)
    elsewhere = make.season(make.city("genk"))

    for slug in (discount.slug, elsewhere.slug, "nergens", "%00"):
        assert client.get(f"/kortrijk/terraces/{slug}").status_code == 404


def test_home_and_guide_lead_to_a_season_that_is_on(make, client):
    season = make.season()

    for path in ("/kortrijk", "/kortrijk/guide"):
        assert f"/kortrijk/terraces/{season.slug}" in Page(client.get(path)).links


def test_the_guide_says_why_a_season_is_paused(make, client):
    make.season(paused=True)

    assert "We pauzeren even." in Page(client.get("/kortrijk/guide")).text


def test_a_season_takes_no_more_queries_for_more_terraces(make, client, queries):
    season = make.season()

    def counted(number):
        for _ in range(number):
            make.terrace(extension_to=TODAY, season=season.slug, horizon=[5] * 72)
        with queries() as asked:
            season_page(client, season)
        return len(asked.other_than("city.version"))

    assert counted(3) == counted(20)


def test_a_season_sets_no_cookie(make, client):
    answer = client.get(f"/kortrijk/terraces/{make.season().slug}")

    assert "Set-Cookie" not in answer.headers
