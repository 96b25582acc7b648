"""What docs/elections.md tells people to type gives what it says."""

import hashlib
import subprocess

import pytest

from cityshop.elections.ledger import NODE, leaf_of


def typed(command):
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)  # noqa: S607
    return done.stdout


@pytest.fixture
def folder(make, bundle):
    return bundle(make.vote())


def test_one_ballot_is_hashed_by_hand(folder):
    ballot, contest = folder.lines("openings.jsonl")[0], folder.manifest["contest"]
    pattern = r"'\0{\"candidate\":\"%s\",\"contest\":\"%s\",\"nonce\":\"%s\",\"salt\":\"%s\"}'".replace(
        '\\"', '"'
    )

    said = typed(
        f"printf {pattern} {ballot['candidate']} {contest} {ballot['nonce']} {ballot['salt']} | sha256sum"
    )

    facts = {name: ballot[name] for name in ("candidate", "nonce", "salt")}
    assert said.split()[0] == ballot["leaf"] == leaf_of(contest=contest, **facts)


def test_totals_are_counted_by_hand(folder):
    counted = typed(
        f"""grep -o '"candidate":"[^"]*"' {folder.path}/openings.jsonl | sort | uniq -c"""
    ).splitlines()

    votes = {line["candidate"]: line["votes"] for line in folder.lines("result.jsonl")}
    assert {line.split('"')[3]: int(line.split()[0]) for line in counted} == votes


def test_files_are_compared_by_hand(folder):
    said = dict(
        reversed(line.split()) for line in typed(f"cd {folder.path} && sha256sum *.jsonl").splitlines()
    )

    assert said == {name: facts["sha256"] for name, facts in folder.manifest["files"].items()}


def test_two_hashes_side_by_side_make_the_one_above_them(folder):
    left, right = (line["leaf"] for line in folder.lines("ledger.jsonl")[:2])
    above = hashlib.sha256(NODE + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()

    said = typed(f"(printf '\\1'; printf '{left}{right}' | python3 -c {FROM_HEX!r}) | sha256sum")

    assert said.split()[0] == above


FROM_HEX = (
    "import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))"  # xxd -r -p, which not all have
)
