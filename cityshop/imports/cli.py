"""The import as a command."""

import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from cityshop.cities.cli import choose_by_word, database_of_site, sentences
from cityshop.core import clock
from cityshop.core.db import Database
from cityshop.imports import services
from cityshop.imports.carrying import carry_out, prepare
from cityshop.imports.headings import guess, has_place
from cityshop.imports.models import Outcome
from cityshop.imports.planning import PlannedRow, counts_of, plan_rows
from cityshop.imports.queries import kept_apart
from cityshop.imports.reading import Rows, look_at, read_guide_rows, read_list, read_map, table_of
from cityshop.imports.recognising import MAPS, Format, SentFile
from cityshop.imports.standing import guide_of
from cityshop.places.drafts import PlaceDraft
from cityshop.places.kinds import PlaceKind
from cityshop.places.refused import Refused

PATIENCE = 1.0  # seconds before a bar shows that something is going on


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--city", required=True, help="Whose guide: the city's word in addresses.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in PlaceKind]),
    help="What rows of a list are that name no kind.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
def import_places(file: Path, city: str, kind: str | None, dry_run: bool) -> None:
    """Take places from FILE into a city's guide.

    FILE is a list (CSV, XLSX), a map (GeoJSON, Overpass, .osm, .osm.pbf) or GPX. What people changed stays as
    they wrote it. Doubles stay as they are; town hall's page decides about them. Exit status 0 done, 1
    refused, 2 asked wrongly.
    """
    with sentences():
        sent = look_at(file.name, file.read_bytes())
        rows = _read(_rows(sent, kind or ""))
        with database_of_site() as database:
            _plan(database, city, rows, is_map=sent.format in MAPS)
            if dry_run:
                click.echo("Dry run: nothing is changed.")
            else:
                _import(database, city, rows, sent)


def _rows(file: SentFile, kind: str) -> Rows:
    if file.format in MAPS:
        return read_map(file.content, file.format)
    if file.format is Format.GUIDE:
        return read_guide_rows(file.content)
    table = table_of(file.content, file.format)
    columns = guess(table.head)
    if "name" not in columns or not has_place(columns):
        raise click.ClickException(
            f"We do not see which columns hold name, latitude and longitude in: {', '.join(table.head)}"
        )
    return read_list(table, columns, kind)


def _read(rows: Rows) -> list[PlaceDraft | Refused]:
    """All rows, with a bar for those that are left after a second."""
    began = time.monotonic()
    read = []
    for row in rows:
        read.append(row)
        if time.monotonic() - began > PATIENCE:
            with click.progressbar(rows, label="Reading", file=sys.stderr) as rest:
                read += rest
    return read


def _plan(database: Database, city: str, rows: Sequence[PlaceDraft | Refused], *, is_map: bool) -> None:
    with database.reads() as session:
        choose_by_word(session, city)
        _say(list(plan_rows(guide_of(session), rows, is_map=is_map, kept=kept_apart(session))))


def _import(database: Database, city: str, rows: Sequence[PlaceDraft | Refused], file: SentFile) -> None:
    now, prepared = clock.utc_now(), prepare(rows)
    with database.writes.begin() as session:
        choose_by_word(session, city)
        batch = services.start(session, file, account_id=None, now=now)
        carry_out(session, batch, prepared, decisions={}, now=now)
        services.forget_file(session, batch)
    click.echo(f"The guide of {city} is up to date with {file.name}.")


def _say(plan: Iterable[PlannedRow]) -> None:
    rows = list(plan)
    for row in rows:
        if row.outcome is Outcome.REFUSED and row.reason:
            click.echo(f"refused {row.source}: {row.reason.sentence}")
        if row.outcome is Outcome.DOUBLE:
            click.echo(f"double {row.source}: {row.name} stands in the guide already, within 60 metres.")
        if row.outcome is Outcome.VANISHED:
            click.echo(f"vanished {row.source}: {row.name} is to be checked.")
    counts = counts_of(rows)
    words = {Outcome.NEW: "new", Outcome.CHANGED: "changed", Outcome.UNCHANGED: "unchanged"}
    words |= {Outcome.DOUBLE: "double", Outcome.VANISHED: "vanished", Outcome.REFUSED: "refused"}
    click.echo(", ".join(f"{counts[outcome]} {word}" for outcome, word in words.items()))
