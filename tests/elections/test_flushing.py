"""Into the ledger: without gaps, signed, and so that nothing tells any more who came when."""

from itertools import pairwise

import pytest
from sqlalchemy import select, text, update

from cityshop.core.db import choose_city
from cityshop.elections.casting import Wish, cast_vote
from cityshop.elections.flushing import FEWEST_TOGETHER, Ledger, contests_to_flush, flush_all, flush_leaves
from cityshop.elections.ledger import Checkpoint as SignedFacts
from cityshop.elections.ledger import is_signed, root_of
from cityshop.elections.models import Ballot, Checkpoint, DeadLeaf, LedgerLeaf, Level, Tally, Voter
from cityshop.elections.signals import Signal
from cityshop.elections.tallying import (
    TallyWrong,
    check_tally,
    quarantine,
    recount,
    reject,
    restore,
    tally_of,
)
from cityshop.elections.voters import Verified
from tests.makers.base import NOW


@pytest.fixture
def votes(database):
    """Let so many people vote, each in a transaction of their own; gives their receipts."""

    def cast(poll, candidate, voters):
        receipts = []
        for number in voters:
            with database.writes.begin() as session:
                choose_city(session, poll.contest.city_id)
                who = Verified(poll.contest.id, poll.key.ident(f"{number}@stad.example"), Level.EMAIL)
                wish, facts = Wish(candidate.id), {"signal": Signal(), "key": poll.key, "now": NOW}
                receipts.append(cast_vote(session, who, wish, **facts))
        return receipts

    return cast


@pytest.fixture
def flush(database):
    def run(poll, act=flush_leaves):
        with database.writes.begin() as session:
            choose_city(session, poll.contest.city_id)
            return act(session, Ledger(poll.contest.id, f"kortrijk/{poll.contest.slug}", poll.key))

    return run


@pytest.fixture
def rows(database):
    def read(table, *order):
        with database.reads() as session:
            return session.scalars(select(table).order_by(*order)).all()

    return read


@pytest.fixture
def counts(database):
    """The tally as anybody would be told."""

    def read(poll, count=tally_of):
        with database.reads() as session:
            return count(session, poll.contest.id)

    return read


def slots_of(rows, candidate):
    return [ballot.slot for ballot in rows(Ballot) if ballot.candidate_id == candidate.id]


def test_fewer_than_25_ballots_wait(poll, votes, flush, rows, database):
    here = poll()
    votes(here, here.bert, range(FEWEST_TOGETHER - 1))

    with database.reads() as session:
        assert contests_to_flush(session) == []
    assert flush(here) == 0
    assert rows(LedgerLeaf) == []


def test_25_go_into_the_ledger_together(poll, votes, flush, rows, database):
    here = poll()
    receipts = votes(here, here.bert, range(FEWEST_TOGETHER))

    with database.reads() as session:
        assert contests_to_flush(session) == [here.contest.id]
    assert flush(here) == FEWEST_TOGETHER

    leaves = rows(LedgerLeaf, LedgerLeaf.seq)
    assert [leaf.seq for leaf in leaves] == list(range(FEWEST_TOGETHER))
    assert {leaf.leaf for leaf in leaves} == {receipt.leaf for receipt in receipts}
    assert [leaf.leaf for leaf in leaves] != [receipt.leaf for receipt in receipts]
    assert flush(here) == 0


def test_every_checkpoint_is_signed_and_names_the_one_before(poll, votes, flush, rows):
    here = poll()
    for start in (0, 30, 60):
        votes(here, here.bert, range(start, start + 30))
        flush(here)

    leaves = [leaf.leaf for leaf in rows(LedgerLeaf, LedgerLeaf.seq)]
    before = "0" * 64
    for kept in rows(Checkpoint, Checkpoint.size):
        facts = SignedFacts(f"kortrijk/{here.contest.slug}", kept.size, root_of(leaves[: kept.size]), before)
        assert (kept.root, kept.previous) == (facts.root, facts.previous)
        assert is_signed(facts.text(), kept.signature, public_key=here.key.signer().public_key)
        before = facts.digest


def test_a_choice_that_was_replaced_stands_in_the_ledger_too(poll, votes, flush, rows):
    here = poll()
    [first] = votes(here, here.bert, [0])
    [second] = votes(here, here.chloe, [0])
    votes(here, here.bert, range(1, 30))
    flush(here)

    leaves = {leaf.leaf for leaf in rows(LedgerLeaf)}
    assert {first.leaf, second.leaf} <= leaves
    assert len(leaves) == 31
    assert [(dead.leaf, dead.is_in_ledger) for dead in rows(DeadLeaf)] == [(first.leaf, True)]


