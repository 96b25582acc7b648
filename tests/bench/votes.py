"""An election day: 64 contests, 400 candidates, 35,000 voters with a code, 200 votes a second for a minute.

`make bench-votes` runs it. The ledger is on while the worker flushes leaves as it does in production, and
off while there is no worker. Both are measured in turn, so that a busy machine is busy for both.
"""

import itertools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from sqlalchemy import func, insert, select

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.cities.models import City
from cityshop.core import clock
from cityshop.core.codes import new_token
from cityshop.core.db import Database, Session, across_cities
from cityshop.core.heartbeat import WORKER, age
from cityshop.elections.jobs import ElectionJobs
from cityshop.elections.keys import ContestKey, make_key
from cityshop.elections.models import Ballot, Candidate, CandidateState, Challenge, Contest, ContestState
from cityshop.elections.rules import VoteRules
from cityshop.elections.signals import Signal
from cityshop.elections.tallying import check_tally
from cityshop.merchants.models import Shop, ShopState
from cityshop.settings import Settings
from cityshop.worker import alarm_of
from tests.bench.client import Load, Post, burst, offered
from tests.bench.site import sample_site
from tests.bench.table import Line, show
from tests.bench.writes import CODE, pgbench, running, vote_script
from tests.postgres import make_database, private_cluster
from tests.server import COMMAND, Server

CONTESTS, CANDIDATES, VOTERS = 64, 400, 35_000
PEAK, PEAK_SECONDS = 200, 60
LONGEST_START = 20  # seconds
CLIENTS, BURST_SECONDS, TURNS = 64, 5.0, 2
SIGNAL = Signal(ip_tag="a" * 32, agent_tag="b" * 32, domain_class="common", seconds=40)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Poll:
    """One contest of the election day."""

    id: int
    path: str
    key: ContestKey
    candidates: list[int]


@dataclass
class Day:
    """Everything that is set up before the first vote; `posts` are used up from the front."""

    polls: list[Poll]
    bare: Poll  # for pgbench alone: the worker does not look at it
    posts: Iterator[Post]
    answers: dict[int, int] = field(default_factory=dict)

    def take(self, count: int) -> list[Post]:
        return list(itertools.islice(self.posts, count))

    def note(self, load: Load) -> None:
        for status, seconds in load.seconds.items():
            self.answers[status] = self.answers.get(status, 0) + len(seconds)


def measure() -> Iterator[Line]:
    """The lines about an election day, on PostgreSQL with two server processes."""
    with private_cluster() as cluster, sample_site(make_database(cluster, "votes")) as (site, settings):
        database: Database = site.extensions["cityshop.database"]
        day = _set_up(database, settings)
        with running(settings) as server, _worker(database, settings):
            peak = offered(_port(server), day.take(PEAK * PEAK_SECONDS), rate=PEAK)
        day.note(peak)
        yield from _about_the_peak(peak)
        with running(settings) as server:
            bursts = [_turn(database, day, server, settings) for _ in range(TURNS)]
        yield from _about_bursts(bursts)
        yield from _about_the_count(database, settings, day)


def _about_the_peak(peak: Load) -> Iterator[Line]:
    p50, p99 = statistics.median(peak.good), statistics.quantiles(peak.good, n=100)[98]
    note = f"{len(peak.good)} votes in {peak.took:.1f} s, p50 {p50 * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms"
    yield Line(
        f"votes a second at {PEAK} offered for {PEAK_SECONDS} s", peak.rate, at_least=PEAK * 0.98, note=note
    )
    yield Line("p99 / p50 at the peak", p99 / p50, at_most=5)
    yield Line("5xx at the peak", peak.faults, at_most=0)


@dataclass(frozen=True)
class _Turn:
    with_ledger: Load
    without: Load
    raw: float


def _turn(database: Database, day: Day, server: Server, settings: Settings) -> _Turn:
    """The same burst with and without the worker that fills the ledger, and pgbench beside them."""
    with _worker(database, settings):
        with_ledger = _burst(day, server)
    without = _burst(day, server)
    script = vote_script(day.bare.id, day.bare.candidates[0])
    return _Turn(with_ledger, without, pgbench(settings.database_url, script))


def _burst(day: Day, server: Server) -> Load:
    load = burst(_port(server), day.take(5_000), clients=CLIENTS, seconds=BURST_SECONDS)
    day.note(load)
    return load


def _about_bursts(turns: Sequence[_Turn]) -> Iterator[Line]:
    on = statistics.mean(turn.with_ledger.rate for turn in turns)
    off = statistics.mean(turn.without.rate for turn in turns)
    raw = statistics.mean(turn.raw for turn in turns)
    note = f"{on:.0f} a second with the ledger, {off:.0f} without, pgbench {raw:.0f}"
    yield Line(
        "votes with the ledger on / pgbench of the same transaction", on / raw, at_least=0.33, note=note
    )
    yield Line("votes with the ledger on / off", on / off, at_least=0.75)
    spread = max(turn.with_ledger.spread for turn in turns)
    yield Line(f"p99 / p50 at {CLIENTS} clients with the ledger on", spread, at_most=5)
    faults = sum(load.faults for turn in turns for load in (turn.with_ledger, turn.without))
    yield Line("5xx in the bursts", faults, at_most=0)


