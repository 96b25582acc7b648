"""Votes and redemptions over HTTP at 64 clients, against `pgbench` running the same statements."""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from sqlalchemy import insert, select, update

from cityshop.core import clock
from cityshop.core.codes import new_token, new_typed_code
from cityshop.core.db import Database, across_cities
from cityshop.elections.keys import read_key
from cityshop.elections.models import Candidate, Challenge, Contest, ContestState
from cityshop.merchants.models import Counter
from cityshop.offers.models import Offer, OfferVersion, Voucher, VoucherState
from cityshop.sample.shops import PIN
from cityshop.settings import Settings
from tests.bench.client import Load, Post, burst, cpu_of
from tests.bench.site import sample_site
from tests.bench.table import Line
from tests.postgres import PROGRAMS, make_database, private_cluster
from tests.server import Server

CLIENTS = 64
SECONDS = 8.0
ROWS = 6_000
CODE = "123456"


def measure() -> Iterator[Line]:
    """The lines about votes and redemptions, PostgreSQL first; each is followed by the same in pgbench."""
    with private_cluster() as cluster, sample_site(make_database(cluster, "bench")) as (site, settings):
        database: Database = site.extensions["cityshop.database"]
        vote_scripts, votes = _votes(database, settings)
        redeem_script = _redemption_script(database)
        with running(settings) as server:
            cast, cast_cpu = _burst(server, votes)
            raw_votes = pgbench(settings.database_url, vote_scripts)
            redeemed, redeemed_cpu = _burst(server, _redemptions(database, server))
            raw_redemptions = pgbench(settings.database_url, redeem_script)
    note = f"{cast.rate:.0f} a second, pgbench {raw_votes:.0f}; {cast_cpu}"
    yield Line("votes / pgbench of the same statements", cast.rate / raw_votes, at_least=0.33, note=note)
    yield Line("vote p99 / p50 at 64 clients, PostgreSQL", cast.spread, at_most=5)
    yield Line("faults while voting, PostgreSQL", cast.faults, at_most=0)
    share = redeemed.rate / raw_redemptions
    note = f"{redeemed.rate:.0f} a second, pgbench {raw_redemptions:.0f}; {redeemed_cpu}"
    yield Line("redemptions / pgbench of the same statements", share, at_least=0.4, note=note)
    yield Line("faults while redeeming, PostgreSQL", redeemed.faults, at_most=0)
    yield from _measure_sqlite()


def _measure_sqlite() -> Iterator[Line]:
    with sample_site() as (site, settings), running(settings) as server:
        _, votes = _votes(site.extensions["cityshop.database"], settings)
        cast, cpu = _burst(server, votes)
    note = f"{cast.rate:.0f} votes a second; {cpu}"
    yield Line("vote p99 / p50 at 64 clients, SQLite", cast.spread, at_most=5, note=note)
    yield Line("faults while voting, SQLite", cast.faults, at_most=0)


