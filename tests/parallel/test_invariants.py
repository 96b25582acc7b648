"""What must hold whatever arrives at once: two servers, one database, two hundred posts.

The tenth promise, that no slot can be worked out after sealing, is tested where sealing is.
"""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from cityshop.campaigns.models import CampaignKind
from cityshop.core.db import choose_city
from cityshop.core.locks import LockOn, hold_exclusive
from cityshop.elections.flushing import Ledger, flush_all, flush_leaves
from cityshop.elections.keys import read_key
from cityshop.elections.ledger import root_of
from cityshop.elections.models import Ballot, Challenge, Checkpoint, DeadLeaf, LedgerLeaf, Voter
from cityshop.elections.queries import contest_by_slug
from cityshop.elections.states import ContestPause, pause_contest
from cityshop.elections.tallying import recount, tally_of
from tests.parallel.booth import CODE, Booth
from tests.server import Server, at_once, statuses

PARALLEL = 200
HELD_SECONDS = 6  # longer than a writer waits for another: it must try twice


@pytest.fixture(scope="session")
def two_servers(running_server, app, settings):
    second = Server(settings)
    second.start()
    yield [running_server, second]
    second.stop()


@pytest.fixture
def booth(make, database, settings, two_servers):
    make.keys_folder = settings.keys_folder
    now, days = datetime.now(UTC), timedelta(days=3)
    campaign = make.campaign(kind=CampaignKind.VOTE, starts_at=now - days, ends_at=now + days)
    contest = make.contest(campaign, opens_at=now - days, closes_at=now + days)
    shops = [make.candidate(contest, shop=make.shop(name=name)) for name in ("Bert", "Chloé")]
    key = read_key(settings.keys_folder, contest.key_fingerprint)
    return Booth(database, contest, shops, key, two_servers)


def everybody(count=PARALLEL):
    return [f"els{number}@stad.example" for number in range(count)]


def flush(booth, act=flush_leaves):
    with booth.database.writes.begin() as session:
        choose_city(session, booth.contest.city_id)
        return act(session, Ledger(booth.contest.id, f"kortrijk/{booth.contest.slug}", booth.key))


def test_one_voter_with_200_codes_has_one_ballot(booth):
    sent = booth.codes(["els@stad.example"] * PARALLEL)

    answers = at_once(PARALLEL, lambda number: booth.confirm(sent[number]))

    assert statuses(answers) == {303: PARALLEL}
    assert len(booth.rows(Ballot)) == len(booth.rows(Voter)) == 1
    assert len(booth.rows(DeadLeaf)) == PARALLEL - 1
    assert booth.rows(Ballot)[0].revision == PARALLEL - 1


def test_nothing_is_cast_after_a_pause_and_every_receipt_has_its_ballot(booth):
    sent = booth.codes(everybody())
    paused = []

    def pause_in_between():
        time.sleep(0.15)
        with booth.database.writes.begin() as session:
            choose_city(session, booth.contest.city_id)
            contest = contest_by_slug(session, booth.contest.slug)
            stop = ContestPause("test", {"nl": "Even geduld."})
            pause_contest(session, contest, stop, account_id=None, now=datetime.now(UTC))
        paused.append(len(booth.rows(Ballot)))

    pausing = threading.Thread(target=pause_in_between)
    pausing.start()
    answers = at_once(PARALLEL, lambda number: booth.confirm(sent[number]))
    pausing.join()

    found = statuses(answers)
    assert set(found) <= {303, 409}
    assert found[303] == len(booth.rows(Ballot)) == paused[0]
    assert len(booth.rows(Challenge)) == found[409]


def test_one_code_sent_by_200_phones_works_once(booth):
    [sent] = booth.codes(["els@stad.example"])

    answers = at_once(PARALLEL, lambda number: booth.confirm({**sent, "nonce": f"{number:032x}"}))

    assert statuses(answers) == {303: 1, 409: PARALLEL - 1}
    assert len(booth.rows(Ballot)) == 1


def test_the_same_click_200_times_gives_the_same_receipt(booth):
    [sent] = booth.codes(["els@stad.example"])

    answers = at_once(PARALLEL, lambda _: booth.confirm(sent))

    assert statuses(answers) == {303: PARALLEL}
    assert len({answer.location for answer in answers}) == 1