def test_the_tally_is_the_same_before_a_flush_after_it_and_by_recount(poll, votes, flush, counts):
    here = poll()
    bert, chloe = (here.bert.id, "email"), (here.chloe.id, "email")
    votes(here, here.bert, range(20))
    votes(here, here.chloe, range(20, 30))
    expected = {bert: 20, chloe: 10}

    assert counts(here) == expected
    flush(here)
    assert counts(here) == counts(here, recount) == expected


def test_a_changed_vote_moves_in_the_tally_at_once(poll, votes, flush, counts):
    here = poll()
    votes(here, here.bert, range(30))
    flush(here)

    votes(here, here.chloe, range(5))
    waiting = counts(here)
    flush(here, flush_all)

    expected = {(here.bert.id, "email"): 25, (here.chloe.id, "email"): 5}
    assert waiting == expected
    assert counts(here) == counts(here, recount) == expected


@pytest.fixture(params=[True, False], ids=["flushed", "waiting"])
def counted_40(request, poll, votes, flush):
    """30 ballots for Bert and 10 for Chloé, in the ledger or on their way to it."""
    here = poll()
    votes(here, here.bert, range(30))
    votes(here, here.chloe, range(30, 40))
    if request.param:
        flush(here)
    return here


def test_ballots_set_apart_leave_the_tally_and_come_back(counted_40, flush, rows, database):
    here = counted_40
    suspicious = slots_of(rows, here.chloe)

    with database.writes.begin() as session:
        assert quarantine(session, here.contest.id, suspicious) == 10
        assert quarantine(session, here.contest.id, suspicious) == 0
        assert tally_of(session, here.contest.id) == {(here.bert.id, "email"): 30}
        check_tally(session, here.contest.id)
    with database.writes.begin() as session:
        assert restore(session, here.contest.id, suspicious[:4]) == 4
        assert reject(session, here.contest.id, suspicious[4:], "network") == 6
        assert tally_of(session, here.contest.id)[here.chloe.id, "email"] == 4
        check_tally(session, here.contest.id)
    flush(here, flush_all)

    with database.reads() as session:
        check_tally(session, here.contest.id)
    assert {dead.reason for dead in rows(DeadLeaf)} == {"rejected:network"}
    assert len(rows(LedgerLeaf)) == 40


def test_ballots_of_another_contest_are_not_set_apart(poll, votes, rows, database):
    here, there = poll(), poll()
    votes(here, here.bert, range(3))

    with database.writes.begin() as session:
        assert quarantine(session, there.contest.id, slots_of(rows, here.bert)) == 0


def test_a_wrong_tally_is_noticed(poll, votes, flush, database):
    here = poll()
    votes(here, here.bert, range(30))
    flush(here)

    with database.writes.begin() as session:
        session.execute(update(Tally).values(votes=31))

    with database.reads() as session, pytest.raises(TallyWrong):
        check_tally(session, here.contest.id)


def test_after_a_flush_nothing_joins_the_roll_to_the_ballots(poll, votes, flush, database, rows):
    """Not by the transaction that wrote them, nor by where they lie, nor by their ids."""
    here, people = poll(), range(60)
    votes(here, here.bert, people)
    before = {ballot.slot: ballot.id for ballot in rows(Ballot)}
    flush(here, flush_all)

    slot_of = {voter.ident: here.key.slot(voter.id) for voter in rows(Voter)}
    came = [slot_of[here.key.ident(f"{number}@stad.example")] for number in people]
    slots, idents = _as_they_lie(database)
    assert not any(before[ballot.slot] == ballot.id for ballot in rows(Ballot))
    assert _order_left(slots, came) < 0.2
    assert _order_left([slot_of[ident] for ident in idents], came) < 0.2
    assert _order_left(slots, [slot_of[ident] for ident in idents]) < 0.2


def _as_they_lie(database):
    """Slots and idents in the order in which the database stores them (SQLite: by a random key)."""
    with database.reads() as session:
        if database.is_sqlite:
            lying = ("SELECT slot FROM ballot", "SELECT ident FROM voter")
        else:
            for writers in (
                "SELECT count(DISTINCT xmin::text) FROM ballot",
                "SELECT count(DISTINCT xmin::text) FROM voter",
            ):
                assert session.execute(text(writers)).scalar() == 1
            lying = ("SELECT slot FROM ballot ORDER BY ctid", "SELECT ident FROM voter ORDER BY ctid")
        return [[bytes(row[0]) for row in session.execute(text(query))] for query in lying]


def _order_left(one, other):
    """The share of neighbours in one list that are neighbours in the other: 1 for the same order."""
    follows = set(pairwise(other))
    return sum(pair in follows for pair in pairwise(one)) / (len(one) - 1)
