"""What falls due, with a moved clock: nobody has to remember it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from cityshop.core.db import choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.elections.keys import PRIZE, destroy_key, read_key
from cityshop.elections.models import ContestState
from cityshop.prizes import services
from cityshop.prizes.models import Prize
from cityshop.prizes.services import Draw
from cityshop.tidying import tidy
from tests.makers.base import NOW
from tests.page import Page


@pytest.fixture
def work(database, settings, site_clock):
    """The worker's round, so much later."""

    def later(**by):
        site_clock.now = NOW + timedelta(**by)
        tidy(database, settings)

    return later


@pytest.fixture
def journal(database):
    def read():
        with database.reads() as session:
            lines = session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
            return [(line.happening, line.city_id, line.note) for line in lines]

    return read


@pytest.fixture
def drawn(over, make, database):
    """A contest whose prize was drawn, and the entry that won."""
    contest = over()
    winner = make.entry(contest)
    with database.writes.begin() as session:
        choose_city(session, contest.city_id)
        services.draw_prize(session, contest, Draw(100, "a1" * 32), account_id=None, now=NOW)
    return contest, winner


def test_who_did_not_confirm_is_erased_within_a_day(over, make, work, rows):
    contest = over()
    stays = make.entry(contest)
    make.entry(contest, is_confirmed=False)

    work(hours=22)
    assert len(rows()) == 2
    work(hours=23)

    assert [entry.id for entry in rows()] == [stays.id]


def test_the_list_is_erased_sixty_days_after_the_draw_and_the_result_stays(
    client, drawn, work, rows, journal
):
    contest, winner = drawn

    work(days=59, hours=23)
    assert len(rows()) == 1
    work(days=60)

    assert rows() == []
    assert journal()[-1] == (Happening.OPT_INS_ERASED, contest.city_id, "1")
    page = Page(client.get(f"/kortrijk/vote/{contest.slug}/prize"))
    assert winner.id in page.text
    assert "The list was erased" in page.text
    assert client.get(f"/kortrijk/vote/{contest.slug}/prize/entries.csv").status_code == 404


def test_a_list_that_was_never_drawn_from_is_erased_sixty_days_after_closing(over, make, work, rows):
    contest = over(closes_at=NOW - timedelta(days=1))
    make.entry(contest)

    work(days=58)
    assert len(rows()) == 1
    work(days=59)
    assert rows() == []


def test_it_is_erased_once(over, make, work, journal):
    contest = over(closes_at=NOW - timedelta(days=1))
    make.entry(contest)

    for day in (60, 61, 62):
        work(days=day)

    assert [happening for happening, _, _ in journal()] == [Happening.OPT_INS_ERASED]


def test_lists_of_every_city_are_erased(make, work, rows):
    for city in (make.kortrijk(), make.city("genk", "Genk")):
        contest = make.contest(
            make.campaign(city), state=ContestState.CLOSED, closes_at=NOW - timedelta(days=1)
        )
        make.prize(contest)
        make.entry(contest)

    work(days=60)

    assert rows() == []
    assert all(prize.erased_at for prize in rows(Prize))


def test_the_seed_outlives_the_key(over, work, rows, settings):
    contest = over()
    seed = read_key(settings.keys_folder, contest.key_fingerprint).seed(PRIZE)
    work(minutes=10)

    destroy_key(settings.keys_folder, contest.key_fingerprint)

    [prize] = rows(Prize)
    assert prize.seed == seed
    assert services.seed_of(contest, prize, keys_folder=settings.keys_folder) == seed


def test_the_seed_stays_with_the_key_while_people_vote(prized, work, rows):
    prized()
    work(minutes=10)

    assert rows(Prize)[0].seed == ""


def test_nobody_is_told_the_seed_before_the_draw(client, over, make, work, rows):
    contest = over()
    make.entry(contest)
    work(minutes=10)

    assert rows(Prize)[0].seed not in client.get(f"/kortrijk/vote/{contest.slug}/prize").text


def test_a_prize_without_a_key_stops_no_other_job(make, work, rows, database):
    contest = make.contest(state=ContestState.CLOSED)
    make.prize(contest)
    with database.writes.begin() as session:
        table = type(contest).__table__
        session.execute(update(table).values(key_fingerprint="0" * 64))

    work(minutes=10)

    assert rows(Prize)[0].seed == ""
