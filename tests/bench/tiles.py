"""Tiles a second from one process of the site, as `cityshop serve` runs it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from cityshop.settings import Settings
from tests.bench.client import Get, burst, cpu_of
from tests.bench.site import migrate
from tests.bench.table import Line
from tests.bench.writes import running
from tests.makers.maps import basemap

EDGE = 60  # tiles in a row
TIMES = 8
TILE_BYTES = 10_000
CLIENTS, SECONDS = 32, 20.0


def measure() -> Iterator[Line]:
    """The line about tiles."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/cityshop.db"
        migrate(url)
        settings = Settings(database_url=url, secret_key="for-measuring-only-" * 3, folder=Path(folder))
        asked = _requests(settings.basemaps_folder)
        with running(settings) as server:
            burst(server.port, asked[:500], clients=CLIENTS, seconds=SECONDS)
            before = cpu_of(server.process.pid)
            load = burst(server.port, asked, clients=CLIENTS, seconds=SECONDS)
            used = cpu_of(server.process.pid) - before
    note = f"{load.rate:.0f} a second beside its clients, {len(load.good)} tiles, {load.faults} faults"
    value = len(load.good) / used
    yield Line("tiles per CPU-second of the site, one process", value, at_least=2_000, note=note)


def _requests(folder: Path) -> list[Get]:
    wanted = [(15, 16_000 + number % EDGE, 10_000 + number // EDGE) for number in range(EDGE * EDGE)]
    made = basemap(folder, "kortrijk", tiles=tuple(wanted), size=TILE_BYTES)
    headers = {"Accept-Encoding": "gzip, br"}
    return [Get(made.address_of(*where, city="kortrijk"), headers) for where in wanted] * TIMES
