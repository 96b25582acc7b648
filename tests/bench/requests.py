"""What a request costs, as a multiple of an empty Flask answer; CPU time, interleaved."""

import time
from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from cityshop.accounts.models import Account
from cityshop.app import create_app
from cityshop.core.db import Database
from tests.bench.site import sample_site
from tests.bench.table import Line
from tests.sign_in import cookie_of, sign_in

ROUNDS, EACH = 15, 60

Ask = Callable[[], int]


def measure() -> Iterator[Line]:
    """The lines about requests."""
    bare = Flask("bare")
    bare.add_url_rule("/hello", view_func=lambda: "hello")
    with sample_site() as (site, settings):
        site.add_url_rule("/hello", view_func=lambda: "hello")
        cookie = _cookie_of_staff(site)
        kept = _asking(site, "/kortrijk/guide")
        asked = {
            "hello": _asking(bare, "/hello"),
            "ours": _asking(site, "/hello"),
            "kept": kept,
            "made": _not_kept(create_app(settings), "/kortrijk/guide"),
            "staff": _asking(site, "/staff/kortrijk", Cookie=cookie),
        }
        size = kept() // 1000
        cost = _interleaved(asked)
    hello = cost["hello"]
    note = f"guide of {size} kB, hello {hello * 1e6:.0f} us"
    yield Line("hello with everything on / bare Flask hello, CPU", cost["ours"] / hello, at_most=1.5)
    yield Line("public page from the page cache / Flask hello, CPU", cost["kept"] / hello, at_most=0.2)
    yield Line("requests of a kept page / of Flask hello", hello / cost["kept"], at_least=3)
    made = cost["made"] / hello
    yield Line("a long page with nothing kept / Flask hello, CPU", made, at_most=20, note=note)
    yield Line("staff dashboard / Flask hello, CPU", cost["staff"] / hello, at_most=20)


def _cookie_of_staff(site: Flask) -> str:
    database: Database = site.extensions["cityshop.database"]
    with database.reads() as session:
        staff = session.scalars(select(Account).where(Account.email == "staff@kortrijk.example")).one()
    return cookie_of(sign_in(site.test_client(), staff))


def _asking(site: Flask, address: str, **headers: str) -> Ask:
    """A request through the whole WSGI stack; says how many bytes came back."""
    environ = EnvironBuilder(path=address, base_url="http://localhost", headers=headers).get_environ()

    def start_response(status: str, headers: object, exc_info: object = None) -> Callable[[bytes], object]:
        if not status.startswith("200"):
            raise RuntimeError(f"{address}: {status}")
        return len

    def ask() -> int:
        parts = site(dict(environ), start_response)
        size = sum(len(part) for part in parts)
        getattr(parts, "close", lambda: None)()
        return size

    return ask


def _not_kept(site: Flask, address: str) -> Ask:
    ask, cache = _asking(site, address), site.extensions["cityshop.page_cache"]

    def forget_and_ask() -> int:
        cache.forget_all()
        return ask()

    return forget_and_ask


def _interleaved(asked: dict[str, Ask]) -> dict[str, float]:
    """Seconds of CPU per request: the best of many rounds, each round asking everything in turn."""
    best: dict[str, float] = {}
    for ask in asked.values():
        ask()
    for _ in range(ROUNDS):
        for name, ask in asked.items():
            began = time.process_time()
            for _ in range(EACH):
                ask()
            best[name] = min(best.get(name, 1e9), (time.process_time() - began) / EACH)
    return best
