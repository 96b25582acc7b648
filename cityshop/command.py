"""The `cityshop` command: run one part of the site, or one job."""

import json
import logging
import os
import sys

import click
from alembic import command as alembic_command
from alembic.config import Config
from flask.cli import FlaskGroup
from granian.constants import Interfaces
from granian.server import Server

from cityshop import sample, worker
from cityshop.accounts.cli import account
from cityshop.app import create_app
from cityshop.core import clock, files
from cityshop.core.db import Database
from cityshop.imports.cli import import_places
from cityshop.maps.cli import basemap
from cityshop.places.cli import places
from cityshop.recounts.cli import ledger
from cityshop.routes.cli import routes
from cityshop.sample.sign_ins import sign_ins, welcome
from cityshop.settings import SettingRefused, Settings
from cityshop.terraces.cli import terraces

# Votes that wait are written together, so more of them may wait than one process can work on at once.
THREADS = 16
LONGEST_WAIT_FOR_THREADS = 30


def _site() -> object:
    return create_app(_settings())


@click.group(cls=FlaskGroup, create_app=_site, add_default_commands=False, add_version_option=False)
def main() -> None:
    """The platform with which cities bring people back to their own shops."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )
    for quiet in ("alembic", "apscheduler"):
        logging.getLogger(quiet).setLevel(logging.WARNING)


@main.command(with_appcontext=False)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=0, help="Processes; as many as cores on PostgreSQL, one on SQLite.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site."""
    settings = _settings()
    is_sqlite = settings.database_url.startswith("sqlite")
    if is_sqlite and workers > 1:
        raise click.UsageError("SQLite takes one writing process: leave --workers out, or use PostgreSQL.")
    click.echo(f"cityshop on http://{host}:{port}")
    Server(
        "cityshop.app:site",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or (1 if is_sqlite else os.cpu_count() or 1),
        blocking_threads=THREADS,
        backpressure=THREADS * 16,
        respawn_failed_workers=True,
        workers_kill_timeout=LONGEST_WAIT_FOR_THREADS,
        log_access=False,
    ).serve()


@main.command("worker", with_appcontext=False)
def run_worker() -> None:
    """Send mail and do what falls due."""
    worker.run(_settings())


@main.command(with_appcontext=False)
def migrate() -> None:
    """Bring the database up to date."""
    _migrate(_settings())
    click.echo("The database is up to date.")


@main.command(with_appcontext=False)
@click.option("--show", is_flag=True, help="Print the sample sign-ins and addresses as JSON; load nothing.")
def seed(show: bool) -> None:
    """Bring the database up to date, load the sample cities once, and say where to look."""
    settings = _settings()
    if not settings.demo:
        raise click.ClickException(
            "Sample passwords are public: set CITYSHOP_DEMO=1 where that does no harm."
        )
    database = Database(settings.database_url)
    if not show:
        _migrate(settings)
        sample.load(database, settings, now=clock.utc_now())
    with database.reads() as session:
        facts = sign_ins(session, settings.base_url)
    click.echo(json.dumps(facts, indent=2, ensure_ascii=False) if show else welcome(facts, settings.base_url))


@main.command("check-settings", with_appcontext=False)
def check_settings() -> None:
    """Say whether the site can start with these settings."""
    settings = _settings()
    if not Database(settings.database_url).answers():
        raise click.ClickException("The database does not answer: look at CITYSHOP_DATABASE_URL.")
    click.echo(f"Ready for {settings.base_url}")


main.add_command(account)
main.add_command(basemap)
main.add_command(ledger)
main.add_command(places)
main.add_command(terraces)
main.add_command(routes, name="routes")
places.add_command(import_places)


def _migrate(settings: Settings) -> None:
    config = Config()
    config.set_main_option("script_location", str(files.MIGRATIONS))
    config.attributes["url"] = settings.database_url
    alembic_command.upgrade(config, "head")


def _settings() -> Settings:
    try:
        return Settings.from_environment(os.environ)
    except SettingRefused as refused:
        raise click.ClickException(str(refused)) from refused
