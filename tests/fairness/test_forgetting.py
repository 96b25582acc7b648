from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from cityshop.core.journal import Happening
from cityshop.elections.models import CastSignal, Contest, ContestState
from cityshop.elections.precautions import SealedMailbox
from cityshop.fairness.forgetting import forget_addresses, forget_signals
from cityshop.fairness.models import ReviewCase, ReviewCaseSlot
from cityshop.tidying import tidy
from cityshop.worker import look_at_votes
from tests.makers.base import NOW
from tests.makers.fairness import Way


@pytest.fixture
def left(database):
    """Signals, addresses and votes in cases that are still kept."""

    def count():
        with database.reads() as session:
            tables = (CastSignal, SealedMailbox, ReviewCaseSlot)
            return [session.scalar(select(func.count()).select_from(table)) for table in tables]

    return count


@pytest.fixture
def forget(database):
    def both(now):
        with database.writes.begin() as session:
            forget_addresses(session, now=now)
            forget_signals(session, now=now)

    return both


def sealed(make, poll, number, asked_at=NOW):
    make.kept(SealedMailbox(id=str(number), contest_id=poll.contest.id, sealed=b"x", asked_at=asked_at))


def test_addresses_go_after_a_day(make, poll, forget, left, journal):
    sealed(make, poll, 1)
    sealed(make, poll, 2, NOW + timedelta(hours=5))

    forget(NOW + timedelta(hours=23))
    assert left()[1] == 2
    forget(NOW + timedelta(hours=24))

    assert left()[1] == 1
    assert journal() == [(Happening.ADDRESSES_ERASED, "")]


def test_the_journal_tells_it_once_a_day(make, poll, forget, journal):
    for hours in range(30):
        sealed(make, poll, hours, NOW + timedelta(hours=hours))

    for hours in range(24, 54):
        forget(NOW + timedelta(hours=hours))

    assert journal() == [(Happening.ADDRESSES_ERASED, "")] * 2


def test_signals_go_30_days_after_closing_and_the_numbers_stay(make, poll, forget, left, database):
    make.case(poll.bert, make.votes(poll.bert, 7))
    closed = poll.contest.closes_at

    forget(closed + timedelta(days=29))
    assert left() == [7, 0, 7]
    forget(closed + timedelta(days=30))

    assert left() == [0, 0, 0]
    with database.reads() as session:
        assert session.scalar(select(ReviewCase.__table__.c.summary))["votes"] == 7


def test_sealing_erases_them_at_once(make, poll, forget, left, database):
    make.votes(poll.bert, 7)
    with database.writes.begin() as session:
        session.execute(update(Contest.__table__).values(state=ContestState.SEALED))

    forget(NOW)

    assert left() == [0, 0, 0]


def test_erasing_twice_is_written_down_once(make, poll, forget, journal):
    make.votes(poll.bert, 7)

    for _ in range(2):
        forget(poll.contest.closes_at + timedelta(days=31))

    assert journal() == [(Happening.SIGNALS_ERASED, "")]


def test_the_worker_looks_in_every_city_and_erases(make, poll, database, cases, settings):
    make.votes(poll.chloe, 100)
    make.votes(poll.bert, 50, Way(network="his"))
    genk = make.city("genk", "Genk")
    contest = make.contest(make.campaign(genk))
    one, other = (make.candidate(contest, shop=make.shop(genk, name=name)) for name in ("Een", "Twee"))
    make.votes(one, 100)
    make.votes(other, 40, Way(network="his"))
    make.contest(poll.contest.campaign, state=ContestState.DRAFT)

    look_at_votes(database)
    tidy(database, settings)

    assert cases() == [("network", 40), ("network", 50)]
