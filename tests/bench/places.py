"""Finding a town's places among 20,000 of all towns, against reading the whole table."""

import time
from collections.abc import Iterator

from sqlalchemy import Table, insert, select, update

from cityshop.cities.models import City
from cityshop.core.db import Database
from cityshop.places.models import Place
from tests.bench.site import sample_site
from tests.bench.table import Line

PLACES = 20_000
ROUNDS = 30


def measure() -> Iterator[Line]:
    """The line about places."""
    with sample_site() as (site, _):
        database: Database = site.extensions["cityshop.database"]
        _fill(database)
        table: Table = Place.__table__  # type: ignore[assignment]
        with database.reads() as session:
            kortrijk = session.scalars(select(City.id).where(City.slug == "kortrijk")).one()
            town = select(table.c.name, table.c.kind).where(
                table.c.city_id == kortrijk,
                table.c.longitude.between(3.25, 3.28),
                table.c.latitude.between(50.82, 50.84),
            )
            scan = select(table.c.name, table.c.kind).where(table.c.name.like("%Plek 1999%"))
            cost = {"town": 1e9, "scan": 1e9}
            for _ in range(ROUNDS):
                for name, statement in (("town", town), ("scan", scan)):
                    began = time.process_time()
                    session.execute(statement).all()
                    cost[name] = min(cost[name], time.process_time() - began)
    note = f"full scan {cost['scan'] * 1e3:.1f} ms"
    yield Line(
        "places of a town out of 20,000 / full scan, CPU",
        cost["town"] / cost["scan"],
        at_most=0.35,
        note=note,
    )


def _fill(database: Database) -> None:
    with database.writes.begin() as session:
        cities = session.scalars(select(City.id).order_by(City.id)).all()
        rows = [_row(cities[number % len(cities)], number) for number in range(PLACES)]
        session.execute(insert(Place.__table__), rows)  # type: ignore[arg-type]
        session.execute(update(City).values(version=City.version + 1))


def _row(city_id: int, number: int) -> dict[str, object]:
    return {
        "city_id": city_id,
        "slug": f"plek-{number}",
        "name": f"Plek {number}",
        "kind": "cafe",
        "latitude": 50.7 + (number * 7919 % 3000) / 10_000,
        "longitude": 3.1 + (number * 104_729 % 4000) / 10_000,
    }
