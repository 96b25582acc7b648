from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from cityshop.core.codes import read_typed_code
from cityshop.core.db import choose_city
from cityshop.links.models import ShortLink
from cityshop.links.queries import counted_links, link_by_code, links_about
from cityshop.links.services import ForeignTarget, LinkDraft, count_scan, make_links, renew_links, retire_link
from tests.makers.base import NOW

POSTER = LinkDraft("/kortrijk/vote", "candidate 1 poster", "Bakkerij Bert", None)


@pytest.fixture
def desk(session, make):
    choose_city(session, make.kortrijk().id)
    return session


def test_a_thing_has_one_link_however_often_it_is_asked_for(desk):
    first = make_links(desk, [POSTER], now=NOW)[POSTER.about]

    again = make_links(desk, [POSTER, POSTER], now=NOW)[POSTER.about]

    assert again.code == first.code
    assert read_typed_code(first.code) == first.code
    assert desk.scalar(select(func.count()).select_from(ShortLink)) == 1


@pytest.mark.parametrize("target", ["//kwaad.example", "https://kwaad.example", "", "/\\kwaad.example"])
def test_no_link_leads_away_from_the_site(desk, target):
    with pytest.raises(ForeignTarget):
        make_links(desk, [LinkDraft(target, "x", "x", None)], now=NOW)


def test_the_database_keeps_no_foreign_target_either(make):
    with pytest.raises(IntegrityError):
        make.short_link(target="//kwaad.example")


def test_a_retired_code_makes_way_for_another(desk):
    old = make_links(desk, [POSTER], now=NOW)[POSTER.about]
    retire_link(desk, old, account_id=1, now=NOW)

    new = make_links(desk, [POSTER], now=NOW)[POSTER.about]

    assert new.code != old.code
    assert link_by_code(desk, old.code).retired_at == NOW
    assert links_about(desk, [POSTER.about]) == {POSTER.about: new}


def test_links_that_differ_are_renewed_together_and_no_others(make, session, queries):
    campaign, desk = make.campaign(), session
    choose_city(desk, campaign.city_id)
    drafts = [replace(POSTER, about=f"candidate {number} poster") for number in range(30)]
    make_links(desk, drafts, now=NOW)
    moved = [replace(draft, campaign_id=campaign.id) for draft in drafts[:20]]

    with queries() as counted:
        renew_links(desk, [*moved, *drafts[20:], replace(POSTER, about="nowhere")])

    links = links_about(desk, [draft.about for draft in drafts])
    assert [one.partition(" ")[0] for one in counted] == ["SELECT", "UPDATE"]
    assert [links[draft.about].campaign_id for draft in drafts] == [campaign.id] * 20 + [None] * 10
    assert len(links) == 30


def test_scans_are_counted_in_all_and_lately(desk):
    link = make_links(desk, [POSTER], now=NOW)[POSTER.about]
    for days in (0, 0, 6, 7, 30):
        count_scan(desk, link.id, now=NOW - timedelta(days=days))

    (counted,) = counted_links(desk, [POSTER.about], since=(NOW - timedelta(days=6)).date())

    assert (counted.scans, counted.lately) == (5, 3)


def test_links_of_another_city_are_not_seen(desk, make, session):
    other = make.city("genk")
    link = make.short_link(other)

    assert links_about(desk, [link.about]) == {}
