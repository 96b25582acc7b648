"""Shops may come forward from the moment an edition sets, by the clock of the database."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from cityshop.core.journal import Happening, JournalEntry
from cityshop.elections.models import Contest, ContestState
from cityshop.programmes.jobs import open_nominations_by_clock
from cityshop.programmes.models import EditionState
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import sign_in

MOMENT = timedelta(seconds=1)
COMING = {"opens_at": NOW + timedelta(days=10), "closes_at": NOW + timedelta(days=38)}


@pytest.fixture
def draft(make):
    """A city's vote, not begun, in an edition with a moment."""

    def begin(city=None, *, moment=NOW, edition=None, state=ContestState.DRAFT, **facts):
        edition = edition or make.edition(nominations_from=moment, **facts)
        contest = make.contest(make.campaign(city=city or make.kortrijk()), state=state, **COMING)
        make.takes_part(edition, contest)
        return contest

    return begin


def test_at_the_moment_itself_shops_may_come_forward(draft, database, stored, client):
    contest = draft()

    assert open_nominations_by_clock(database) == 1
    assert open_nominations_by_clock(database) == 0

    assert stored(Contest)[0].state == ContestState.NOMINATIONS
    [line] = stored(JournalEntry)
    assert (line.happening, line.city_id) == (Happening.NOMINATIONS_OPENED, contest.city_id)
    assert client.get(f"/kortrijk/vote/{contest.slug}").status_code == 200


def test_a_moment_before_nothing_opens(draft, database, stored, client):
    contest = draft(moment=NOW + MOMENT)

    assert open_nominations_by_clock(database) == 0
    assert stored(Contest)[0].state == ContestState.DRAFT
    assert client.get(f"/kortrijk/vote/{contest.slug}").status_code == 404


def test_every_city_of_the_edition_opens(make, draft, database, stored):
    genk = make.city("genk", "Genk")
    edition = make.edition(make.programme(make.kortrijk(), genk), nominations_from=NOW)
    cities = [draft(edition=edition).city_id, draft(genk, edition=edition).city_id]

    assert open_nominations_by_clock(database) == 2
    assert [line.city_id for line in stored(JournalEntry)] == cities


@pytest.mark.parametrize(
    "facts",
    [{"nominations_from": None}, {"nominations_from": NOW, "state": EditionState.DRAFT}],
    ids=["no moment", "hidden edition"],
)
def test_without_a_moment_or_hidden_nothing_opens(make, draft, database, stored, facts):
    draft(edition=make.edition(**facts))

    assert open_nominations_by_clock(database) == 0
    assert stored(Contest)[0].state == ContestState.DRAFT


@pytest.mark.parametrize("state", [one for one in ContestState if one != ContestState.DRAFT])
def test_what_is_no_draft_stays_as_it_is(draft, database, stored, state):
    draft(state=state)

    assert open_nominations_by_clock(database) == 0
    assert stored(Contest)[0].state == state


def test_a_vote_whose_end_is_past_stays_a_draft(draft, database, stored):
    contest = draft()
    with database.writes.begin() as session:
        past = {"opens_at": NOW - 2 * MOMENT, "closes_at": NOW}
        table = Contest.__table__
        session.execute(update(table).where(table.c.id == contest.id).values(**past))

    assert open_nominations_by_clock(database) == 0
    assert stored(Contest)[0].state == ContestState.DRAFT


def test_town_hall_reads_that_it_starts_by_itself(make, draft, client):
    contest = draft(moment=NOW + timedelta(days=1))
    amina = sign_in(client, make.staff())

    assert "that starts by itself" in Page(amina.get(f"/staff/kortrijk/contests/{contest.slug}")).text
