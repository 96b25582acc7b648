"""Jobs on places."""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from cityshop.cities.queries import city_by_slug
from cityshop.core import clock
from cityshop.core.db import UNAVAILABLE, Database, Session, choose_city
from cityshop.core.errors import Refusal
from cityshop.places.drafts import PlaceDraft
from cityshop.places.hours_file import answers, moment_of, written
from cityshop.places.imports import ImportPlan, SourceFile, carry_out, plan_import
from cityshop.places.map_files import read_map_file
from cityshop.places.opening import state_at
from cityshop.places.osm_hours import parse_hours
from cityshop.places.public_holidays import Country
from cityshop.places.refused import Refused
from cityshop.settings import SettingRefused, Settings

PATIENCE = 1.0  # seconds before a bar shows that something is going on


@click.group()
def places() -> None:
    """The guide: hours and imports."""


def _moment(context: click.Context, parameter: click.Parameter, text: str | None) -> datetime:
    try:
        return moment_of(text) if text else clock.utc_now()
    except (ValueError, OverflowError) as reason:
        raise click.BadParameter(str(reason)) from reason


@places.command()
@click.argument("value", required=False)
@click.option("--at", callback=_moment, metavar="ISO-TIME", help="A moment; without it, now.")
@click.option(
    "--city", expose_value=False, help="Accepted for all cities: they share one clock and holidays."
)
@click.option(
    "--country",
    type=click.Choice([country.value for country in Country], case_sensitive=False),
    default=Country.BELGIUM.value,
    show_default=True,
    help="Whose public holidays.",
)
@click.option(
    "--file",
    "lines",
    type=click.File(encoding="utf-8-sig", errors="replace"),
    help='JSON lines {"value", "at"}.',
)
def hours(value: str | None, at: datetime, country: str, lines: Iterable[str] | None) -> None:
    """Say whether the opening hours VALUE mean open, closed or unknown, and when that changes."""
    if (value is None) == (lines is None):
        raise click.UsageError("Give either VALUE or --file.")
    try:
        if value is not None:
            opening = state_at(parse_hours(value), at, country=Country(country))
            click.echo(f"{opening.state} {written(opening.next_change) or ''}".strip())
        for answer in answers(lines or (), now=at, country=Country(country)):
            click.echo(answer)
    except (ValueError, OverflowError) as reason:
        raise click.ClickException(str(reason)) from reason


@places.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--city", required=True, help="Whose guide: the city's word in addresses.")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
def import_(file: Path, city: str, dry_run: bool) -> None:
    """Take places from a map FILE (.osm, .osm.pbf, .geojson) into a city's guide.

    What people changed stays as they wrote it. Exit status 0 done, 1 refused, 2 asked wrongly.
    """
    try:
        rows = _read(read_map_file(file))
        with _database() as database:
            if dry_run:
                _dry_run(database, city, rows)
            else:
                _import(database, city, rows, file)
    except Refusal as refusal:
        raise click.ClickException(refusal.message % refusal.facts) from refusal
    except SettingRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except UNAVAILABLE as error:
        raise click.ClickException("The database does not answer. Did `cityshop migrate` run?") from error


@contextmanager
def _database() -> Iterator[Database]:
    database = Database(Settings.from_environment(os.environ).database_url)
    try:
        yield database
    finally:
        database.engine.dispose()


def _read(rows: Iterator[PlaceDraft | Refused]) -> list[PlaceDraft | Refused]:
    """All rows, with a bar for those that are left after a second."""
    began = time.monotonic()
    read = []
    for row in rows:
        read.append(row)
        if time.monotonic() - began > PATIENCE:
            with click.progressbar(rows, label="Reading", file=sys.stderr) as rest:
                read += rest
    return read


def _dry_run(database: Database, city: str, rows: Iterable[PlaceDraft | Refused]) -> None:
    with database.reads() as session:
        _choose(session, city)
        _say(plan_import(session, rows))
    click.echo("Dry run: nothing is changed.")


def _import(database: Database, city: str, rows: Iterable[PlaceDraft | Refused], file: Path) -> None:
    with file.open("rb") as content:
        source = SourceFile(file.name, hashlib.file_digest(content, "sha256").hexdigest())
    with database.writes.begin() as session:
        _choose(session, city)
        plan = plan_import(session, rows)
        _say(plan)
        carry_out(session, plan, source, now=clock.utc_now())
    click.echo(f"The guide of {city} is up to date with {file.name}.")


def _choose(session: Session, slug: str) -> None:
    city = city_by_slug(session, slug)
    if city is None:
        raise click.ClickException(f"There is no city {slug!r}. Use its word in addresses, such as kortrijk.")
    choose_city(session, city.id)


def _say(plan: ImportPlan) -> None:
    for row in plan.refused:
        click.echo(f"refused {row.row}: {row.reason.sentence}")
    for draft in plan.doubles:
        click.echo(f"double {draft.source_id}: {draft.name} stands in the guide already, within 60 metres.")
    for place in plan.vanished:
        click.echo(f"vanished {place.source_id}: {place.name} is to be checked.")
    click.echo(
        f"{len(plan.added)} new, {len(plan.changed)} changed, {len(plan.unchanged)} unchanged,"
        f" {len(plan.doubles)} double, {len(plan.vanished)} vanished, {len(plan.refused)} refused"
    )
