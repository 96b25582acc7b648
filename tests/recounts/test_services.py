"""What is erased, when, and that nothing that is left can tell who voted (invariant 9)."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cityshop.brags.models import Brag
from cityshop.core.codes import keyed_digest
from cityshop.core.db import across_cities, choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.permissions import Act
from cityshop.core.second_person import waiting_for
from cityshop.elections.errors import ContestKeyMissing
from cityshop.elections.keys import ContestKey, is_there, read_key
from cityshop.elections.models import Ballot, CastSignal, Challenge, Contest, ContestState, Voter
from cityshop.recounts import services
from cityshop.recounts.errors import NotYetSealable
from tests.makers.base import NOW

LONG_AGO = NOW - timedelta(days=15)


@pytest.fixture
def seal(database, settings, make):
    """Seal a vote as two people do; `interrupted` stops before the key's file goes."""

    def act(vote, *, interrupted=False):
        for step in ("ask", "confirm"):
            with database.writes.begin() as session:
                choose_city(session, vote.contest.city_id)
                contest = session.get_one(Contest, vote.contest.id)
                if step == "ask":
                    services.ask_to_seal(session, contest, account_id=1, now=NOW)
                else:
                    services.confirm_seal(
                        session, contest, bundles=settings.bundles_folder, account_id=2, now=NOW
                    )
        if not interrupted:
            with database.writes.begin() as session:
                services.destroy_keys(session, keys_folder=settings.keys_folder, now=NOW)

    return act


@pytest.fixture
def erase(database, settings):
    def work(now=NOW):
        with database.writes.begin() as session:
            services.erase_what_is_over(session, keys_folder=settings.keys_folder, now=now)

    return work


@pytest.fixture
def noted(database):
    """Subjects and notes of one kind of line in the journal."""

    def lines(happening):
        wanted = select(JournalEntry.subject, JournalEntry.note, JournalEntry.city_id).where(
            JournalEntry.happening == happening
        )
        with database.reads() as session:
            return [tuple(row) for row in session.execute(wanted.order_by(JournalEntry.id))]

    return lines


@pytest.fixture
def rows(database):
    def count(table):
        with database.reads() as session:
            return session.scalar(select(func.count()).select_from(table.__table__))

    return count


def signal(vote):
    return CastSignal(
        contest_id=vote.contest.id,
        slot=vote.ballots[0].slot,
        revision=0,
        ip_tag="a",
        agent_tag="b",
        domain_class="c",
        hour=NOW,
        seconds=9,
    )


def test_after_the_seal_no_slot_can_be_recomputed_even_with_a_backup_of_yesterday(make, seal, settings):
    """Yesterday's backup has the roll and the slots; what is left beside the database has no key for them."""
    vote = make.vote(published_at=LONG_AGO)
    backup = [(voter.id, voter.ident) for voter in vote.voters]
    slots = {ballot.slot for ballot in vote.ballots}
    assert {vote.key.slot(voter) for voter, _ in backup} == slots

    seal(vote)

    left = [file.read_bytes() for file in settings.folder.rglob("*") if file.is_file()]
    assert not [file for file in left if vote.key.secret.hex().encode() in file or vote.key.secret in file]
    for secret in every_secret(left, settings.secret_key):
        key = ContestKey(secret)
        assert slots.isdisjoint(key.slot(voter) for voter, _ in backup)
        assert slots.isdisjoint(keyed_digest(secret, "slot", ident) for _, ident in backup)
    with pytest.raises(ContestKeyMissing):
        read_key(settings.keys_folder, vote.contest.key_fingerprint)


def every_secret(files, secret_key):
    """Everything of 32 bytes that somebody could take for a key: short files, and the site's own secret."""
    for content in [secret_key.encode(), *(file for file in files if len(file) < 200)]:
        text = content.decode("ascii", "replace").strip()
        yield hashlib.sha256(content).digest()
        yield content.strip()
        if len(text) == 64 and set(text) <= set("0123456789abcdef"):
            yield bytes.fromhex(text)


def test_a_seal_erases_roll_signals_and_codes_and_leaves_the_ballots(make, seal, database, rows):
    vote = make.vote(published_at=LONG_AGO)
    make.challenge(vote.candidates[0], vote.key)
    make.kept(signal(vote))

    seal(vote)

    assert [rows(table) for table in (Voter, CastSignal, Challenge)] == [0, 0, 0]
    assert rows(Ballot) == 34