def _about_the_count(database: Database, settings: Settings, day: Day) -> Iterator[Line]:
    """Every answer has its ballot, every ballot its answer, and the tally is a recount."""
    ElectionJobs(database, settings.keys_folder, alarm_of(settings)).flush()
    ids = [poll.id for poll in day.polls]
    with database.reads() as session:
        ballots = session.scalar(select(func.count()).select_from(Ballot).where(Ballot.contest_id.in_(ids)))
        for poll in day.polls:
            check_tally(session, poll.id)
    receipts = day.answers.get(303, 0)
    note = f"{receipts} receipts, {ballots} ballots; answers {day.answers}"
    yield Line("votes lost or doubled", abs((ballots or 0) - receipts), at_most=0, note=note)


@dataclass(frozen=True)
class _Facts:
    keys_folder: Path
    now: datetime
    word: str = "meting"
    state: ContestState = ContestState.OPEN


def _set_up(database: Database, settings: Settings) -> Day:
    now = clock.utc_now()
    facts = _Facts(settings.keys_folder, now)
    with database.writes.begin() as session, across_cities(session):
        cities = session.scalars(select(City).order_by(City.id).limit(CONTESTS)).all()
        if len(cities) < CONTESTS:
            raise LookupError(f"the sample has only {len(cities)} cities")
        polls = [_poll(session, city, number, facts) for number, city in enumerate(cities)]
        bare = _poll(session, cities[0], 0, replace(facts, word="opzij", state=ContestState.CLOSED))
        rows = [_challenge(polls[number % CONTESTS], number, now) for number in range(VOTERS)]
        session.execute(insert(Challenge), rows)
    paths = {poll.id: poll.path for poll in polls}
    return Day(polls, bare, (_post(paths[row["contest_id"]], row) for row in rows))


def _poll(session: Session, city: City, number: int, facts: _Facts) -> Poll:
    """An open contest with its share of the candidates."""
    days, key = timedelta(days=14), make_key(facts.keys_folder)
    words = {"nl": f"Ambassadeur van {city.name}"}
    campaign = Campaign(city_id=city.id, slug=facts.word, kind=CampaignKind.VOTE, title=words, summary=words)
    campaign.starts_at, campaign.ends_at = facts.now - days, facts.now + days
    contest = Contest(city_id=city.id, campaign=campaign, slug=facts.word, title=words, introduction=words)
    contest.opens_at, contest.closes_at = facts.now - days, facts.now + days
    contest.rules, contest.state = VoteRules().document(), facts.state
    contest.key_fingerprint = key.fingerprint
    share = CANDIDATES // CONTESTS + (number < CANDIDATES % CONTESTS)
    stands = [_candidate(city, contest, place, facts.now) for place in range(share)]
    session.add_all([campaign, contest, *stands])
    session.flush()
    return Poll(contest.id, f"/{city.slug}/vote/{facts.word}/confirm", key, [one.id for one in stands])


def _candidate(city: City, contest: Contest, place: int, now: datetime) -> Candidate:
    word = f"{contest.slug}-{place}"
    shop = Shop(city_id=city.id, slug=word, name=word, enterprise_number="0403170701", category="bakery")
    shop.street, shop.postal_code, shop.registered_at = "Markt 1", "8500", now
    shop.state = ShopState.APPROVED
    facts = {"contest": contest, "shop": shop, "text": {"nl": word}, "state": CandidateState.ACCEPTED}
    return Candidate(city_id=city.id, slug=word, **facts)


def _challenge(poll: Poll, number: int, now: datetime) -> dict[str, Any]:
    request = new_token()
    return {
        "id": request,
        "contest_id": poll.id,
        "candidate_id": poll.candidates[number % len(poll.candidates)],
        "ident": os.urandom(32),
        "nonce": os.urandom(16).hex(),
        "code_digest": poll.key.code_digest(request, CODE),
        "asked_at": now,
        "expires_at": now + timedelta(days=1),
        "tries": 0,
        "signal": SIGNAL.document(),
    }


def _post(path: str, row: Mapping[str, Any]) -> Post:
    return Post(path, urlencode({"code": CODE, "request": row["id"], "nonce": row["nonce"]}), FORM)


@contextmanager
def _worker(database: Database, settings: Settings) -> Iterator[None]:
    """The worker as it runs in production, which fills the ledger; it is there before the first vote."""
    environ, began = Server(settings).environ, clock.utc_now()
    worker = subprocess.Popen([COMMAND, "worker"], env=os.environ | environ, stderr=subprocess.DEVNULL)
    try:
        _wait_for(database, began)
        yield
    finally:
        worker.terminate()
        worker.wait(10)


def _wait_for(database: Database, began: datetime) -> None:
    """Wait until the worker said that it lives."""
    for _ in range(LONGEST_START * 10):
        with database.reads() as session:
            since = age(session, WORKER, now=clock.utc_now())
        if since is not None and clock.utc_now() - since >= began:
            return
        time.sleep(0.1)
    raise TimeoutError("the worker does not start")


def _port(server: Server) -> int:
    return urlsplit(server.address).port or 0


def main() -> int:
    lines = []
    for line in measure():
        show(line)
        lines.append(line)
    return 0 if all(line.is_met for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
