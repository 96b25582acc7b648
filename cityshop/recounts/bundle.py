"""The bundle of a contest: the files with which anybody can count it again.

They are made of the database alone, line by line, and kept in a folder named after what they were made of; so
every server gives the same bytes, and a bundle that changed stands in another folder.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from cityshop.elections.ledger import canonical_json
from cityshop.elections.models import Contest, ContestState
from cityshop.juries.queries import published_sheets
from cityshop.recounts import queries, verify_ledger
from cityshop.recounts.queries import Line
from cityshop.recounts.rules import FORMAT, are_levels_published, are_openings_published
from cityshop.recounts.tree import audit_path, write_tree
from cityshop.results.exports import result_lines
from cityshop.results.queries import result_of

MANIFEST = "manifest.json"
SCRIPT = "verify_ledger.py"
LINES = ("ledger.jsonl", "checkpoints.jsonl", "openings.jsonl", "dead.jsonl", "jury.jsonl", "result.jsonl")
FILES = (MANIFEST, *LINES, SCRIPT)
_TREE = "tree.bin"
_TRIES = 3


class BundleKeepsChanging(Exception):
    """Ballots were decided on while the files were written, each time anew. Never shown: ask again."""


@dataclass(frozen=True)
class Bundle:
    """A folder with all files; `version` names what they were made of."""

    folder: Path
    version: str


def script() -> bytes:
    """The program that recounts a bundle, as it is offered for download."""
    return Path(verify_ledger.__file__).read_bytes()


def bundle_of(session: Session, contest: Contest, *, folder: Path) -> Bundle:
    """The contest's bundle as the database has it now; written when it is first asked for.

    `folder` holds the bundles of all contests.
    """
    for _ in range(_TRIES):
        version = _version(session, contest)
        place = folder / version
        if place.is_dir():
            return Bundle(place, version)
        fresh = _fresh_folder(folder)
        _write(session, contest, fresh)
        if _version(session, contest) == version:
            _put(fresh, place)
            return Bundle(place, version)
        shutil.rmtree(fresh)
    raise BundleKeepsChanging(contest.id)


def write_bundle(session: Session, contest: Contest, folder: Path) -> None:
    """Write the bundle into an empty folder."""
    _write(session, contest, folder)
    (folder / _TREE).unlink()


def proof_of(session: Session, contest: Contest, leaf: str, *, folder: Path) -> Line | None:
    """That a leaf stands in the ledger: its place and the hashes up to the root. None when it does not."""
    place = queries.place_in_ledger(session, contest.id, leaf)
    last = queries.last_checkpoint(session, contest.id)
    if place is None or last is None:
        return None
    tree = bundle_of(session, contest, folder=folder).folder / _TREE
    path = audit_path(tree, last.size, place)
    return {"leaf": leaf, "seq": place, "size": last.size, "root": last.root, "path": path}


def last_words(session: Session, contest: Contest, *, folder: Path, sealed_at: datetime) -> Line:
    """The manifest as it will stand once the contest is sealed, when its key can say nothing any more."""
    manifest: Line = json.loads((bundle_of(session, contest, folder=folder).folder / MANIFEST).read_bytes())
    return {**manifest, "is_sealed": True, "sealed_at": _written(sealed_at)}


def _manifest(session: Session, contest: Contest, files: Line) -> Line:
    """What the bundle says of itself, the same for ever once sealed; `files` have size and SHA-256."""
    kept = queries.last_manifest(session, contest.id)
    if kept is not None:
        return kept.document
    by_level = queries.counted_by_level(session, contest.id)
    last = queries.last_checkpoint(session, contest.id)
    dead, result = queries.dead_counts(session, contest.id), result_of(session, contest.id)
    return {
        **_facts(session, contest),
        "counts": {
            "ledger": last.size if last else 0,
            "counted": sum(by_level.values()),
            "by_level": dict(by_level),
            "dead": dead,
        },
        "root": last.root if last else hashlib.sha256().hexdigest(),
        "draw_seed": result.draw_seed if result else "",
        "openings_are_published": are_openings_published(by_level),
        "levels_are_published": are_levels_published(by_level),
        "files": files,
    }


def _facts(session: Session, contest: Contest) -> Line:
    """What never changes after the result is out, except by sealing."""
    moments = ("opens_at", "closes_at", "closed_at", "published_at", "embargo_until", "sealed_at")
    return {
        "format": FORMAT,
        "contest": contest.rules["contest"],
        "rules": contest.rules,
        "rules_hash": contest.rules_hash,
        "ledger_key": contest.rules["ledger_key"],
        "candidates": queries.listed_candidates(session, contest.id),
        "pauses": contest.pauses,
        "is_sealed": contest.state == ContestState.SEALED,
        **{name: _written(getattr(contest, name)) for name in moments},
    }


def _written(moment: Any) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def _version(session: Session, contest: Contest) -> str:
    """A name for everything the files are made of, without reading every ballot's line."""
    last, result = queries.last_checkpoint(session, contest.id), result_of(session, contest.id)
    made_of = {
        **_facts(session, contest),
        "checkpoint": [last.size, last.root] if last else [],
        "counted": dict(queries.counted_by_level(session, contest.id)),
        "dead": queries.dead_counts(session, contest.id),
        "result": _written(result.made_at) if result else None,
        "script": hashlib.sha256(script()).hexdigest(),
    }
    return f"{contest.id}-{hashlib.sha256(canonical_json(made_of).encode()).hexdigest()[:32]}"


