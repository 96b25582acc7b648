"""A Saturday on the market: 300 counters look at 10 vouchers a second and redeem them, for five minutes.

`make bench-redeem` runs it, on PostgreSQL with two server processes and for a minute on SQLite. Seconds
count from the moment at which a scan was due, so a site that stands still is not spared.
"""

import itertools
import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from sqlalchemy import func, insert, select

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.cities.models import City
from cityshop.core import clock
from cityshop.core.codes import derived_key, new_token, new_typed_code
from cityshop.core.db import Database, Session, across_cities
from cityshop.merchants.models import Counter, Shop, ShopState
from cityshop.offers.bearers import make_bearer
from cityshop.offers.models import Offer, OfferKind, OfferState, Redemption, Voucher, VoucherState
from cityshop.offers.writing import keep_version
from cityshop.settings import Settings
from tests.bench.client import Get, Load, Post, offered
from tests.bench.site import sample_site
from tests.bench.table import Line, show
from tests.bench.writes import running
from tests.postgres import make_database, private_cluster

SHOPS, COUNTERS_OF_A_SHOP = 100, 3
SCANS_A_SECOND, SECONDS, SECONDS_ON_SQLITE = 10, 300, 60
SLOWEST = 0.3  # seconds, for 99 of 100
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Till:
    """A counter that is open, with the offer that its shop gives."""

    path: str
    cookie: str
    offer_id: int
    city_id: int


def measure() -> Iterator[Line]:
    """The lines about a Saturday, PostgreSQL first."""
    with private_cluster() as cluster, sample_site(make_database(cluster, "market")) as (site, settings):
        database: Database = site.extensions["cityshop.database"]
        yield from _saturday(database, settings, "PostgreSQL", seconds=SECONDS)
    with sample_site() as (site, settings):
        yield from _saturday(
            site.extensions["cityshop.database"], settings, "SQLite", seconds=SECONDS_ON_SQLITE
        )


def _saturday(database: Database, settings: Settings, name: str, *, seconds: int) -> Iterator[Line]:
    tills, scans = _open_shops(database, settings), SCANS_A_SECOND * seconds
    requests = list(_requests(tills, _issue_vouchers(database, tills, scans)))
    with running(settings) as server:
        load = offered(urlsplit(server.address).port or 0, requests, rate=2 * SCANS_A_SECOND)
    p50, p99 = statistics.median(load.good), statistics.quantiles(load.good, n=100)[98]
    note = f"{len(requests)} answers in {load.took:.0f} s, p50 {p50 * 1e3:.1f} ms, p99 {p99 * 1e3:.1f} ms"
    yield Line(f"slowest of 99 of 100 in seconds, {name}", p99, at_most=SLOWEST, note=note)
    yield Line(f"5xx at the counters, {name}", load.faults, at_most=0)
    yield _redeemed_once(database, load, tills, scans, name)


def _redeemed_once(database: Database, load: Load, tills: Sequence[Till], scans: int, name: str) -> Line:
    """Every scan was redeemed, and each voucher once."""
    ours = Redemption.offer_id.in_({till.offer_id for till in tills})
    counted = select(func.count(), func.count(func.distinct(Redemption.voucher_id))).where(ours)
    with database.reads() as session, across_cities(session):
        redemptions, vouchers = session.execute(counted).one()
    answers = {status: len(seconds) for status, seconds in sorted(load.seconds.items())}
    note = f"{redemptions} redemptions of {vouchers} vouchers, {scans} scans; answers {answers}"
    wrong = abs(scans - vouchers) + redemptions - vouchers
    return Line(f"redemptions lost or doubled, {name}", wrong, at_most=0, note=note)


def _requests(tills: Sequence[Till], codes: Sequence[str]) -> Iterator[Get | Post]:
    """A look at each voucher, one counter after another, and its redemption a second later."""
    scans = list(zip(itertools.cycle(tills), codes, strict=False))
    looks = [Get(f"{till.path}/voucher?code={code}", {"Cookie": till.cookie}) for till, code in scans]
    redemptions = [_redemption(till, code) for till, code in scans]
    pairs = itertools.zip_longest(looks, [None] * SCANS_A_SECOND + redemptions)
    return (request for pair in pairs for request in pair if request is not None)


def _redemption(till: Till, code: str) -> Post:
    body = urlencode({"code": code, "key": new_token(), "amount": "12,50"})
    return Post(f"{till.path}/redeem", body, FORM | {"Cookie": till.cookie})


def _open_shops(database: Database, settings: Settings) -> list[Till]:
    """Shops with an offer that runs and three counters each."""
    now, key = clock.utc_now(), derived_key(settings.secret_key, "counter")
    with database.writes.begin() as session, across_cities(session):
        city = session.scalars(select(City).where(City.slug == "kortrijk")).one()
        campaign = _campaign(session, city, now)
        made = [_shop(session, campaign, number, now) for number in range(SHOPS)]
        return [_till(counter, offer, key, now) for offer, counters in made for counter in counters]


def _till(counter: Counter, offer: Offer, key: bytes, now: datetime) -> Till:
    bearer = make_bearer(key, counter.id, 1, now=now)
    return Till(f"/counter/{counter.token}", f"counter-{counter.id}={bearer}", offer.id, offer.city_id)


def _campaign(session: Session, city: City, now: datetime) -> Campaign:
    words, days = {"nl": "Marktzaterdag"}, timedelta(days=2)
    campaign = Campaign(
        city_id=city.id, slug="marktzaterdag", kind=CampaignKind.DISCOUNT, title=words, summary=words
    )
    campaign.starts_at, campaign.ends_at = now - days, now + days
    session.add(campaign)
    session.flush()
    return campaign


def _shop(session: Session, campaign: Campaign, number: int, now: datetime) -> tuple[Offer, list[Counter]]:
    word, city_id = f"kraam-{number}", campaign.city_id
    shop = Shop(city_id=city_id, slug=word, name=word, enterprise_number="0403170701", category="bakery")
    shop.street, shop.postal_code, shop.registered_at, shop.state = "Markt 1", "8500", now, ShopState.APPROVED
    offer = Offer(city_id=city_id, campaign_id=campaign.id, shop=shop, slug=word, kind=OfferKind.PERCENT)
    offer.title, offer.value, offer.state = {"nl": "20 % op alles"}, 20, OfferState.LIVE
    facts: dict[str, Any] = {"city_id": city_id, "shop": shop, "pin_digest": "", "opened_at": now}
    counters = [
        Counter(name=f"Kassa {till}", token=new_token(), **facts) for till in range(COUNTERS_OF_A_SHOP)
    ]
    session.add_all([shop, offer, *counters])
    keep_version(session, offer, now=now)
    return offer, counters


def _issue_vouchers(database: Database, tills: Sequence[Till], count: int) -> list[str]:
    """The codes of so many vouchers, each for the till that will scan it."""
    rows = [
        {
            "city_id": till.city_id,
            "offer_id": till.offer_id,
            "code": new_typed_code(),
            "holder": os.urandom(32),
            "claimed_at": clock.utc_now(),
            "state": VoucherState.ISSUED,
        }
        for till in itertools.islice(itertools.cycle(tills), count)
    ]
    with database.writes.begin() as session, across_cities(session):
        session.execute(insert(Voucher), rows)
    return [row["code"] for row in rows]


def main() -> int:
    lines = []
    for line in measure():
        show(line)
        lines.append(line)
    return 0 if all(line.is_met for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
