"""Counting 100,000 ballots again from their bundle, in CPU seconds, and the memory that writing it takes."""

import secrets
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import insert, select

from cityshop.cities.models import City
from cityshop.core.codes import new_token
from cityshop.core.db import Database, Session, choose_city
from cityshop.elections.flushing import Ledger, flush_leaves
from cityshop.elections.keys import read_key
from cityshop.elections.ledger import leaf_of
from cityshop.elections.models import Ballot, Candidate, Contest, DeadLeaf
from cityshop.recounts.bundle import write_bundle
from cityshop.recounts.verify_ledger import Bundle
from tests.bench.site import sample_site
from tests.bench.table import Line

BALLOTS = 100_000
REPLACED = 5_000
CHECKPOINTS = 8
MEGABYTE = 1_000_000


def measure() -> Iterator[Line]:
    """The lines about recounts."""
    with sample_site() as (site, settings), tempfile.TemporaryDirectory() as place:
        database: Database = site.extensions["cityshop.database"]
        contest_id = _fill(database, settings.keys_folder)
        folder = Path(place)
        with database.reads() as session:
            contest = _choose(session, contest_id)
            tracemalloc.start()
            write_bundle(session, contest, folder)
            _, memory = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        size = sum(file.stat().st_size for file in folder.iterdir()) / MEGABYTE
        began = time.process_time()
        problems = list(Bundle(folder).problems())
        seconds = time.process_time() - began
    if problems:
        raise ValueError(problems[:3])
    note = f"{BALLOTS} ballots, {REPLACED} replaced, {CHECKPOINTS} checkpoints, {size:.0f} MB"
    yield Line("verifying 100,000 ballots, CPU seconds", seconds, at_most=10, note=note)
    yield Line("writing that bundle, MB of memory at most", memory / MEGABYTE, at_most=50)


def _fill(database: Database, keys_folder: Path) -> int:
    """Ballots for every candidate of Kortrijk's vote in turn, flushed in a few parts."""
    with database.writes.begin() as session:
        city = session.scalars(select(City.id).where(City.slug == "kortrijk")).one()
        choose_city(session, city)
        contest = session.scalars(select(Contest).order_by(Contest.id).limit(1)).one()
        key, name = read_key(keys_folder, contest.key_fingerprint), contest.rules["contest"]
        stands = select(Candidate.id, Candidate.slug).where(Candidate.contest_id == contest.id)
        candidates = session.execute(stands.order_by(Candidate.id)).all()
        for part in range(CHECKPOINTS):
            numbers = range(part, BALLOTS, CHECKPOINTS)
            rows = [_row(contest.id, name, candidates[number % len(candidates)]) for number in numbers]
            session.execute(insert(Ballot.__table__), rows)  # type: ignore[arg-type]
            replaced = range(part, REPLACED, CHECKPOINTS)
            session.execute(insert(DeadLeaf.__table__), [_dead(contest.id) for _ in replaced])  # type: ignore[arg-type]
            flush_leaves(session, Ledger(contest.id, name, key))
        return contest.id


def _choose(session: Session, contest_id: int) -> Contest:
    city = session.scalars(select(City.id).where(City.slug == "kortrijk")).one()
    choose_city(session, city)
    return session.get_one(Contest, contest_id)


def _row(contest_id: int, name: str, candidate: object) -> dict[str, object]:
    candidate_id, word = candidate  # type: ignore[misc]
    nonce, salt = secrets.token_hex(16), secrets.token_hex(16)
    leaf = leaf_of(contest=name, candidate=word, nonce=nonce, salt=salt)
    mine = {"id": new_token(), "contest_id": contest_id, "slot": secrets.token_bytes(32)}
    marks = {"candidate_id": candidate_id, "nonce": nonce, "salt": salt, "leaf": leaf}
    return {**mine, **marks, "revision": 0, "state": "counted", "level": "email", "is_in_ledger": False}


def _dead(contest_id: int) -> dict[str, object]:
    leaf = secrets.token_hex(32)
    return {"leaf": leaf, "contest_id": contest_id, "reason": "superseded", "is_in_ledger": False}
