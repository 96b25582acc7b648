import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from cityshop.core.journal import Happening, JournalEntry
from cityshop.elections.models import ContestState
from cityshop.elections.tallying import quarantine
from cityshop.recounts.bundle import FILES, LINES
from tests.makers.base import NOW
from tests.page import Page

SECRET_FILES = [name for name in FILES if name != "verify_ledger.py"]


@pytest.fixture(autouse=True)
def nobody_asked_yet(app):
    """The site of another test may have noted this minute already."""
    app.extensions.pop("cityshop.early_questions", None)


@pytest.fixture
def early(database):
    """How often the journal says that somebody asked too early."""

    def count():
        wanted = select(func.count()).where(JournalEntry.happening == Happening.RESULT_ASKED_TOO_EARLY)
        with database.reads() as session:
            return session.scalar(wanted)

    return count


def test_every_file_is_the_one_that_the_manifest_names(client, make):
    vote = make.vote()

    manifest = client.get(f"{vote.path}/manifest.json").json

    for name, facts in manifest["files"].items():
        content = client.get(f"{vote.path}/{name}").data
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (facts["sha256"], facts["bytes"])


def test_the_manifest_says_what_belongs_to_the_count(client, make):
    vote = make.vote()

    manifest = client.get(f"{vote.path}/manifest.json").json

    assert manifest["counts"] == {
        "ledger": 36,
        "counted": 32,
        "by_level": {"email": 32},
        "dead": {"quarantined": 1, "rejected:bought": 1, "superseded": 2},
    }
    assert manifest["rules_hash"] == vote.contest.rules_hash
    assert manifest["ledger_key"] == vote.key.signer().public_key
    assert set(manifest["files"]) == set(LINES)
    assert manifest["published_at"] == "2026-11-21T10:00:00Z"


def test_a_ballot_set_apart_is_listed_without_its_choice(client, make):
    vote = make.vote()

    openings, dead = (client.get(f"{vote.path}/{name}.jsonl").text for name in ("openings", "dead"))

    assert vote.apart.leaf not in openings
    assert f'{{"leaf":"{vote.apart.leaf}","reason":"quarantined"}}' in dead


def test_openings_stand_in_the_order_of_their_leaves_and_name_nobody(client, make):
    lines = client.get(f"{make.vote().path}/openings.jsonl").text.splitlines()

    openings = [json.loads(line) for line in lines]

    assert [one["leaf"] for one in openings] == sorted(one["leaf"] for one in openings)
    assert {tuple(one) for one in openings} == {("candidate", "leaf", "level", "nonce", "salt")}


