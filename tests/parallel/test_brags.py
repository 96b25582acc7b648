"""Brags and scans over HTTP, all at once: one row, and no scan lost."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from cityshop.brags.models import Brag, BragRequest
from cityshop.campaigns.models import CampaignKind
from cityshop.elections.keys import read_key
from cityshop.links.models import LinkScan
from tests.makers.elections import CODE
from tests.server import at_once, statuses

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"}


@pytest.fixture
def race(make, settings, site_clock):
    """A contest that is open by the real clock, with a candidate."""
    site_clock.now = now = datetime.now(UTC)
    days = timedelta(days=3)
    campaign = make.campaign(kind=CampaignKind.VOTE, starts_at=now - days, ends_at=now + days)
    contest = make.contest(campaign, opens_at=now - days, closes_at=now + days)
    key = read_key(settings.keys_folder, contest.key_fingerprint)
    return make.candidate(contest), key, f"/kortrijk/vote/{contest.slug}"


def brag_rows(database):
    with database.reads() as session:
        return [
            session.scalar(select(func.count()).select_from(one.__table__)) for one in (Brag, BragRequest)
        ]


def test_50_confirmations_with_one_code_make_one_brag(server, database, make, race):
    candidate, key, page = race
    request = make.brag_request(candidate, key, expires_at=datetime.now(UTC) + timedelta(minutes=10))
    fields = {"code": CODE, "request": request.id}

    answers = at_once(50, lambda _: server.post(f"{page}/brag/confirm", fields))

    assert statuses(answers) == {303: 50}
    assert brag_rows(database) == [1, 0]


def test_one_mailbox_with_five_codes_makes_one_brag(server, database, make, race):
    candidate, key, page = race
    soon = datetime.now(UTC) + timedelta(minutes=10)
    spellings = [
        "els@gmail.com",
        "E.l.s@gmail.com",
        "els+a@gmail.com",
        "els+b@googlemail.com",
        "ELS@gmail.com",
    ]
    requests = [make.brag_request(candidate, key, mailbox=one, expires_at=soon) for one in spellings]

    answers = at_once(
        5,
        lambda number: server.post(f"{page}/brag/confirm", {"code": CODE, "request": requests[number].id}),
    )

    assert statuses(answers) == {303: 1, 409: 4}
    assert brag_rows(database)[0] == 1


def test_no_scan_is_lost_when_a_hundred_come_at_once(server, database, make):
    link = make.short_link()

    answers = at_once(100, lambda _: server.get(f"/K/{link.code}", **PHONE))

    assert statuses(answers) == {302: 100}
    with database.reads() as session:
        assert session.scalar(select(func.sum(LinkScan.scans))) == 100


def test_the_wall_is_shown_to_everybody_at_once(server, make, race):
    candidate, _, page = race
    make.brag(candidate)

    answers = at_once(50, lambda _: server.get(f"{page}/wall"))

    assert statuses(answers) == {200: 50}
    assert len({re.search("wall__sentence.*", answer.body)[0] for answer in answers}) == 1
