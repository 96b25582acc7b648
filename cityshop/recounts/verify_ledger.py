#!/usr/bin/env python3
"""Recount a vote: `python3 verify_ledger.py FOLDER [--receipt FILE] [--rules-hash HASH]`. Files in FOLDER.

Needs Python's standard library only; with the package `cryptography` it checks signatures too.
Exit status 0: everything holds. 1: something does not, and is named. 2: not everything could be checked.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    CAN_CHECK_SIGNATURES = False
else:
    CAN_CHECK_SIGNATURES = True

Facts = dict[str, Any]
Watch = Callable[[list[bytes], str], Iterable[bytes]]
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


def canonical(facts: Facts) -> bytes:
    """The one spelling of facts that is hashed and signed: keys sorted, no spaces, UTF-8."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def leaf_of(contest: str, ballot: Facts) -> str:
    """A ballot's leaf: SHA-256 over a zero byte and its facts."""
    facts = {name: ballot[name] for name in ("candidate", "nonce", "salt")}
    return sha256(b"\0" + canonical({"contest": contest, **facts}))


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def roots_at(leaves: list[str], sizes: set[int]) -> dict[int, str]:
    """The root over the first n leaves, for each n in `sizes`: the tree of RFC 6962."""
    peaks: list[bytes] = []
    roots = {0: sha256(b"")}
    for size, leaf in enumerate(leaves, 1):
        peaks.append(bytes.fromhex(leaf))
        for _ in range((size & -size).bit_length() - 1):
            right = peaks.pop()
            peaks.append(node(peaks.pop(), right))
        if size in sizes:
            root = peaks[-1]
            for peak in reversed(peaks[:-1]):
                root = node(peak, root)
            roots[size] = root.hex()
    return roots