@contextmanager
def running(settings: Settings) -> Iterator[Server]:
    server = Server(settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _votes(database: Database, settings: Settings) -> tuple[str, list[Post]]:
    """A code for each of many mailboxes, and the pgbench script that casts the same way."""
    with database.writes.begin() as session, across_cities(session):
        contest = session.scalars(
            select(Contest).where(Contest.state == ContestState.OPEN).order_by(Contest.id).limit(1)
        ).one()
        candidate = session.scalars(select(Candidate).where(Candidate.contest_id == contest.id)).first()
        if candidate is None:
            raise LookupError("the sample has no candidate")
        key = read_key(settings.keys_folder, contest.key_fingerprint)
        now = clock.utc_now()
        rows = [
            {
                "id": request,
                "contest_id": contest.id,
                "candidate_id": candidate.id,
                "ident": os.urandom(32),
                "nonce": os.urandom(16).hex(),
                "code_digest": key.code_digest(request, CODE),
                "asked_at": now,
                "expires_at": now.replace(year=now.year + 1),
                "tries": 0,
            }
            for request in (new_token() for _ in range(ROWS))
        ]
        session.execute(insert(Challenge), rows)
    page = f"/kortrijk/vote/{contest.slug}/confirm"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    posts = [
        Post(page, urlencode({"code": CODE, "request": row["id"], "nonce": row["nonce"]}), form)
        for row in rows
    ]
    return vote_script(contest.id, candidate.id), posts


def vote_script(contest_id: int, candidate_id: int) -> str:
    return f"""
BEGIN;
SELECT pg_advisory_xact_lock_shared(2026, {contest_id});
SELECT slug FROM contest WHERE id = {contest_id};
SELECT slug FROM candidate WHERE id = {candidate_id};
INSERT INTO voter (id, contest_id, ident, level)
  VALUES (gen_random_uuid()::text, {contest_id}, decode(md5(random()::text), 'hex'), 'email');
INSERT INTO ballot (id, contest_id, slot, candidate_id, nonce, salt, leaf, revision, state)
  VALUES (gen_random_uuid()::text, {contest_id}, decode(md5(random()::text), 'hex'), {candidate_id},
          md5(random()::text), md5(random()::text), gen_random_uuid()::text, 0, 'rejected');
COMMIT;
"""


def _redemption_script(database: Database) -> str:
    """Redeems one of the vouchers made for it, at random, as long as it is issued."""
    first, last = _issue_vouchers(database, ROWS * 5)
    return f"""
\\set id random({first}, {last})
BEGIN;
SELECT v.state, o.shop_id, c.paused_at FROM voucher v JOIN offer o ON o.id = v.offer_id
  JOIN campaign c ON c.id = o.campaign_id WHERE v.id = :id;
UPDATE voucher SET state = 'redeemed', redeemed_at = now() WHERE id = :id AND state = 'issued';
INSERT INTO redemption (city_id, voucher_id, offer_id, shop_id, counter_id, idempotency_key, redeemed_at)
  SELECT v.city_id, v.id, v.offer_id, o.shop_id, (SELECT min(id) FROM counter), gen_random_uuid()::text, now()
  FROM voucher v JOIN offer o ON o.id = v.offer_id WHERE v.id = :id ON CONFLICT DO NOTHING;
COMMIT;
"""


def _issue_vouchers(database: Database, count: int) -> tuple[int, int]:
    with database.writes.begin() as session, across_cities(session):
        counter = session.scalars(select(Counter).order_by(Counter.id).limit(1)).one()
        offer = session.scalars(select(Offer).where(Offer.shop_id == counter.shop_id).limit(1)).one()
        offer.windows = []  # at any hour of any day
        promised = update(OfferVersion).where(OfferVersion.offer_id == offer.id)
        session.execute(promised.values(windows=[]))
        rows = [
            {
                "city_id": offer.city_id,
                "offer_id": offer.id,
                "code": new_typed_code(),
                "holder": os.urandom(32),
                "claimed_at": clock.utc_now(),
                "state": VoucherState.ISSUED,
            }
            for _ in range(count)
        ]
        session.execute(insert(Voucher), rows)
        ids = session.execute(select(Voucher.id).order_by(Voucher.id.desc()).limit(count)).scalars().all()
        return ids[-1], ids[0]


def _redemptions(database: Database, server: Server) -> list[Post]:
    first, last = _issue_vouchers(database, ROWS)
    with database.reads() as session, across_cities(session):
        token = session.scalars(select(Counter.token).order_by(Counter.id).limit(1)).one()
        codes = session.scalars(select(Voucher.code).where(Voucher.id.between(first, last))).all()
    opened = server.post_json(f"/api/v1/counters/{token}/sign-in", json.dumps({"pin": PIN}))
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {json.loads(opened.body)['bearer']}",
    }
    return [
        Post("/api/v1/redemptions", json.dumps({"code": code, "idempotency_key": new_token()}), headers)
        for code in codes
    ]


def pgbench(database_url: str, script: str) -> float:
    """Transactions a second of a script at 64 clients."""
    url = database_url.replace("+psycopg", "")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script)
        run = [
            str(PROGRAMS / "pgbench"),
            "-n",
            "-c",
            str(CLIENTS),
            "-j",
            "2",
            "-T",
            str(int(SECONDS)),
            "-f",
            str(file),
            url,
        ]
        printed = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    found = re.search(r"tps = ([\d.]+)", printed)
    if found is None:
        raise ValueError(printed)
    return float(found[1])


def _burst(server: Server, posts: Sequence[Post]) -> tuple[Load, str]:
    """The load, and who took the CPU meanwhile."""
    group = server.process.pid if server.process else 0
    before = cpu_of(group)
    load = burst(urlsplit(server.address).port or 0, posts, clients=CLIENTS, seconds=SECONDS)
    answers = sum(len(seconds) for seconds in load.seconds.values())
    site = (cpu_of(group) - before) / answers
    return load, f"CPU each: site {site * 1e3:.1f} ms, client {load.cpu / answers * 1e3:.2f} ms"
