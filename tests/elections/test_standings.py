"""Numbers per candidate: shown while the rules let anybody see them, and then leaked by nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import case, update

from cityshop.elections.models import Ballot, CandidateState
from tests.makers.base import NOW
from tests.page import Page


def numbers(page):
    return [cell.text.strip() for cell in page.all("td")]


def test_standings_share_a_place_where_votes_are_equal(client, poll, make):
    here = poll()
    third = make.candidate(here.contest, shop=make.shop(name="Derde"))
    for candidate, votes in ((here.bert, 12), (here.chloe, 12), (third, 5)):
        make.ballots(candidate, votes)

    page = Page(client.get(here.path("/standings")))

    assert numbers(page) == ["1", "12", "1", "12", "3", "5"]


def test_of_few_votes_nothing_is_told(client, poll, make):
    here = poll()
    make.ballots(here.bert, 24)

    page = Page(client.get(here.path("/standings")))

    assert "The numbers are hidden" in page.text
    assert numbers(page) == []


def test_whoever_withdrew_is_not_in_the_standings(client, poll, make):
    here = poll()
    gone = make.candidate(here.contest, shop=make.shop(name="Weg"), state=CandidateState.WITHDRAWN)
    make.ballots(here.bert, 30)
    make.ballots(gone, 10)

    assert "Weg" not in Page(client.get(here.path("/standings"))).text


def test_the_page_is_kept_no_longer_than_the_numbers_may_be_seen(client, poll, make, site_clock):
    here = poll(closes_at=NOW + timedelta(days=7, minutes=5))
    make.ballots(here.bert, 30)
    shown = Page(client.get(here.path("/standings")))
    site_clock.move(minutes=5)
    client.application.extensions["cityshop.page_cache"].forget_all()

    hidden = Page(client.get(here.path("/standings")))

    assert "30" in numbers(shown)
    assert numbers(hidden) == []


@pytest.fixture
def last_week(poll, make):
    """A vote in its last week, with 40 votes for Bert and 2 for Chloé."""
    here = poll(closes_at=NOW + timedelta(days=3))
    make.ballots(here.bert, 40)
    make.ballots(here.chloe, 2)
    return here


@pytest.fixture
def turn_around(database, client):
    """The same vote as if Chloé had got the votes of Bert, and Bert hers."""

    def swap(here):
        is_bert = Ballot.candidate_id == here.bert.id
        with database.writes.begin() as session:
            others = case((is_bert, here.chloe.id), else_=here.bert.id)
            session.execute(update(Ballot).values(candidate_id=others))
        client.application.extensions["cityshop.page_cache"].forget_all()

    return swap


def test_in_the_last_week_no_byte_depends_on_who_is_ahead(client, last_week, turn_around):
    candidates = [f"/{one.slug}" for one in (last_week.bert, last_week.chloe)]
    paths = [last_week.path(rest) for rest in ("", "/standings", *candidates)]
    paths += ["/kortrijk", "/api/v1/cities/kortrijk/contests"]
    read = lambda: [(a.data, a.headers.get("ETag")) for a in map(client.get, paths)]  # noqa: E731

    before = read()
    turn_around(last_week)

    assert read() == before


def test_a_week_earlier_the_standings_do_turn_around(client, poll, make, turn_around):
    """So that the test above can fail."""
    here = poll()
    make.ballots(here.bert, 40)
    make.ballots(here.chloe, 2)
    before = client.get(here.path("/standings")).data

    turn_around(here)

    assert client.get(here.path("/standings")).data != before
