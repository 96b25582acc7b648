from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from cityshop.links.models import LinkScan
from tests.makers.base import NOW
from tests.page import Page

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"}


@pytest.fixture
def scans(database):
    """How often links were followed, by day."""

    def read():
        with database.reads() as session:
            return {row.day: row.scans for row in session.scalars(select(LinkScan))}

    return read


def test_a_scan_leads_on_and_counts(client, make, scans):
    link = make.short_link(target="/kortrijk/vote/ambassadeur/bakker")

    answers = [client.get(f"/k/{link.code}", headers=PHONE) for _ in range(3)]

    assert {(answer.status_code, answer.location) for answer in answers} == {(302, link.target)}
    assert answers[0].headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answers[0].headers
    assert scans() == {date(2026, 11, 22): 3}


def test_the_address_in_the_qr_code_works_too(client, make, scans):
    link = make.short_link()

    for path in (f"/K/{link.code}", f"/k/{link.code.lower()}", f"/k/{link.code[:5]}-{link.code[5:]}"):
        assert client.get(path, headers=PHONE).location == link.target
    assert sum(scans().values()) == 3


def test_scans_are_kept_by_day_in_brussels(client, make, scans, site_clock):
    link = make.short_link()
    site_clock.now = NOW.replace(hour=22, minute=30)
    client.get(f"/k/{link.code}", headers=PHONE)
    site_clock.move(hours=1)

    client.get(f"/k/{link.code}", headers=PHONE)

    assert scans() == {date(2026, 11, 22): 1, date(2026, 11, 23): 1}


@pytest.mark.parametrize(
    "headers",
    [{"User-Agent": "WhatsApp/2.23"}, {**PHONE, "Sec-Purpose": "prefetch"}, {**PHONE, "X-Moz": "prefetch"}],
)
def test_a_preview_leads_on_and_does_not_count(client, make, scans, headers):
    link = make.short_link()

    assert client.get(f"/k/{link.code}", headers=headers).location == link.target
    assert client.head(f"/k/{link.code}", headers=PHONE).location == link.target
    assert scans() == {}


def test_a_paused_campaign_explains_instead(client, make, scans):
    link = make.short_link(campaign=make.campaign(paused=True))

    page = Page(client.get(f"/k/{link.code}", headers=PHONE))

    assert page.status == 200
    assert "We pauzeren even." in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert sum(scans().values()) == 1


def test_a_campaign_that_is_over_explains_and_leads_on(client, make, scans):
    over = make.campaign(ends_at=NOW - timedelta(minutes=1))
    link = make.short_link(campaign=over, target="/kortrijk/vote/ambassadeur")

    page = Page(client.get(f"/k/{link.code}", headers=PHONE))

    assert (page.status, page.heading) == (200, "This is over")
    assert "This code is genuine." in page.text
    assert link.target in page.links
    assert page.response.headers["Cache-Control"] == "no-store"
    assert sum(scans().values()) == 1


def test_a_campaign_leads_on_until_its_last_minute(client, make):
    link = make.short_link(campaign=make.campaign(ends_at=NOW + timedelta(minutes=1)))

    assert client.get(f"/k/{link.code}", headers=PHONE).location == link.target


def test_a_code_out_of_use_says_so(client, make, scans):
    link = make.short_link(retired_at=NOW - timedelta(days=1))

    page = Page(client.get(f"/k/{link.code}", headers=PHONE))

    assert (page.status, page.heading) == (410, "This code is no longer in use")
    assert scans() == {}


@pytest.mark.parametrize("code", ["x", "A" * 10_000, "%00", "🥐", "..%2f..", "AAAAA-AAAAA"])
def test_an_unknown_code_asks_whether_it_is_genuine(client, make, code, scans):
    make.short_link()

    answer = client.get(f"/k/{code}", headers=PHONE)

    assert Page(answer).heading in ("Is this code genuine?", "We cannot find this page")
    assert answer.status_code == 404
    assert scans() == {}


def test_somebody_before_a_poster_goes_on_when_nothing_can_be_written(client, make, monkeypatch):
    link = make.short_link()

    def disk_is_full(*facts, **more):
        raise OperationalError("INSERT", None, OSError("disk full"))

    monkeypatch.setattr("cityshop.links.views.count_scan", disk_is_full)

    assert client.get(f"/k/{link.code}", headers=PHONE).location == link.target


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_link_can_only_be_followed(client, make, method):
    assert client.open(f"/k/{make.short_link().code}", method=method).status_code == 405


def test_a_scan_asks_little_of_the_database(client, make, queries):
    link = make.short_link()

    with queries() as counted:
        client.get(f"/k/{link.code}", headers=PHONE)

    assert len(counted) <= 3