def _write(session: Session, contest: Contest, folder: Path) -> None:
    lines = _lines(session, contest)
    files = {name: _write_file(folder / name, _texts(lines[name])) for name in LINES}
    (folder / SCRIPT).write_bytes(script())
    manifest = canonical_json(_manifest(session, contest, files))
    (folder / MANIFEST).write_text(manifest + "\n", encoding="utf-8")
    write_tree(folder / _TREE, (line["leaf"] for line in queries.ledger_lines(session, contest.id)))


def _lines(session: Session, contest: Contest) -> dict[str, Iterable[Line]]:
    by_level = queries.counted_by_level(session, contest.id)
    openings: Iterable[Line] = ()
    if are_openings_published(by_level):
        with_levels = are_levels_published(by_level)
        openings = queries.opening_lines(session, contest.id, with_levels=with_levels)
    return {
        "ledger.jsonl": queries.ledger_lines(session, contest.id),
        "checkpoints.jsonl": queries.checkpoint_lines(session, contest),
        "openings.jsonl": openings,
        "dead.jsonl": queries.dead_lines(session, contest.id),
        "jury.jsonl": _jury_lines(session, contest),
        "result.jsonl": _result_lines(session, contest),
    }


def _jury_lines(session: Session, contest: Contest) -> list[Line]:
    """What each member of the jury thought, with the digest that stood in the open before."""
    result = result_of(session, contest.id)
    if result is None or result.jury_id is None:
        return []
    sheets = published_sheets(session, result.jury_id)
    return [{"digest": sheet.digest, **sheet.document()} for sheet in sheets]


def _result_lines(session: Session, contest: Contest) -> list[Line]:
    """The lines of the result without names of shops, which may change later."""
    lines = result_lines(session, contest.id)
    return [{name: fact for name, fact in line.items() if name != "shop"} for line in lines]


def _texts(lines: Iterable[Line]) -> Iterator[bytes]:
    return (canonical_json(line).encode() + b"\n" for line in lines)


def _write_file(file: Path, texts: Iterable[bytes]) -> Line:
    digest, size = hashlib.sha256(), 0
    with file.open("wb") as written:
        for text in texts:
            written.write(text)
            digest.update(text)
            size += len(text)
    return {"sha256": digest.hexdigest(), "bytes": size}


def _fresh_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="writing-", dir=folder))


def _put(fresh: Path, place: Path) -> None:
    """Give the finished folder its name, all at once; another process may have written the same before."""
    try:
        fresh.rename(place)
    except OSError:
        shutil.rmtree(fresh)
        if not place.is_dir():
            raise
