"""A result's page and the roll-up at a million ballots, against ten thousand: stored lines and the tally."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from flask import Flask
from sqlalchemy import insert, select, text

from cityshop.core import clock
from cityshop.core.db import Database, Session, choose_city
from cityshop.elections.models import Candidate, Contest, ContestState, Tally
from cityshop.elections.tallying import tally_of
from cityshop.results import queries
from cityshop.results.models import Result, ResultLine
from tests.bench.site import sample_site
from tests.bench.table import Line

FEW, MANY = 10_000, 1_000_000
CITY_ID = 1
ROUNDS = 40
MOST = 1.2
OK = 200

# SQLite makes the rows itself: a million rows through Python take a minute.
_BALLOTS = """
INSERT INTO ballot (id, contest_id, slot, candidate_id, nonce, salt, leaf,
                    revision, state, level, is_in_ledger, rolled_up)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :last),
  named(candidate, name) AS (SELECT :first + i % :candidates, printf('%d-%032x', :contest, i) FROM n)
SELECT name, :contest, CAST(name AS BLOB), candidate, name, name, name, 0, 'counted', 'email', 1, candidate
FROM named
"""


def measure() -> Iterator[Line]:
    """The lines about results: CPU of the fastest of many rounds, few and many in turn."""
    with sample_site() as (site, _):
        database: Database = site.extensions["cityshop.database"]
        contests = {ballots: _published(database, ballots) for ballots in (FEW, MANY)}
        with database.engine.connect() as connection:
            connection.execute(text("ANALYZE"))
        pages = {ballots: _page(site, contest) for ballots, contest in contests.items()}
        tallies = {ballots: _tally(database, contest) for ballots, contest in contests.items()}
        costs = {"results page": _fastest(pages), "roll-up": _fastest(tallies)}
    for name, cost in costs.items():
        note = f"{cost[FEW] * 1e3:.2f} ms at {FEW:,}, {cost[MANY] * 1e3:.2f} ms at {MANY:,} ballots, CPU"
        yield Line(f"{name} at 10^6 / at 10^4 ballots", cost[MANY] / cost[FEW], at_most=MOST, note=note)


def _fastest(runs: dict[int, Callable[[int], None]]) -> dict[int, float]:
    best = dict.fromkeys(runs, 1e9)
    for number in range(ROUNDS):
        for ballots, run in runs.items():
            began = time.process_time()
            run(number)
            best[ballots] = min(best[ballots], time.process_time() - began)
    return best


def _page(site: Flask, contest: Contest) -> Callable[[int], None]:
    client, path = site.test_client(), f"/kortrijk/vote/{contest.slug}/results"

    def ask(number: int) -> None:
        if client.get(f"{path}?round={number}").status_code != OK:
            raise LookupError(path)

    return ask


def _tally(database: Database, contest: Contest) -> Callable[[int], None]:
    def ask(_: int) -> None:
        with database.reads() as session:
            tally_of(session, contest.id)

    return ask


def _published(database: Database, ballots: int) -> Contest:
    """A published contest with so many ballots, all of them in the ledger and in the tally."""
    with database.writes.begin() as session:
        contest = _contest(session, f"bench-{ballots}")
        ids = list(session.scalars(select(Candidate.id).where(Candidate.contest_id == contest.id)))
        facts = {"contest": contest.id, "last": ballots - 1, "first": min(ids), "candidates": len(ids)}
        session.execute(text(_BALLOTS), facts)
        votes = ballots // len(ids)
        tallied = {"contest_id": contest.id, "level": "email", "votes": votes}
        session.execute(insert(Tally), [{**tallied, "candidate_id": one} for one in ids])
        _keep(session, contest, ids, ballots)
    return contest


def _contest(session: Session, slug: str) -> Contest:
    """A copy of the sample's contest with its candidates."""
    choose_city(session, CITY_ID)
    sample = session.scalars(select(Contest).order_by(Contest.id).limit(1)).one()
    now = clock.utc_now()
    contest = Contest(slug=slug, campaign_id=sample.campaign_id, title=sample.title, rules=sample.rules)
    contest.city_id, contest.introduction, contest.state = sample.city_id, {}, ContestState.PUBLISHED
    contest.opens_at, contest.closes_at = now - timedelta(days=20), now - timedelta(days=1)
    session.add(contest)
    session.flush()
    stand = select(Candidate).where(Candidate.contest_id == sample.id).order_by(Candidate.id)
    for one in session.scalars(stand).all():
        words = {"text": one.text, "specialty": one.specialty, "picture": one.picture, "state": one.state}
        session.add(Candidate(contest_id=contest.id, shop_id=one.shop_id, slug=one.slug, **words))
        session.flush()
    return contest


def _keep(session: Session, contest: Contest, candidates: list[int], ballots: int) -> None:
    """The lines of a result, as publication leaves them."""
    rules = {"minimum": 30, "formula": "none", "final_root": queries.EMPTY_ROOT}
    totals = {"ballots": ballots, "quarantined": 0, "rejected": 0, "by_level": {"email": ballots}}
    session.add(Result(contest_id=contest.id, made_at=clock.utc_now(), **rules, **totals))
    session.flush()
    votes = ballots // len(candidates)
    for place, candidate in enumerate(candidates, 1):
        line = ResultLine(contest_id=contest.id, candidate_id=candidate, place=place, is_winner=place == 1)
        line.votes, line.brags, line.score = votes, 0, str(votes)
        session.add(line)
