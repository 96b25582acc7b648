"""What an edition does in its cities."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from cityshop.campaigns.models import Campaign
from cityshop.core.journal import Happening, JournalEntry
from cityshop.elections.errors import ClosesInThePast
from cityshop.elections.models import Contest, ContestState
from cityshop.elections.rules import VoteRules
from cityshop.programmes import rollout, services
from cityshop.programmes.drafts import EditionDates, EditionDraft, EditionWords
from cityshop.programmes.errors import (
    CeremonyBeforeClosing,
    CityHasVote,
    EditionExists,
    NoCityTicked,
    SameCity,
)
from cityshop.programmes.models import Edition, EditionCity, EditionState, Funder
from cityshop.programmes.queries import cities_of_edition, edition_of
from cityshop.programmes.rollout import VoteCopy
from tests.makers.base import NOW

BY_NOBODY = {"account_id": None, "now": NOW}


def set_up(database, edition, city_ids):
    """In a transaction of its own; how many votes were made."""
    with database.writes.begin() as session:
        own = edition_of(session, edition.programme.slug, edition.season)
        try:
            return rollout.set_up_votes(session, own, city_ids, **BY_NOBODY)
        except NoCityTicked:
            return 0


def everywhere(database, edition, towns):
    return set_up(database, edition, {town.id for town in towns})


def draft_of(
    edition,
    *,
    title="Wie wordt ambassadeur van {city}?",
    minimum=30,
    later=0,
    prize="een jaar op de affiches",
):
    words = EditionWords(
        title=dict(edition.title),
        message=dict(edition.message),
        vote_title={"nl": title},
        vote_introduction=dict(edition.vote_introduction),
        prize={"nl": prize},
    )
    dates = EditionDates(edition.opens_at + timedelta(days=later), edition.closes_at + timedelta(days=later))
    return EditionDraft(words, dates, VoteRules(minimum=minimum), "Team", "team@programma.example")


@pytest.fixture
def change(database):
    """Change the edition in a transaction of its own; the names of the cities that were left alone."""

    def act(edition, **facts):
        with database.writes.begin() as session:
            own = edition_of(session, edition.programme.slug, edition.season)
            left = rollout.change_edition(session, own, draft_of(edition, **facts), **BY_NOBODY)
            return [city.name for city in left]

    return act


def test_every_city_gets_campaign_and_vote_as_a_draft(make, towns, database, stored):
    cities = towns(3)
    edition = make.edition(make.programme(*cities), rules=VoteRules(minimum=5))

    assert everywhere(database, edition, cities) == 3

    contest = stored(Contest)[0]
    assert {one.city_id for one in stored(Contest)} == {city.id for city in cities}
    assert contest.state == ContestState.DRAFT
    assert contest.title == {"nl": "Wie wordt ambassadeur van Kortrijk?"}
    assert contest.prize == {"nl": "een jaar op de affiches"}
    assert (contest.opens_at, contest.closes_at) == (edition.opens_at, edition.closes_at)
    assert VoteRules.of(contest.rules).minimum == 5
    assert {one.slug for one in stored(Campaign)} == {"ik-koop-lokaal-2026"}
    assert all(one.contest_id for one in stored(EditionCity))


def test_sixty_four_cities_are_one_act_and_each_journal_knows(make, towns, database, stored):
    cities = towns(64)
    edition = make.edition(make.programme(*cities))

    assert everywhere(database, edition, cities) == 64

    made = [line for line in stored(JournalEntry) if line.happening == Happening.CONTEST_CREATED]
    assert {line.city_id for line in made} == {city.id for city in cities}


def test_only_the_ticked_cities_get_a_vote(make, towns, database, stored):
    cities = towns(3)
    edition = make.edition(make.programme(*cities))

    assert set_up(database, edition, {cities[1].id}) == 1

    assert [one.city_id for one in stored(Contest)] == [cities[1].id]


def test_asking_again_makes_nothing(make, towns, database, stored):
    cities = towns(2)
    edition = make.edition(make.programme(*cities))
    everywhere(database, edition, cities)

    assert everywhere(database, edition, cities) == 0
    assert len(stored(Contest)) == 2


def test_four_organisers_at_once_make_each_vote_once(make, towns, database, stored):
    cities = towns(4)
    edition = make.edition(make.programme(*cities))

    with ThreadPoolExecutor(4) as organisers:
        made = list(organisers.map(lambda _: everywhere(database, edition, cities), range(4)))

    assert sorted(made) == [0, 0, 0, 4]
    assert len(stored(Contest)) == len(stored(Campaign)) == 4


def test_a_vote_that_the_city_made_itself_takes_part_as_it_is(make, database, stored):
    edition = make.edition()
    own = make.contest(state=ContestState.DRAFT)
    with database.writes.begin() as session:
        session.execute(Contest.__table__.update().values(slug="ambassadeur-2026"))

    assert set_up(database, edition, {own.city_id}) == 1

    assert stored(EditionCity)[0].contest_id == own.id
    assert [one.title["nl"] for one in stored(Contest)] == ["Kies je ambassadeur"]


def test_two_programmes_in_one_city_have_a_vote_each(make, database, stored):
    first, second = make.edition(), make.edition(make.programme(make.kortrijk(), slug="zomer-in-de-stad"))

    everywhere(database, first, [make.kortrijk()])
    everywhere(database, second, [make.kortrijk()])

    assert {one.slug for one in stored(Contest)} == {"ambassadeur-2026", "zomer-in-de-stad-2026"}


def test_an_edition_that_is_over_makes_no_votes(make, session):
    edition = make.edition(opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=1))
    own = edition_of(session, "ik-koop-lokaal", edition.season)

    with pytest.raises(ClosesInThePast):
        rollout.set_up_votes(session, own, {make.kortrijk().id}, **BY_NOBODY)


def test_drafts_change_along_with_their_edition(make, towns, database, stored, change):
    cities = towns(2)
    edition = make.edition(make.programme(*cities))
    everywhere(database, edition, cities)

    assert change(edition, title="Kies in {city}", minimum=50, later=7, prize="een fiets") == []

    contest = stored(Contest)[1]
    assert contest.title == {"nl": "Kies in Stad 01"}
    assert contest.prize == {"nl": "een fiets"}
    assert contest.opens_at == edition.opens_at + timedelta(days=7)
    assert VoteRules.of(contest.rules).minimum == 50


def test_a_vote_that_was_opened_is_left_alone(make, towns, database, stored, change):
    cities = towns(2)
    edition = make.edition(make.programme(*cities))
    set_up(database, edition, {cities[1].id})
    opened = make.contest()
    make.takes_part(edition, opened)

    assert change(edition, title="Kies in {city}", minimum=50) == ["Kortrijk"]

    mine, other = (next(one for one in stored(Contest) if one.city_id == city.id) for city in cities)
    assert mine.title["nl"] == "Kies je ambassadeur"
    assert VoteRules.of(mine.rules).minimum == 30
    assert other.title["nl"] == "Kies in Stad 01"


def test_words_that_a_city_wrote_itself_stay(make, database, stored, change):
    edition = make.edition()
    everywhere(database, edition, [make.kortrijk()])
    with database.writes.begin() as session:
        session.execute(Contest.__table__.update().values(title={"nl": "Onze eigen titel"}))

    change(edition, title="Kies in {city}", minimum=50)

    assert stored(Contest)[0].title == {"nl": "Onze eigen titel"}
    assert VoteRules.of(stored(Contest)[0].rules).minimum == 50


def test_dates_must_follow_each_other(make, session):
    edition = make.edition()
    own = edition_of(session, "ik-koop-lokaal", edition.season)
    draft = draft_of(edition)
    early = EditionDates(edition.opens_at, edition.closes_at, ceremony_at=edition.opens_at)

    with pytest.raises(CeremonyBeforeClosing):
        rollout.change_edition(
            session, own, EditionDraft(draft.words, early, draft.rules, "Team", "t@p.example"), **BY_NOBODY
        )


def test_an_edition_is_copied_to_another_year_in_one_act(make, towns, database, stored):
    cities = towns(3)
    edition = make.edition(make.programme(*cities))
    make.funder(edition)
    everywhere(database, edition, cities)
    with database.writes.begin() as session:
        session.execute(EditionCity.__table__.update().values(usp={"nl": "Altijd zon."}))

    with database.writes.begin() as session:
        own = edition_of(session, "ik-koop-lokaal", 2026)
        services.copy_edition(session, own, 2027, **BY_NOBODY)

    copy = stored(Edition)[1]
    assert (copy.season, copy.state) == (2027, EditionState.DRAFT)
    assert copy.title == {"nl": "Ik koop lokaal 2027"}
    assert copy.opens_at == edition.opens_at + timedelta(weeks=52)
    copied = [one for one in stored(EditionCity) if one.edition_id == copy.id]
    assert [(one.usp, one.contest_id) for one in copied] == [({"nl": "Altijd zon."}, None)] * 3
    assert [one.edition_id for one in stored(Funder)] == [edition.id, copy.id]


def test_a_season_is_copied_once(make, session):
    edition = make.edition()
    own = edition_of(session, "ik-koop-lokaal", edition.season)

    with pytest.raises(EditionExists):
        services.copy_edition(session, own, 2026, **BY_NOBODY)


def copied(session, edition, source, target):
    votes = {one.city.slug: one for one in cities_of_edition(session, edition.id)}
    own = edition_of(session, "ik-koop-lokaal", edition.season)
    return rollout.copy_vote(session, own, VoteCopy(votes[source], votes[target]), **BY_NOBODY)


def test_a_vote_is_copied_to_another_city_with_its_name(make, towns, database, stored):
    edition = make.edition(make.programme(*towns(2)))
    everywhere(database, edition, [make.kortrijk()])
    with database.writes.begin() as session:
        session.execute(Contest.__table__.update().values(title={"nl": "De bakker van Kortrijk"}))

    with database.writes.begin() as session:
        copied(session, edition, "kortrijk", "stad-01")

    copy = stored(Contest)[1]
    assert copy.title == {"nl": "De bakker van Stad 01"}
    assert copy.state == ContestState.DRAFT
    assert copy.city_id != make.kortrijk().id
    assert [one.contest_id for one in stored(EditionCity)] == [one.id for one in stored(Contest)]


def test_a_vote_is_not_copied_over_another(make, towns, database, session):
    cities = towns(2)
    edition = make.edition(make.programme(*cities))
    everywhere(database, edition, cities)

    with pytest.raises(CityHasVote):
        copied(session, edition, "kortrijk", "stad-01")
    with pytest.raises(SameCity):
        copied(session, edition, "kortrijk", "kortrijk")