def is_signed(content: bytes, signature: str, key: str) -> bool:
    """Whether the holder of the key signed this; without `cryptography` nobody can tell, and we say so."""
    if not CAN_CHECK_SIGNATURES:
        return True
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def twice(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


class Bundle:
    """A folder with manifest.json and the files it names; `watch` sees their lines go by."""

    def __init__(self, folder: Path, watch: Watch = lambda lines, _: lines) -> None:
        self.folder, self.watch = folder, watch
        self.manifest: Facts = json.loads((folder / "manifest.json").read_bytes())
        self.contest, self.rules = self.manifest["contest"], self.manifest["rules"]
        self.key, self.counts = self.rules["ledger_key"], self.manifest["counts"]
        self.is_open = self.manifest["openings_are_published"]
        self.result = self.read("result.jsonl")
        self.ledger = self.read("ledger.jsonl")
        self.leaves = [line["leaf"] for line in self.ledger]
        self.openings = self.read("openings.jsonl")
        self.counted = [ballot["leaf"] for ballot in self.openings]
        self.dead = {line["leaf"]: line["reason"] for line in self.read("dead.jsonl")}

    def read(self, name: str) -> list[Facts]:
        return [json.loads(line) for line in self.watch((self.folder / name).read_bytes().splitlines(), name)]

    def problems(self) -> Iterator[str]:
        """Everything that does not hold, in words."""
        yield from self.files()
        yield from self.frozen_rules()
        yield from self.signatures()
        yield from self.tree()
        yield from self.whole_ledger()
        yield from self.draw()
        yield from self.jury()
        if self.is_open:
            yield from self.ballots()
            yield from self.totals()

    def files(self) -> Iterator[str]:
        for name, facts in self.manifest["files"].items():
            if sha256((self.folder / name).read_bytes()) != facts["sha256"]:
                yield f"{name}: not the file that the manifest names, its SHA-256 differs"

    def frozen_rules(self) -> Iterator[str]:
        seed, commitment = self.manifest["draw_seed"], self.rules.get("draw_commitment")
        if sha256(canonical(self.rules)) != self.manifest["rules_hash"]:
            yield "rules changed: they do not have the hash that was published at opening"
        if self.rules["contest"] != self.contest:
            yield "rules of another contest"
        if seed and sha256(seed.encode()) != commitment:
            yield "tie: the seed of the draw is not the one that was fixed before opening"

    def signatures(self) -> Iterator[str]:
        """Each checkpoint names the one before, is no smaller, and is signed with the key in the rules."""
        previous, size = "0" * 64, 0
        for line in self.read("checkpoints.jsonl"):
            content = canonical({name: line[name] for name in ("contest", "size", "root", "previous")})
            if line["previous"] != previous or line["contest"] != self.contest:
                yield f"checkpoint at {line['size']}: the chain of checkpoints is broken"
            if line["size"] < size:
                yield f"checkpoint at {line['size']}: not append-only, it is smaller than the one before"
            if not is_signed(content, line["signature"], self.key):
                yield f"checkpoint at {line['size']}: not signed with the key in the frozen rules"
            previous, size = sha256(content), line["size"]

    def tree(self) -> Iterator[str]:
        """The leaves are those that were signed, in that order, and no others."""
        signed = {line["size"]: line["root"] for line in self.read("checkpoints.jsonl")}
        last, length = max(signed, default=0), len(self.leaves)
        if [line["seq"] for line in self.ledger] != list(range(length)):
            yield "ledger: its numbers are not 0, 1, 2 ... without gaps"
        if length > last:
            yield f"ledger: {length - last} leaves after the last checkpoint, votes were stuffed in"
        if length < last:
            yield f"ledger: {last - length} leaves fewer than the last checkpoint, votes were dropped"
        roots = roots_at(self.leaves, set(signed))
        wrong = [size for size, root in signed.items() if roots.get(size) != root]
        if wrong and last not in wrong:
            yield f"ledger: not append-only, what was signed at {wrong[0]} was changed later"
        elif wrong and {*self.counted, *self.dead} == {*self.leaves}:
            yield f"ledger: leaves were swapped, the order is not what was signed at {wrong[0]}"
        elif wrong:
            yield f"ledger: a leaf was changed, dropped or added: the root at {wrong[0]} is another"

    def whole_ledger(self) -> Iterator[str]:
        """Each leaf stands there once, and either counts or is listed with the reason why not."""
        counts = self.counts
        yield from (f"{leaf}: stands twice in the ledger" for leaf in twice(self.leaves))
        yield from (
            f"{leaf}: listed as not counted, but not in the ledger" for leaf in {*self.dead} - {*self.leaves}
        )
        if Counter(self.dead.values()) != counts["dead"]:
            yield "dead.jsonl: not as many leaves for each reason as the manifest says"
        if counts["counted"] + sum(counts["dead"].values()) != len(self.leaves):
            yield "counts: counted and not counted together are not the whole ledger"
        if self.is_open:
            is_vote = len(self.counted) < counts["counted"]
            what = "a vote was dropped" if is_vote else "a replaced or rejected leaf was hidden"
            for leaf in sorted({*self.leaves} - {*self.counted} - {*self.dead}):
                yield f"{leaf}: in the ledger, but neither counted nor listed: {what}"

    def ballots(self) -> Iterator[str]:
        """Each counted ballot is what its leaf was made of, is in the ledger, and counts once."""
        in_ledger = {*self.leaves}
        yield from (f"{leaf}: counted twice" for leaf in twice(self.counted))
        yield from (
            f"nonce {nonce}: in two counted ballots" for nonce in twice(b["nonce"] for b in self.openings)
        )
        for ballot, leaf in zip(self.openings, self.counted, strict=True):
            if leaf_of(self.contest, ballot) != leaf:
                yield f"{leaf}: the choice was changed, this leaf was made of something else"
            if ballot["candidate"] not in self.rules["candidates"]:
                yield f"{leaf}: counted for {ballot['candidate']}, who is not in the frozen rules"
            if leaf not in in_ledger:
                yield f"{leaf}: counted, but not in the ledger: a ballot was added"
            if leaf in self.dead:
                yield f"{leaf}: counted, and also listed as {self.dead[leaf]}"

    def totals(self) -> Iterator[str]:
        """The result says for each candidate, and each way of voting, what the ballots add up to."""
        counted = Counter(ballot["candidate"] for ballot in self.openings)
        by_level = Counter((ballot["candidate"], ballot.get("level")) for ballot in self.openings)
        for candidate in twice(line["candidate"] for line in self.result):
            yield f"result: {candidate} stands in it twice"
        for candidate in sorted({*counted} - {line["candidate"] for line in self.result}):
            yield f"result: {candidate} has votes and does not stand in it"
        for line in self.result:
            candidate, votes = line["candidate"], counted[line["candidate"]]
            if line["votes"] != votes:
                yield f"total of {candidate}: the result says {line['votes']}, the ballots say {votes}"
            for level, said in line["votes_by_level"].items():
                if said != by_level[candidate, level]:
                    found = by_level[candidate, level]
                    yield f"total of {candidate} ({level}): the result says {said}, the ballots say {found}"

    def draw(self) -> Iterator[str]:
        """Between equals the lowest SHA-256 of seed, final root and candidate comes first."""
        drawn = [line for line in self.result if line["tie"] == "draw"]
        seed, root = self.manifest["draw_seed"], self.manifest["root"]
        order = sorted(drawn, key=lambda line: sha256(f"{seed}{root}{line['candidate']}".encode()))
        placed = [line["candidate"] for line in drawn if line["place"] is not None]
        if [line["candidate"] for line in order][: len(placed)] != placed:
            yield "tie: the draw does not give this order"

    def jury(self) -> Iterator[str]:
        """Each sheet is the one whose digest its member could see before all were opened."""
        for sheet in self.read("jury.jsonl"):
            content = {name: fact for name, fact in sheet.items() if name != "digest"}
            if sha256(canonical(content)) != sheet["digest"]:
                yield f"jury: the sheet of {sheet['juror']} on {sheet['finalist']} was changed"

    def receipt(self, receipt: Facts) -> tuple[bool, str]:
        """Whether a voter's receipt holds, and what became of the vote."""
        leaf, content = receipt["leaf"], canonical({"contest": self.contest, "leaf": receipt["leaf"]})
        is_listed = leaf in self.dead or leaf in self.counted or not self.is_open
        checks = (
            (receipt["contest"] == self.contest, "is of another contest"),
            (leaf_of(self.contest, receipt) == leaf, "was changed: its leaf was made of something else"),
            (is_signed(content, receipt["signature"], self.key), "is not signed by this contest"),
            (leaf in self.leaves, "is genuine, but its leaf is not in the ledger: this vote was dropped"),
            (is_listed, "is genuine, but neither counted nor listed: this vote was dropped"),
        )
        for holds, sentence in checks:
            if not holds:
                return False, f"receipt: {sentence}"
        state = (
            f"not counted: {self.dead[leaf]}" if leaf in self.dead else f"counted for {receipt['candidate']}"
        )
        return True, f"receipt: in the ledger, {state}"


def report(bundle: Bundle, *, receipt: Path | None, rules_hash: str | None) -> tuple[int, list[str]]:
    """The exit status, and what there is to say."""
    wrong = list(bundle.problems())
    said = [f"{bundle.contest}: {len(bundle.leaves)} in the ledger, {bundle.counts['counted']} counted"]
    if rules_hash and rules_hash != bundle.manifest["rules_hash"]:
        wrong.append("rules changed: their hash is not the one you noted when the vote opened")
    if receipt:
        holds, sentence = bundle.receipt(json.loads(receipt.read_bytes()))
        (said if holds else wrong).append(sentence)
    if not bundle.is_open:
        said.append("so few ballots that the choices stay closed: nobody can recount totals per candidate")
    if not CAN_CHECK_SIGNATURES:
        said.append("signatures not checked: install the Python package `cryptography` and start again")
    if wrong:
        return 1, [*said, *(f"WRONG: {sentence}" for sentence in wrong)]
    return (0, [*said, "everything holds"]) if CAN_CHECK_SIGNATURES else (2, said)


def main() -> int:
    parser = argparse.ArgumentParser(description="Recount a vote from its published files.")
    parser.add_argument("folder", type=Path, help="where manifest.json and the other files are")
    parser.add_argument("--receipt", type=Path, help="a receipt that a voter saved")
    parser.add_argument("--rules-hash", help="the hash of the rules as you noted it when the vote opened")
    asked = parser.parse_args()
    try:
        status, said = report(Bundle(asked.folder), receipt=asked.receipt, rules_hash=asked.rules_hash)
    except UNREADABLE as reason:
        status, said = 2, [f"cannot be read: {type(reason).__name__}: {reason}"]
    print("\n".join(said))
    return status


if __name__ == "__main__":
    sys.exit(main())