def test_one_mailbox_has_one_row_on_the_roll_however_it_is_spelled(booth):
    spellings = ["els@gmail.com", "E.L.S@gmail.com", "els+1@googlemail.com", "e.ls+x@GMAIL.com"]
    sent = booth.codes([spellings[number % 4] for number in range(PARALLEL)])

    answers = at_once(PARALLEL, lambda number: booth.confirm(sent[number]))

    assert statuses(answers) == {303: PARALLEL}
    assert len(booth.rows(Voter)) == len(booth.rows(Ballot)) == 1


def test_the_ledger_has_no_gap_and_the_tally_is_a_recount(booth):
    sent, done = booth.codes(everybody()), threading.Event()

    def flush_all_the_time():
        while not done.is_set():
            flush(booth)

    flushing = [threading.Thread(target=flush_all_the_time) for _ in range(2)]
    for one in flushing:
        one.start()
    answers = at_once(PARALLEL, lambda number: booth.confirm(sent[number]))
    done.set()
    for one in flushing:
        one.join()
    flush(booth, flush_all)

    leaves = sorted(booth.rows(LedgerLeaf), key=lambda leaf: leaf.seq)
    assert statuses(answers) == {303: PARALLEL}
    assert [leaf.seq for leaf in leaves] == list(range(PARALLEL))
    assert {leaf.leaf for leaf in leaves} == {ballot.leaf for ballot in booth.rows(Ballot)}
    for kept in booth.rows(Checkpoint):
        assert kept.root == root_of(leaf.leaf for leaf in leaves[: kept.size])
    with booth.database.reads() as session:
        assert tally_of(session, booth.contest.id) == recount(session, booth.contest.id)
        assert sum(tally_of(session, booth.contest.id).values()) == PARALLEL


def test_after_a_flush_neither_writer_nor_order_tells_who_voted_what(booth):
    sent = booth.codes(everybody())
    at_once(PARALLEL, lambda number: booth.confirm(sent[number]))
    flush(booth, flush_all)

    slot_of = {voter.ident: booth.key.slot(voter.id) for voter in booth.rows(Voter)}
    with booth.database.reads() as session:
        if booth.database.is_sqlite:
            order = ("SELECT slot FROM ballot", "SELECT ident FROM voter")
        else:
            order = ("SELECT slot FROM ballot ORDER BY ctid", "SELECT ident FROM voter ORDER BY ctid")
            for writers in ("SELECT xmin::text FROM ballot", "SELECT xmin::text FROM voter"):
                assert len(set(session.scalars(text(writers)))) == 1
        slots, idents = ([bytes(value) for value in session.scalars(text(query))] for query in order)
    same_place = sum(slot == slot_of[ident] for slot, ident in zip(slots, idents, strict=True))
    assert same_place < PARALLEL / 10


def test_a_writer_who_holds_the_lock_delays_votes_and_loses_none(booth):
    sent, held = booth.codes(everybody()), threading.Event()

    def hold():
        with booth.database.writes.begin() as session:
            session.connection()
            hold_exclusive(session, LockOn.CONTEST, booth.contest.id)
            held.set()
            time.sleep(HELD_SECONDS)

    holding = threading.Thread(target=hold)
    holding.start()
    held.wait()
    began = time.monotonic()
    answers = at_once(PARALLEL, lambda number: booth.confirm(sent[number]))
    took = time.monotonic() - began
    holding.join()

    assert statuses(answers) == {303: PARALLEL}
    assert len(booth.rows(Ballot)) == PARALLEL
    assert took > HELD_SECONDS - 1


def test_guesses_from_200_phones_count_together(booth):
    [sent] = booth.codes(["els@stad.example"])

    answers = at_once(PARALLEL, lambda number: booth.confirm({**sent, "code": f"{number:06}"}))

    assert statuses(answers) == {422: 5, 429: PARALLEL - 5}
    assert booth.confirm({**sent, "code": CODE}).status == 429
    assert booth.rows(Ballot) == []