def test_a_file_that_did_not_change_is_not_sent_again(client, make):
    vote = make.vote()
    first = client.get(f"{vote.path}/openings.jsonl")

    again = client.get(f"{vote.path}/openings.jsonl", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert "Set-Cookie" not in first.headers


def test_a_download_that_broke_off_goes_on_where_it_was(client, make):
    vote = make.vote()
    whole = client.get(f"{vote.path}/ledger.jsonl").data

    rest = client.get(f"{vote.path}/ledger.jsonl", headers={"Range": "bytes=100-"})

    assert (rest.status_code, rest.data) == (206, whole[100:])


@pytest.mark.parametrize("file", SECRET_FILES)
@pytest.mark.parametrize(
    "facts",
    [
        {"state": ContestState.OPEN},
        {"state": ContestState.CLOSED},
        {"embargo_until": NOW + timedelta(hours=1)},
    ],
)
def test_before_the_result_no_file_is_given_and_the_journal_knows(client, make, early, file, facts):
    answer = client.get(f"{make.vote(**facts).path}/{file}")

    assert answer.status_code == 403
    assert early() == 1


def test_the_journal_hears_once_a_minute_who_asks_too_early(client, make, early, site_clock):
    path = make.vote(embargo_until=NOW + timedelta(hours=1)).path

    for _ in range(3):
        client.get(f"{path}/result.jsonl")
    assert early() == 1
    site_clock.move(seconds=61)
    client.get(f"{path}/proof/{'a' * 64}.json")

    assert early() == 2


def test_when_the_embargo_ends_the_files_are_out(client, make, site_clock):
    file = make.vote(embargo_until=NOW + timedelta(hours=1)).path + "/result.jsonl"
    before = client.get(file)
    site_clock.move(hours=1)

    after = client.get(file)

    assert (before.status_code, after.status_code) == (403, 200)
    assert "votes" in json.loads(after.text.splitlines()[0])


def test_the_program_can_be_read_before_there_is_a_result(client, make):
    answer = client.get(f"{make.vote(state=ContestState.OPEN).path}/verify_ledger.py")

    assert answer.status_code == 200
    assert answer.text.startswith("#!/usr/bin/env python3")


@pytest.mark.parametrize("file", ["tree.bin", "manifest", "..%2f..%2fsecret.key", "keys", "MANIFEST.JSON"])
def test_there_are_no_other_files(client, make, file):
    assert client.get(f"{make.vote().path}/{file}").status_code == 404


@pytest.mark.parametrize("path", ["", "/manifest.json", "/verify_ledger.py", f"/proof/{'a' * 64}.json"])
def test_a_draft_has_no_ledger(client, make, path):
    draft = make.contest(state=ContestState.DRAFT)

    assert client.get(f"/kortrijk/vote/{draft.slug}/ledger{path}").status_code == 404


def test_the_files_of_another_city_do_not_exist(client, make):
    vote = make.vote()
    make.city("genk", "Genk")

    assert client.get(vote.path.replace("kortrijk", "genk") + "/manifest.json").status_code == 404


def test_two_servers_write_the_same_bytes(client, make, app, monkeypatch, tmp_path):
    path = make.vote().path
    here = {name: client.get(f"{path}/{name}").data for name in FILES}
    monkeypatch.setitem(app.config, "BUNDLES_FOLDER", tmp_path)

    assert {name: client.get(f"{path}/{name}").data for name in FILES} == here


def test_a_bundle_is_written_once(client, make, queries):
    path = make.vote().path
    client.get(f"{path}/manifest.json")

    with queries() as counted:
        client.get(f"{path}/openings.jsonl")

    assert not [statement for statement in counted if "ballot.nonce" in statement]


def test_asking_for_a_file_costs_no_more_with_more_ballots(client, make, queries):
    few, many = make.vote(votes=(20, 12)).path, make.vote(votes=(60, 40)).path
    for path in (few, many):
        client.get(f"{path}/manifest.json")

    with queries() as for_few:
        client.get(f"{few}/openings.jsonl")
    with queries() as for_many:
        client.get(f"{many}/openings.jsonl")

    assert len(for_few) == len(for_many)


def test_a_decision_after_publication_changes_the_bundle(client, make, database):
    vote = make.vote()
    before = client.get(f"{vote.path}/manifest.json")
    with database.writes.begin() as session:
        quarantine(session, vote.contest.id, [vote.counted.slot])

    after = client.get(f"{vote.path}/manifest.json")

    assert (before.json["counts"]["counted"], after.json["counts"]["counted"]) == (32, 31)
    assert before.headers["ETag"] != after.headers["ETag"]


class TestProof:
    def test_every_leaf_leads_to_the_signed_root(self, client, make):
        vote = make.vote(votes=(11, 2))
        root = client.get(f"{vote.path}/manifest.json").json["root"]

        for ballot in vote.ballots:
            proof = client.get(f"{vote.path}/proof/{ballot.leaf}.json").json
            assert proof["root"] == root
            assert root_by(proof) == root

    @pytest.mark.parametrize("leaf", ["a" * 64, "a" * 63, "A" * 64, "x", "%00"])
    def test_of_an_unknown_leaf_there_is_none(self, client, make, leaf):
        assert client.get(f"{make.vote().path}/proof/{leaf}.json").status_code == 404

    def test_a_leaf_of_another_vote_is_unknown(self, client, make):
        vote, other = make.vote(), make.vote()

        assert client.get(f"{vote.path}/proof/{other.ballots[0].leaf}.json").status_code == 404


def root_by(proof):
    """As RFC 6962 says, written down independently of the site's own code."""
    place, last, node = proof["seq"], proof["size"] - 1, bytes.fromhex(proof["leaf"])
    for beside in map(bytes.fromhex, proof["path"]):
        while not place & 1 and place == last:
            place, last = place >> 1, last >> 1
        pair = beside + node if place & 1 else node + beside
        node, place, last = hashlib.sha256(b"\x01" + pair).digest(), place >> 1, last >> 1
    return node.hex()


class TestPage:
    def test_it_lists_the_files_and_what_they_add_up_to(self, client, make):
        vote = make.vote()

        page = Page(client.get(vote.path))

        assert page.heading == "Count again yourself"
        assert f"{vote.path}/openings.jsonl" in page.links
        assert "1 not counted: Votes were paid for" in page.text
        assert vote.contest.rules_hash in page.text

    def test_before_the_result_it_says_when(self, client, make):
        vote = make.vote(state=ContestState.CLOSED)

        page = Page(client.get(vote.path))

        assert "The ballots come out together with the result" in page.text
        assert f"{vote.path}/openings.jsonl" not in page.links
        assert "20" not in page.text.split("How to")[0]

    def test_of_few_votes_it_says_why_choices_stay_closed(self, client, make):
        assert "There were fewer than 25 votes" in Page(client.get(make.vote(votes=(3, 2)).path)).text

    def test_the_vote_leads_there(self, client, make):
        vote = make.vote()

        page = Page(client.get(vote.path.removesuffix("/ledger")))

        assert vote.path in page.links

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_nothing_can_be_sent(self, client, make, method):
        assert getattr(client, method)(f"{make.vote().path}/manifest.json").status_code == 405
