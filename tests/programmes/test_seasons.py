"""Who holds a title, from when until when."""

from datetime import timedelta

import pytest

from cityshop.core.db import choose_city
from cityshop.elections.models import Candidate, ContestState
from cityshop.elections.rules import VoteRules
from cityshop.programmes import seasons
from cityshop.programmes.jobs import award_due_titles
from cityshop.programmes.models import Title
from tests.makers.base import NOW
from tests.page import Page
from tests.sign_in import post_form, sign_in


@pytest.fixture
def publish(make, monkeypatch):
    """A vote whose result is out, or will be, with these candidates as winners."""

    def act(contest, *winners, embargo_until=None):
        won = {contest.id: winners}
        monkeypatch.setattr(seasons, "winners_of", lambda session, contest_id: won.get(contest_id, []))
        with make.database.writes.begin() as session:
            values = {"state": ContestState.PUBLISHED, "published_at": NOW, "embargo_until": embargo_until}
            session.execute(contest.__table__.update().values(**values))
        return contest

    return act


def test_the_winner_holds_the_title_for_a_year(make, publish, database, stored):
    edition, contest = make.edition(season=2026), make.contest()
    make.takes_part(edition, contest)
    winner = make.candidate(contest)
    publish(contest, winner, embargo_until=NOW)

    assert award_due_titles(database) == 1

    title = stored(Title)[0]
    assert (title.shop_id, title.season, title.programme_id) == (winner.shop_id, 2026, edition.programme_id)
    assert (title.held_from, title.held_until) == (NOW, NOW.replace(year=2027))


def test_who_shares_a_title_each_holds_it(make, publish, database, stored):
    contest = make.contest()
    publish(contest, make.candidate(contest), make.candidate(contest, shop=make.shop()))

    assert award_due_titles(database) == 2
    assert {one.season for one in stored(Title)} == {2026}


def test_a_title_is_given_once(make, publish, database, stored):
    contest = make.contest()
    publish(contest, make.candidate(contest))
    award_due_titles(database)

    assert award_due_titles(database) == 0
    assert len(stored(Title)) == 1


def test_before_the_ceremony_nobody_holds_anything(make, publish, database, site_clock, client):
    contest = make.contest()
    winner = make.candidate(contest, shop=make.shop(name="GEHEIM"))
    publish(contest, winner, embargo_until=NOW + timedelta(hours=2))

    assert award_due_titles(database) == 0
    assert "GEHEIM" not in client.get("/kortrijk/winners").text

    site_clock.move(hours=2)
    assert award_due_titles(database) == 1
    assert "GEHEIM" in client.get("/kortrijk/winners?later").text


def test_a_result_without_winners_gives_no_title(make, publish, database, stored):
    publish(make.contest())

    assert award_due_titles(database) == 0
    assert stored(Title) == []


def test_a_vote_that_is_open_gives_no_title(make, database):
    make.candidate(make.contest())

    assert award_due_titles(database) == 0


@pytest.mark.parametrize(
    ("season", "ended", "is_held"),
    [(2026, False, True), (2025, False, True), (2025, True, True), (2024, True, False)],
)
def test_a_title_is_held_while_it_runs_and_through_the_next_season(make, session, season, ended, is_held):
    shop, other = make.shop(), make.shop(name="Elders")
    make.title(shop, season=season, held_until=NOW - timedelta(days=1) if ended else NOW + timedelta(days=1))
    choose_city(session, shop.city_id)

    assert seasons.holds_title(session, shop.id, NOW) is is_held
    assert not seasons.holds_title(session, other.id, NOW)


@pytest.mark.parametrize(("may", "status"), [(False, 422), (True, 303)])
def test_whether_a_winner_may_stand_again_is_a_rule(make, client, may, status):
    rules = VoteRules(winner_may_stand_again=may)
    contest = make.contest(state=ContestState.NOMINATIONS, opens_at=NOW + timedelta(days=3), rules=rules)
    shop = make.shop()
    make.title(shop)
    sign_in(client, make.merchant(shop))
    words = {"specialty_nl": "Zuurdesem.", "text_nl": "Om vier uur sta ik op."}

    assert post_form(client, f"/shop/candidate/{contest.id}", **words).status_code == status


def test_the_photo_with_which_somebody_stood_hangs_on_the_wall(make, client, database):
    contest = make.contest()
    shop = make.shop()
    candidate = make.candidate(contest, shop=shop)
    make.title(shop)
    with database.writes.begin() as session:
        values = {"photo": "een-naam", "photo_alt": {"nl": "Bert bij de oven"}}
        session.execute(Candidate.__table__.update().values(**values))
        session.execute(Title.__table__.update().values(contest_id=contest.id))

    page = Page(client.get("/kortrijk/winners"))

    assert "/picture/small/een-naam.webp" in page.html
    assert 'alt="Bert bij de oven"' in page.html
    assert f"/kortrijk/vote/{contest.slug}/{candidate.slug}" in page.links
