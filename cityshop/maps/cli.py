"""Jobs on basemaps."""

import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cityshop.cities.cli import sentences
from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Database, renew_public_pages
from cityshop.maps.basemap import draw, keep, layer_files, work_folder
from cityshop.maps.basemap_files import Basemap, Box, layers_of
from cityshop.settings import Settings

EDGES = 4
ALL = 100


@click.group()
def basemap() -> None:
    """What lies under the points of the guide."""


def _box(context: click.Context, parameter: click.Parameter, text: str) -> Box:
    try:
        edges = [float(edge) for edge in text.split(",")]
    except ValueError:
        edges = []
    if len(edges) != EDGES or not all(map(math.isfinite, edges)):
        raise click.BadParameter("Give four numbers: west,south,east,north, such as 3.20,50.78,3.32,50.86.")
    box = Box(*edges)
    if not box.is_on_maps:
        raise click.BadParameter("West must be less than east and south less than north, in degrees.")
    return box


@basemap.command()
@click.argument("extract", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--bbox", "box", required=True, callback=_box, metavar="W,S,E,N", help="What to draw, in degrees."
)
@click.option("--city", help="The city's word in addresses; without it, for every city inside the box.")
def build(extract: Path, box: Box, city: str | None) -> None:
    """Make vector tiles of an EXTRACT of OpenStreetMap (.osm, .osm.pbf).

    Exit status 0 done, 1 refused, 2 asked wrongly.
    """
    with sentences():
        settings = Settings.from_environment(os.environ)
        with _renewed_pages(settings, city):
            made = _build(extract.resolve(), box, settings.basemaps_folder, city)
    click.echo(f"{made.path.name}: {made.path.stat().st_size // 1000} kB, {', '.join(layers_of(made.path))}")
    click.echo(f"The map of {city or 'every city inside the box'} lies on it from now on.")


def _build(extract: Path, box: Box, folder: Path, city: str | None) -> Basemap:
    with work_folder(folder) as work:
        with click.progressbar(layer_files(extract, Path(work)), label="Reading", file=sys.stderr) as reading:
            for _ in reading:
                pass
        with click.progressbar(length=ALL, label="Drawing", file=sys.stderr) as drawing:
            made = draw(Path(work), box, lambda percent: drawing.update(int(percent) - drawing.pos))
            drawing.update(ALL - drawing.pos)
        return keep(made, folder, city)


@contextmanager
def _renewed_pages(settings: Settings, city: str | None) -> Iterator[None]:
    """Refuse a city that is not there before the work begins; show the new map at once when it is done."""
    if city is None:
        yield
        return
    database = Database(settings.database_url)
    try:
        with database.reads() as session:
            found = city_by_slug(session, city)
        if found is None:
            raise click.ClickException(
                f"There is no city {city!r}. Use its word in addresses, such as kortrijk."
            )
        yield
        with database.writes.begin() as session:
            renew_public_pages(session, found.id)
    finally:
        database.engine.dispose()
