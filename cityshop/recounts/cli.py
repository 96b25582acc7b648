"""Jobs on ledgers: check a bundle, write one."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cityshop.cities.cli import sentences
from cityshop.cities.queries import city_by_slug
from cityshop.core import clock
from cityshop.core.db import Database, Session, choose_city
from cityshop.elections.queries import public_contest
from cityshop.recounts import verify_ledger
from cityshop.recounts.bundle import write_bundle
from cityshop.recounts.errors import BundleNotOut
from cityshop.recounts.rules import is_result_out
from cityshop.settings import Settings

PATIENCE = 1.0  # seconds before a bar shows that something is going on


@click.group()
def ledger() -> None:
    """The public record of a vote: check it, write it."""


@ledger.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--receipt", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A saved receipt."
)
@click.option("--rules-hash", help="The hash of the rules as you noted it when the vote opened.")
def verify(folder: Path, receipt: Path | None, rules_hash: str | None) -> None:
    """Count the vote in DIR again: the same checks as the verify_ledger.py in it.

    Exit status 0 everything holds, 1 something does not and is named, 2 it could not be read.
    """
    try:
        bundle = verify_ledger.Bundle(folder, _Bar().watch)
        status, said = verify_ledger.report(bundle, receipt=receipt, rules_hash=rules_hash)
    except verify_ledger.UNREADABLE as reason:
        status, said = 2, [f"cannot be read: {type(reason).__name__}: {reason}"]
    click.echo("\n".join(said))
    sys.exit(status)


@ledger.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--city", required=True, help="The city's word in addresses.")
@click.option("--contest", required=True, help="The vote's word in addresses.")
def export(folder: Path, city: str, contest: str) -> None:
    """Write the files of a vote whose result is out into DIR, which must be new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} is not empty: name a new folder.")
    with sentences():
        _export(folder, city, contest)
    click.echo(f"Written to {folder}. Check it with: cityshop ledger verify {folder}")


def _export(folder: Path, city: str, contest: str) -> None:
    with _reading() as session:
        found = city_by_slug(session, city)
        if found is None:
            raise click.ClickException(f"There is no city {city!r}. Use its word in addresses.")
        choose_city(session, found.id)
        vote = public_contest(session, contest)
        if not is_result_out(vote, clock.utc_now()):
            raise BundleNotOut
        folder.mkdir(parents=True, exist_ok=True)
        write_bundle(session, vote, folder)


@contextmanager
def _reading() -> Iterator[Session]:
    database = Database(Settings.from_environment(os.environ).database_url)
    try:
        with database.reads() as session:
            yield session
    finally:
        database.engine.dispose()


class _Bar:
    """A progress bar for files that are read after the first second."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def watch(self, lines: list[bytes], name: str) -> Iterable[bytes]:
        """The lines one by one, with a bar when the reader had to wait already."""
        if time.monotonic() - self._began < PATIENCE:
            yield from lines
            return
        with click.progressbar(lines, label=name, file=sys.stderr) as shown:
            yield from shown
