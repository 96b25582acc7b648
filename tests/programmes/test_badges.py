"""A shop has a badge beside its name, in the guide and at its offers, as long as its title runs."""

from datetime import timedelta

import pytest

from tests.makers.base import NOW
from tests.page import Page

A_MOMENT = timedelta(seconds=1)
BADGE = "Ambassador 2025"


@pytest.fixture
def town(make):
    """A shop with a place and an offer, and the pages on which its name stands."""

    class Town:
        place = make.place(name="Bakkerij Bert")
        shop = make.shop(place=place)
        offer = make.offer(shop)
        pages = (
            "/kortrijk/guide",
            f"/kortrijk/guide/{place.slug}",
            "/kortrijk/offers",
            f"/kortrijk/offers/{offer.slug}",
        )

    return Town()


@pytest.fixture
def badges_on(client):
    return lambda pages: [BADGE in Page(client.get(page)).text for page in pages]


def test_an_ambassador_has_a_badge_wherever_its_name_stands(make, town, badges_on):
    make.title(town.shop, season=2025)

    assert badges_on([*town.pages, "/kortrijk"]) == [True] * 5


def test_others_have_none(make, town, badges_on):
    make.title(make.shop(name="Bloemen Chloé"))

    assert badges_on(town.pages) == [False] * 4


@pytest.fixture
def kept_for(client):
    """For how many seconds a page may be kept, five at most."""
    return lambda pages: [
        int(client.get(page).headers["Cache-Control"].split("s-maxage=")[1][0]) for page in pages
    ]


@pytest.mark.parametrize("moment", ["held_until", "held_from"])
def test_no_page_is_kept_beyond_the_end_or_the_beginning(make, town, badges_on, kept_for, moment):
    assert kept_for(town.pages) == [5] * 4

    make.title(town.shop, **{moment: NOW + A_MOMENT})

    assert badges_on(town.pages) == [moment == "held_until"] * 4
    assert max(kept_for(town.pages)) <= 1


def test_a_title_that_ended_gives_no_badge(make, town, badges_on):
    make.title(town.shop, held_until=NOW)

    assert badges_on(town.pages) == [False] * 4


def test_a_title_in_another_city_gives_none_here(make, town, badges_on):
    make.title(make.shop(make.city("genk", "Genk"), name="Bakkerij Bert"))

    assert badges_on(town.pages) == [False] * 4


def test_the_latest_season_counts(make, town, client):
    make.title(town.shop, season=2025)
    make.title(town.shop, season=2026)

    text = Page(client.get(town.pages[1])).text

    assert "Ambassador 2026" in text
    assert BADGE not in text


def test_more_ambassadors_take_no_more_queries(make, town, client, queries):
    def asked(again):
        with queries() as counted:
            for page in town.pages:
                client.get(f"{page}?again={again}")
        return len(counted)

    make.title(town.shop)
    few = asked(1)
    for number in range(20):
        shop = make.shop(name=f"Winkel {number}", place=make.place())
        make.offer(shop, town.offer.campaign)
        make.title(shop)

    assert asked(2) == few
