"""Recounts as pages show them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import g, url_for

from cityshop.core.db import Session
from cityshop.core.permissions import Act
from cityshop.core.second_person import waiting_for
from cityshop.elections.keys import is_there
from cityshop.elections.models import BEFORE_OPENING, Contest, ContestState
from cityshop.elections.queries import receipt_state
from cityshop.fairness.words import REJECT_REASONS
from cityshop.recounts import queries
from cityshop.recounts.bundle import FILES, MANIFEST, bundle_of
from cityshop.recounts.models import Erased
from cityshop.recounts.queries import Line
from cityshop.recounts.rules import Kept, is_result_out, may_seal
from cityshop.recounts.services import subject_of
from cityshop.recounts.words import FILE_WORDS, KEPT, REASONS
from cityshop.web.actors import actor
from cityshop.web.i18n import translated
from cityshop.web.parts import Part


@dataclass(frozen=True)
class FileRow:
    """One file of a bundle; `size` is in kilobytes, rounded up."""

    name: str
    words: str
    url: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Recount:
    """What is out of a contest's bundle, and what it adds up to."""

    files: Sequence[FileRow]
    in_ledger: int
    counted: int
    not_counted: Sequence[tuple[str, int]]
    root: str
    openings_are_published: bool
    is_sealed: bool


@dataclass(frozen=True)
class KeepingRow:
    """One kind of thing. `word`, `holds` and `otherwise` are message ids.

    `until` is None where the end has no date yet: `otherwise` says what it waits for.
    """

    word: str
    holds: str
    otherwise: str
    amount: int
    until: datetime | None
    erased_at: datetime | None


@dataclass(frozen=True)
class KeepingPage:
    rows: Sequence[KeepingRow]
    sealable_from: datetime | None
    is_published: bool
    may_ask: bool
    is_asked: bool
    is_own_question: bool
    sealed_at: datetime | None


def recount(session: Session, contest: Contest, now: datetime, *, folder: Path) -> Recount | None:
    """The files and what they add up to; None while the result is not out."""
    if not is_result_out(contest, now):
        return None
    bundle = bundle_of(session, contest, folder=folder)
    manifest: Line = json.loads((bundle.folder / MANIFEST).read_bytes())
    counts = manifest["counts"]
    return Recount(
        files=[_file_row(contest, name, bundle.folder / name, manifest) for name in FILES],
        in_ledger=counts["ledger"],
        counted=counts["counted"],
        not_counted=[(reason_in_words(reason), count) for reason, count in counts["dead"].items()],
        root=manifest["root"],
        openings_are_published=manifest["openings_are_published"],
        is_sealed=manifest["is_sealed"],
    )


def keeping_page(session: Session, contest: Contest, now: datetime, *, keys_folder: Path) -> KeepingPage:
    """What is kept of a contest, and whether it can be sealed."""
    asked = waiting_for(session, Act.SEAL_CONTEST, subject_of(contest))
    return KeepingPage(
        rows=_keeping_rows(session, contest, has_key=is_there(keys_folder, contest.key_fingerprint)),
        sealable_from=Kept.of(contest).sealable_from,
        is_published=contest.state == ContestState.PUBLISHED,
        may_ask=may_seal(contest, now),
        is_asked=asked is not None,
        is_own_question=asked is not None and asked.asked_by == actor().id,
        sealed_at=contest.sealed_at,
    )


def contest_part(session: Session, now: datetime) -> Part | None:
    """On the public page of a vote: anybody can count again."""
    contest: Contest = g.contest
    if contest.state in BEFORE_OPENING:
        return None
    return Part("recounts/_contest.html", {"contest": contest, "is_out": is_result_out(contest, now)})


def receipt_part(session: Session, now: datetime) -> Part:
    """On a receipt: that it stands in the register, proved once the result is out; why it does not count."""
    contest: Contest = g.contest
    state = receipt_state(session, contest.id, g.leaf)
    last = queries.last_checkpoint(session, contest.id) if is_result_out(contest, now) else None
    reason = reason_in_words(state) if state.startswith("rejected:") else ""
    key = contest.rules.get("ledger_key", "")
    facts = {"contest": contest, "leaf": g.leaf, "signed": last, "key": key, "reason": reason}
    return Part("recounts/_receipt.html", facts)


def desk_part(session: Session, now: datetime) -> Part | None:
    """On town hall's page of a vote: what is kept, and the seal."""
    contest: Contest = g.contest
    if contest.state in BEFORE_OPENING:
        return None
    return Part("recounts/_desk.html", {"contest": contest})


def reason_in_words(reason: str) -> str:
    """Why leaves do not count, for readers; of rejected ones the reason that two people gave."""
    kind, _, code = reason.partition(":")
    return translated(REJECT_REASONS.get(code, REASONS[kind]))


def _file_row(contest: Contest, name: str, path: Path, manifest: Line) -> FileRow:
    return FileRow(
        name=name,
        words=translated(FILE_WORDS[name]),
        url=url_for("recounts.download", contest=contest.slug, file=name),
        size=(path.stat().st_size + 999) // 1000,
        sha256=manifest["files"].get(name, {}).get("sha256", ""),
    )


def _keeping_rows(session: Session, contest: Contest, *, has_key: bool) -> list[KeepingRow]:
    left, dates = queries.still_kept(session, contest.id), Kept.of(contest)
    gone = queries.erasures(session, contest.id)
    amounts = {Erased.ADDRESSES: left.addresses, Erased.SIGNALS: left.signals, Erased.ROLL: left.voters}
    until = {Erased.ADDRESSES: dates.addresses_until, Erased.SIGNALS: dates.signals_until}
    return [
        KeepingRow(
            *KEPT[kind],
            amount=amounts.get(kind, int(has_key)),
            until=until.get(kind),
            erased_at=gone[kind].at if kind in gone else None,
        )
        for kind in Erased
    ]
