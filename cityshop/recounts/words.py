"""Recounts in words: files, reasons, what is kept."""

from collections.abc import Mapping

from cityshop.core.words import n_
from cityshop.recounts.models import Erased

FILE_WORDS: Mapping[str, str] = {
    "manifest.json": n_("What belongs to the count: rules, candidates, numbers, and the hash of each file"),
    "ledger.jsonl": n_("The register: the hash of every vote ever cast, in order"),
    "checkpoints.jsonl": n_("Signatures on the register, from the first vote to the last"),
    "openings.jsonl": n_("What each counted hash was made of: the choice, without anybody’s name"),
    "dead.jsonl": n_("Hashes that do not count, each with the reason"),
    "jury.jsonl": n_("Scores of the jury, where there is one"),
    "result.jsonl": n_("The result, line by line"),
    "verify_ledger.py": n_("The program that counts again"),
}
REASONS: Mapping[str, str] = {
    "superseded": n_("replaced by a later vote of the same voter"),
    "rejected": n_("rejected by two people of the city"),
    "quarantined": n_("set apart as suspicious, not decided on"),
}
# What each kind is, what stands in it, and what its end waits for where that has no date yet.
KEPT: Mapping[str, tuple[str, str, str]] = {
    Erased.ADDRESSES: (
        n_("Addresses in clear"),
        n_("In the mail with a code, a day at most. The voter list has none."),
        "",
    ),
    Erased.SIGNALS: (
        n_("Signals for the fairness desk"),
        n_("Unreadable marks of networks and devices, never a choice."),
        "",
    ),
    Erased.ROLL: (
        n_("Voter list"),
        n_("Unreadable marks of who may vote, never a name or an address."),
        n_("until the vote is sealed"),
    ),
    Erased.KEY: (
        n_("Key of the vote"),
        n_("With it, and the database, somebody could tell whose ballot is whose."),
        n_("until the vote is sealed"),
    ),
}