def test_a_seal_takes_the_marks_of_who_bragged(make, seal, database):
    vote = make.vote(published_at=LONG_AGO)
    brag = make.brag(vote.candidates[0])

    seal(vote)

    with database.reads() as session, across_cities(session):
        assert session.get_one(Brag, brag.id).ident is None


def test_a_seal_leaves_other_votes_alone(make, seal, rows, settings):
    vote, other = make.vote(published_at=LONG_AGO), make.vote()

    seal(vote)

    assert rows(Voter) == len(other.voters)
    assert is_there(settings.keys_folder, other.contest.key_fingerprint)


def test_a_sealed_vote_keeps_its_files(make, seal, client):
    vote = make.vote(published_at=LONG_AGO)
    seal(vote)

    manifest = client.get(f"{vote.path}/manifest.json").json

    assert (manifest["is_sealed"], manifest["sealed_at"]) == (True, "2026-11-22T10:00:00Z")
    for name, facts in manifest["files"].items():
        assert hashlib.sha256(client.get(f"{vote.path}/{name}").data).hexdigest() == facts["sha256"]


def test_what_an_interruption_left_of_a_seal_the_worker_finishes(make, seal, erase, settings, noted):
    vote = make.vote(published_at=LONG_AGO)
    seal(vote, interrupted=True)
    assert is_there(settings.keys_folder, vote.contest.key_fingerprint)

    erase()
    erase()

    assert not is_there(settings.keys_folder, vote.contest.key_fingerprint)
    assert len(noted(Happening.KEY_DESTROYED)) == 1


def test_a_vote_is_sealed_once(make, seal, session, settings):
    vote = make.vote(published_at=LONG_AGO)
    seal(vote)
    choose_city(session, vote.contest.city_id)
    contest = session.get_one(Contest, vote.contest.id)

    with pytest.raises(NotYetSealable):
        services.ask_to_seal(session, contest, account_id=3, now=NOW)
    assert waiting_for(session, Act.SEAL_CONTEST, f"contest {contest.id}") is None


def test_signals_go_thirty_days_after_closing(make, erase, rows, noted):
    vote = make.vote()
    make.kept(signal(vote))
    closed = vote.contest.closes_at

    erase(closed + timedelta(days=30))
    assert rows(CastSignal) == 1
    for minutes in (1, 11):
        erase(closed + timedelta(days=30, minutes=minutes))

    assert rows(CastSignal) == 0
    assert noted(Happening.SIGNALS_ERASED) == [(f"contest {vote.contest.id}", "", vote.contest.city_id)]


def test_a_day_after_closing_no_address_is_left_and_the_journal_says_so_once(make, erase, rows, noted):
    vote = make.vote(state=ContestState.CLOSED)
    make.challenge(vote.candidates[0], vote.key)
    closed = vote.contest.closes_at

    erase(closed + timedelta(hours=23))
    assert noted(Happening.ADDRESSES_ERASED) == []
    for hours in (25, 26):
        erase(closed + timedelta(hours=hours))

    assert rows(Challenge) == 0
    assert len(noted(Happening.ADDRESSES_ERASED)) == 1


def test_roll_and_key_stay_until_the_seal(make, erase, rows, settings):
    vote = make.vote()

    erase(NOW + timedelta(days=400))

    assert rows(Voter) == len(vote.voters)
    assert is_there(settings.keys_folder, vote.contest.key_fingerprint)


def test_an_annulled_vote_loses_roll_and_key_after_thirty_days(make, erase, rows, settings, noted):
    vote = make.vote(state=ContestState.ANNULLED)
    closed = vote.contest.closes_at

    erase(closed + timedelta(days=29))
    assert rows(Voter) == len(vote.voters)
    for days in (31, 32):
        erase(closed + timedelta(days=days))

    assert rows(Voter) == 0
    assert not is_there(settings.keys_folder, vote.contest.key_fingerprint)
    assert [len(noted(one)) for one in (Happening.ROLL_ERASED, Happening.KEY_DESTROYED)] == [1, 1]


def test_an_open_vote_loses_nothing(make, erase, rows, database):
    vote = make.vote(state=ContestState.OPEN)
    make.kept(signal(vote))

    erase(NOW + timedelta(days=400))

    assert (rows(Voter), rows(CastSignal)) == (len(vote.voters), 1)
    with database.reads() as session, across_cities(session):
        assert session.get_one(Contest, vote.contest.id).state == ContestState.OPEN
