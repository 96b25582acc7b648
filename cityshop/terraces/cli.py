"""Jobs on terraces."""

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from cityshop.cities.cli import choose_by_word, database_of_site, sentences
from cityshop.core import clock
from cityshop.core.db import Database
from cityshop.places.refused import Unusable
from cityshop.terraces.errors import FootprintsUnreadable, FootprintSupportMissing
from cityshop.terraces.outlines import Outline, read_outlines
from cityshop.terraces.skylines import SkylinePlan, carry_out, plan_skylines, stands

THREE_FLOORS = 9.0  # metres


@click.group()
def terraces() -> None:
    """The terraces of the guide: how far the sun comes."""


@terraces.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--city", required=True, help="Whose terraces: the city's word in addresses.")
@click.option(
    "--height",
    type=click.FloatRange(2, 100),
    default=THREE_FLOORS,
    show_default=True,
    help="Metres, for a building whose height the file does not say.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
def horizons(file: Path, city: str, height: float, dry_run: bool) -> None:
    """Work out the skyline of every terrace from the building outlines in FILE (.geojson, .osm, .osm.pbf).

    Buildings within 150 metres count. Exit status 0 done, 1 refused, 2 asked wrongly.
    """
    with sentences():
        buildings = _buildings(file, height)
        with database_of_site() as database:
            plan = _plan(database, city, buildings)
            _say(plan)
            if dry_run:
                click.echo("Dry run: nothing is changed.")
            else:
                _carry_out(database, city, plan)


def _buildings(file: Path, height: float) -> Any:
    """The buildings of the file, after saying what stands in it; shapely is loaded here and nowhere else."""
    try:
        made = import_module("cityshop.terraces.skyline").Buildings
    except ModuleNotFoundError as missing:
        raise FootprintSupportMissing from missing
    found, unusable = _read(read_outlines(file))
    if not found:
        raise FootprintsUnreadable
    buildings = made(found, otherwise=height)
    click.echo(
        f"{len(found)} buildings, {buildings.without_height} of them without height: {height:g} metres taken;"
        f" {unusable} outlines cannot be used"
    )
    return buildings


def _read(rows: Iterator[Outline | Unusable]) -> tuple[list[Outline], int]:
    found, unusable = [], 0
    with click.progressbar(rows, label="Reading", file=sys.stderr) as bar:
        for row in bar:
            if isinstance(row, Unusable):
                unusable += 1
            else:
                found.append(row)
    return found, unusable


def _plan(database: Database, city: str, buildings: Any) -> SkylinePlan:
    with database.reads() as session:
        choose_by_word(session, city)
        found = stands(session)
    with click.progressbar(found, label="Looking up", file=sys.stderr) as bar:
        return plan_skylines(bar, buildings)


def _carry_out(database: Database, city: str, plan: SkylinePlan) -> None:
    with database.writes.begin() as session:
        choose_by_word(session, city)
        written = carry_out(session, plan, now=clock.utc_now())
    click.echo(f"{written} terraces of {city} have a new skyline.")


def _say(plan: SkylinePlan) -> None:
    _name("stands inside a building, give it a point of its own", (stand.name for stand in plan.inside))
    _name("has no building of this file within 150 metres", (stand.name for stand in plan.far))
    click.echo(
        f"{len(plan.changed)} changed, {len(plan.unchanged)} unchanged,"
        f" {len(plan.inside)} inside a building, {len(plan.far)} without buildings near"
    )


def _name(what: str, names: Iterable[str]) -> None:
    for name in names:
        click.echo(f"{name}: {what}")
