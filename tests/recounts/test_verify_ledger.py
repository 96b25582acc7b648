"""Whoever changes a published vote is found out, and what was done is named."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import update

from cityshop.elections.keys import ContestKey
from cityshop.elections.ledger import NOTHING_BEFORE, Checkpoint, Tree, canonical_json, leaf_of
from cityshop.elections.models import Ballot
from cityshop.elections.rules import TieRule, VoteRules
from cityshop.recounts import verify_ledger
from cityshop.recounts.verify_ledger import Bundle, report

OTHER_KEY = ContestKey(b"somebody else's key, 32 bytes ok")


@pytest.fixture
def vote(make):
    return make.vote()


@pytest.fixture
def folder(vote, bundle):
    return bundle(vote)


def has(problems, words):
    assert any(words in problem for problem in problems), problems
    return True


def opened(name, ballot, **changes):
    """A ballot with another choice and the leaf that belongs to it."""
    facts = {**ballot, **changes}
    leaf = leaf_of(contest=name, candidate=facts["candidate"], nonce=facts["nonce"], salt=facts["salt"])
    return {**facts, "leaf": leaf}


def signed_anew(folder, key, leaves=None):
    """Checkpoints over the ledger as it stands now, by whoever holds this key."""
    leaves = leaves or [line["leaf"] for line in folder.lines("ledger.jsonl")]
    tree = Tree().with_leaves(leaves)
    facts = Checkpoint(folder.manifest["contest"], tree.size, tree.root, NOTHING_BEFORE)
    line = json.loads(facts.text()) | {"signature": key.signer().sign(facts.text())}
    folder.write("checkpoints.jsonl", [line])


def test_an_honest_bundle_holds(folder):
    assert folder.problems() == []


def test_a_dropped_vote_is_named(folder):
    folder.write("openings.jsonl", folder.lines("openings.jsonl")[1:])

    assert has(folder.problems(), "neither counted nor listed: a vote was dropped")


def test_a_vote_dropped_from_the_ledger_too_is_named(folder):
    openings, ledger = folder.lines("openings.jsonl"), folder.lines("ledger.jsonl")
    rest = [line["leaf"] for line in ledger if line["leaf"] != openings[0]["leaf"]]
    folder.write("openings.jsonl", openings[1:])
    folder.write("ledger.jsonl", [{"seq": seq, "leaf": leaf} for seq, leaf in enumerate(rest)])

    assert has(folder.problems(), "votes were dropped")


def test_a_changed_choice_is_named(folder):
    openings = folder.lines("openings.jsonl")
    for ballot in openings:
        ballot["candidate"] = folder.manifest["candidates"][1]["word"]
    folder.write("openings.jsonl", openings)

    assert has(folder.problems(), "the choice was changed")


def test_a_changed_choice_with_its_own_leaf_is_named(folder):
    openings = folder.lines("openings.jsonl")
    second = folder.manifest["candidates"][1]["word"]
    changed = [opened(folder.manifest["contest"], ballot, candidate=second) for ballot in openings]
    folder.write("openings.jsonl", changed)

    problems = folder.problems()

    assert has(problems, "counted, but not in the ledger: a ballot was added")
    assert has(problems, "neither counted nor listed")


def test_a_changed_total_is_named(folder):
    result = folder.lines("result.jsonl")
    result[0]["votes"] += 1
    folder.write("result.jsonl", result)

    assert has(folder.problems(), "the result says 21, the ballots say 20")


def test_a_total_in_two_lines_is_named(folder):
    result = folder.lines("result.jsonl")
    folder.write("result.jsonl", [*result, result[0]])

    assert has(folder.problems(), "stands in it twice")


def test_a_candidate_left_out_of_the_result_is_named(folder):
    folder.write("result.jsonl", folder.lines("result.jsonl")[1:])

    assert has(folder.problems(), "has votes and does not stand in it")


def test_a_draw_in_another_order_is_named(make, bundle):
    folder = bundle(make.vote(votes=(16, 16), rules=VoteRules(tie=TieRule.DRAW, minimum=1)))
    assert folder.problems() == []
    first, second = folder.lines("result.jsonl")
    places = {"place": first["place"], "winner": True}, {"place": second["place"], "winner": False}
    folder.write("result.jsonl", [{**second, **places[0]}, {**first, **places[1]}])

    assert has(folder.problems(), "the draw does not give this order")


def test_a_draw_with_another_seed_is_named(make, bundle):
    folder = bundle(make.vote(votes=(16, 16), rules=VoteRules(tie=TieRule.DRAW, minimum=1)))
    folder.change_manifest(draw_seed="0" * 64)

    assert has(folder.problems(), "the seed of the draw is not the one that was fixed")


def test_a_changed_sheet_of_the_jury_is_named(folder):
    sheet = {"juror": "Mia", "finalist": "kortrijk/x/y", "scores": [8], "reason": "Warm.", "nonce": "ab"}
    digest = verify_ledger.sha256(verify_ledger.canonical(sheet))
    folder.write("jury.jsonl", [{**sheet, "digest": digest}])
    assert folder.problems() == []
    folder.write("jury.jsonl", [{**sheet, "scores": [3], "digest": digest}])

    assert has(folder.problems(), "jury: the sheet of Mia on kortrijk/x/y was changed")


def test_a_way_of_voting_that_few_used_stays_closed(make, bundle, database):
    """Else the choices of the few people who were helped at the counter could be read."""
    vote = make.vote()
    with database.writes.begin() as session:
        few = [ballot.slot for ballot in vote.ballots[:3]]
        session.execute(update(Ballot).where(Ballot.slot.in_(few)).values(level="assisted"))

    folder = bundle(vote)

    assert folder.manifest["levels_are_published"] is False
    assert {tuple(line) for line in folder.lines("openings.jsonl")} == {
        ("candidate", "leaf", "nonce", "salt")
    }
    assert folder.problems() == []


def test_a_ballot_counted_twice_is_named(folder):
    openings = folder.lines("openings.jsonl")
    folder.write("openings.jsonl", [openings[0], *openings])

    assert has(folder.problems(), "counted twice")


def test_a_nonce_used_for_two_ballots_is_named(folder):
    openings = folder.lines("openings.jsonl")
    again = opened(folder.manifest["contest"], openings[0], salt="f" * 32)
    folder.write("openings.jsonl", [*openings, again])

    assert has(folder.problems(), "in two counted ballots")


def test_stuffing_after_the_last_checkpoint_is_named(folder):
    ledger, openings = folder.lines("ledger.jsonl"), folder.lines("openings.jsonl")
    fresh = opened(folder.manifest["contest"], openings[0], nonce="e" * 32)
    folder.write("openings.jsonl", [*openings, fresh])
    folder.write("ledger.jsonl", [*ledger, {"seq": len(ledger), "leaf": fresh["leaf"]}])

    assert has(folder.problems(), "1 leaves after the last checkpoint, votes were stuffed in")


def test_an_added_ballot_is_named(folder):
    openings = folder.lines("openings.jsonl")
    fresh = opened(folder.manifest["contest"], openings[0], nonce="e" * 32)
    folder.write("openings.jsonl", [*openings, fresh])

    assert has(folder.problems(), "counted, but not in the ledger: a ballot was added")


def test_swapped_leaves_are_named(folder):
    ledger = folder.lines("ledger.jsonl")
    ledger[0]["leaf"], ledger[-1]["leaf"] = ledger[-1]["leaf"], ledger[0]["leaf"]
    folder.write("ledger.jsonl", ledger)

    assert has(folder.problems(), "leaves were swapped")


def test_a_hidden_replaced_leaf_is_named(folder):
    dead = [line for line in folder.lines("dead.jsonl") if line["reason"] != "superseded"]
    folder.write("dead.jsonl", dead)

    problems = folder.problems()

    assert has(problems, "neither counted nor listed: a replaced or rejected leaf was hidden")
    assert has(problems, "not as many leaves for each reason")


def test_a_leaf_counted_and_rejected_is_named(folder):
    openings, dead = folder.lines("openings.jsonl"), folder.lines("dead.jsonl")
    folder.write("dead.jsonl", [*dead, {"leaf": openings[0]["leaf"], "reason": "rejected:bought"}])

    assert has(folder.problems(), "counted, and also listed as rejected:bought")


def test_a_listed_leaf_that_was_never_cast_is_named(folder):
    folder.write("dead.jsonl", [*folder.lines("dead.jsonl"), {"leaf": "0" * 64, "reason": "superseded"}])

    assert has(folder.problems(), "listed as not counted, but not in the ledger")


def test_a_changed_seed_of_the_draw_is_named(folder):
    folder.change_manifest(draw_seed="a seed that suits somebody")

    assert has(folder.problems(), "the seed of the draw is not the one that was fixed")


def test_a_changed_ballot_in_the_ledger_is_named(folder):
    ledger = folder.lines("ledger.jsonl")
    ledger[3]["leaf"] = "1" * 64
    folder.write("ledger.jsonl", ledger)

    assert has(folder.problems(), "a leaf was changed, dropped or added")


def test_a_root_signed_anew_with_another_key_is_named(folder):
    ledger, openings = folder.lines("ledger.jsonl"), folder.lines("openings.jsonl")
    fresh = opened(folder.manifest["contest"], openings[0], nonce="e" * 32)
    folder.write("openings.jsonl", [*openings, fresh])
    folder.write("ledger.jsonl", [*ledger, {"seq": len(ledger), "leaf": fresh["leaf"]}])
    signed_anew(folder, OTHER_KEY)

    assert has(folder.problems(), "not signed with the key in the frozen rules")


def test_rules_with_another_key_have_another_hash(folder):
    signed_anew(folder, OTHER_KEY)
    folder.change_manifest(rules={**folder.manifest["rules"], "ledger_key": OTHER_KEY.signer().public_key})

    assert has(folder.problems(), "rules changed")


def test_changed_rules_are_named(folder):
    folder.change_manifest(rules={**folder.manifest["rules"], "minimum": 1})

    assert has(folder.problems(), "rules changed")


def test_rules_and_hash_changed_together_do_not_fool_who_noted_the_hash(folder, vote):
    rules = {**folder.manifest["rules"], "minimum": 1}
    digest = verify_ledger.sha256(canonical_json(rules).encode())
    folder.change_manifest(rules=rules, rules_hash=digest)

    status, said = report(Bundle(folder.path), receipt=None, rules_hash=vote.contest.rules_hash)

    assert status == 1
    assert has(said, "their hash is not the one you noted")


def test_a_broken_chain_of_checkpoints_is_named(folder):
    folder.write("checkpoints.jsonl", folder.lines("checkpoints.jsonl")[1:])

    assert has(folder.problems(), "the chain of checkpoints is broken")


def test_checkpoints_in_another_order_are_named(folder):
    folder.write("checkpoints.jsonl", folder.lines("checkpoints.jsonl")[::-1])

    assert has(folder.problems(), "not append-only, it is smaller than the one before")


def test_a_ledger_that_was_rewritten_before_its_last_checkpoint_is_named(folder, vote):
    """Even by whoever holds the key: an early root and a late one do not sign the same leaves."""
    first, last = folder.lines("checkpoints.jsonl")
    ledger = folder.lines("ledger.jsonl")
    ledger[0]["leaf"], ledger[1]["leaf"] = ledger[1]["leaf"], ledger[0]["leaf"]
    folder.write("ledger.jsonl", ledger)
    tree = Tree().with_leaves(line["leaf"] for line in ledger)
    facts = Checkpoint(folder.manifest["contest"], tree.size, tree.root, last["previous"])
    rewritten = json.loads(facts.text()) | {"signature": vote.key.signer().sign(facts.text())}
    folder.write("checkpoints.jsonl", [first, rewritten])

    assert has(folder.problems(), "not append-only, what was signed at 17 was changed later")


def test_a_gap_in_the_numbers_is_named(folder):
    ledger = folder.lines("ledger.jsonl")
    ledger[5]["seq"] = 99
    folder.write("ledger.jsonl", ledger)

    assert has(folder.problems(), "without gaps")


def test_a_candidate_who_did_not_stand_is_named(folder):
    openings = folder.lines("openings.jsonl")
    openings[0]["candidate"] = "niemand"
    folder.write("openings.jsonl", openings)

    assert has(folder.problems(), "counted for niemand, who is not in the frozen rules")


def test_a_file_that_was_changed_alone_is_named(folder):
    (folder.path / "dead.jsonl").write_text("")

    assert has(folder.problems(), "dead.jsonl: not the file that the manifest names")


def test_of_few_ballots_the_choices_stay_closed_and_the_rest_holds(make, bundle):
    folder = bundle(make.vote(votes=(5, 3)))

    assert folder.problems() == []
    assert folder.lines("openings.jsonl") == []
    assert folder.manifest["openings_are_published"] is False


def receipt_of(vote, ballot):
    """A receipt as a phone saves it."""
    name = vote.contest.rules["contest"]
    words = {one.id: one.slug for one in vote.candidates}
    return {
        "contest": name,
        "leaf": ballot.leaf,
        "candidate": words[ballot.candidate_id],
        "nonce": ballot.nonce,
        "salt": ballot.salt,
        "signature": vote.key.signer().sign(canonical_json({"contest": name, "leaf": ballot.leaf})),
    }


class TestReceipt:
    def test_a_counted_vote_is_said_to_count(self, folder, vote):
        own = receipt_of(vote, vote.counted)

        assert Bundle(folder.path).receipt(own) == (
            True,
            f"receipt: in the ledger, counted for {own['candidate']}",
        )

    def test_a_rejected_vote_is_said_not_to_count(self, folder, vote):
        assert Bundle(folder.path).receipt(receipt_of(vote, vote.rejected)) == (
            True,
            "receipt: in the ledger, not counted: rejected:bought",
        )

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"contest": "genk/x"}, "is of another contest"),
            ({"salt": "0" * 32}, "was changed"),
            ({"signature": "00" * 64}, "is not signed by this contest"),
        ],
    )
    def test_a_forged_receipt_is_named(self, bundle, make, changes, words):
        vote = make.vote()
        holds, sentence = Bundle(bundle(vote).path).receipt({**receipt_of(vote, vote.counted), **changes})

        assert not holds
        assert words in sentence

    def test_a_genuine_receipt_proves_that_its_vote_was_dropped(self, folder, vote):
        own = receipt_of(vote, vote.counted)
        rest = [line["leaf"] for line in folder.lines("ledger.jsonl") if line["leaf"] != own["leaf"]]
        folder.write("ledger.jsonl", [{"seq": seq, "leaf": leaf} for seq, leaf in enumerate(rest)])
        signed_anew(folder, vote.key)

        holds, sentence = Bundle(folder.path).receipt(own)

        assert not holds
        assert "this vote was dropped" in sentence


class TestProgram:
    """As a stranger starts it: the file alone, in a folder of its own."""

    def start(self, *arguments, isolated=True):
        flags = ["-I"] if isolated else []
        command = [sys.executable, *flags, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_it_says_that_everything_holds(self, folder):
        done = self.start(str(folder.path / "verify_ledger.py"), str(folder.path))

        assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "everything holds")

    def test_it_names_what_is_wrong(self, folder):
        folder.write("openings.jsonl", folder.lines("openings.jsonl")[1:])

        done = self.start(str(folder.path / "verify_ledger.py"), str(folder.path))

        assert done.returncode == 1
        assert "WRONG" in done.stdout

    @pytest.mark.parametrize("content", ["", "[]", "{}", '{"contest": 1, "rules": []}', "\x00"])
    def test_what_is_no_bundle_is_said_to_be_none(self, folder, content):
        (folder.path / "manifest.json").write_text(content)

        done = self.start(str(folder.path / "verify_ledger.py"), str(folder.path))

        assert done.returncode == 2
        assert "cannot be read" in done.stdout

    def test_without_the_package_for_signatures_it_says_what_was_not_checked(self, folder, tmp_path):
        """With the standard library only: packages of the site are out of reach."""
        done = self.start("-S", str(folder.path / "verify_ledger.py"), str(folder.path))

        assert done.returncode == 2
        assert "signatures not checked" in done.stdout
        assert "WRONG" not in done.stdout

    def test_it_stands_alone(self):
        source = Path(verify_ledger.__file__).read_text()

        assert "cityshop" not in source
