"""No page says "open" past the moment at which a place closes, whoever keeps it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from cityshop.places.models import HoursException, Terrace

TWO_TO_SIX = datetime(2026, 11, 23, 16, 58, tzinfo=UTC)  # 17:58 in Brussels, a Monday
PAGES = (
    "/kortrijk",
    "/kortrijk/guide",
    "/kortrijk/guide?open=now",
    "/kortrijk/guide?map=1",
    "/kortrijk/guide/kapper",
    "/kortrijk/guide.json",
    "/kortrijk/guide.geojson",
    "/kortrijk/guide.csv",
    "/api/v1/cities/kortrijk/places",
)


class Seconds:
    """The seconds by which the page cache counts, moved by the site's clock."""

    def __init__(self, clock):
        self._clock = clock

    def monotonic(self):
        return self._clock.now.timestamp()

    time = monotonic


@pytest.fixture(autouse=True)
def seconds(monkeypatch, site_clock):
    monkeypatch.setattr("cityshop.web.page_cache.time", Seconds(site_clock))


def shared_seconds(answer):
    return int(re.search(r"s-maxage=(\d+)", answer.headers["Cache-Control"])[1])


@pytest.mark.parametrize("path", PAGES)
def test_what_was_made_before_closing_time_is_made_again_after_it(make, client, site_clock, path):
    make.place(name="Kapper", slug="kapper", hours="Mo-Fr 09:00-18:00", terrace=Terrace(seats=4))
    site_clock.now = TWO_TO_SIX
    before = client.get(path)
    site_clock.now = TWO_TO_SIX + timedelta(minutes=1, seconds=57)
    just_before = client.get(path)
    site_clock.now = TWO_TO_SIX + timedelta(minutes=7)
    after = client.get(path)

    assert just_before.data == before.data
    assert after.data != before.data
    assert shared_seconds(just_before) <= 3


def test_a_holiday_begins_and_ends_on_a_kept_page(make, client, site_clock):
    day = date(2026, 11, 24)
    make.place(slug="kapper", hours="24/7", exceptions=[HoursException(first_day=day, last_day=day)])
    site_clock.now = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)

    said = []
    for hours in (0, 1, 24, 25):
        site_clock.now = datetime(2026, 11, 23, 22, 59, tzinfo=UTC) + timedelta(hours=hours)
        said.append("place__state--open" in client.get("/kortrijk/guide/kapper").text)

    assert said == [True, False, False, True]
