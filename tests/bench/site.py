"""A site with the sample cities in a folder of its own, for measuring."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from alembic import command
from alembic.config import Config
from flask import Flask

from cityshop import sample
from cityshop.app import create_app
from cityshop.core import clock, files
from cityshop.core.db import Database
from cityshop.settings import Settings


def migrate(database_url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(files.MIGRATIONS))
    config.attributes["url"] = database_url
    command.upgrade(config, "head")


@contextlib.contextmanager
def sample_site(database_url: str = "") -> Iterator[tuple[Flask, Settings]]:
    """The site on SQLite, or on the given database; loaded with the sample cities."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=database_url or f"sqlite:///{folder}/cityshop.db",
            secret_key="a-secret-for-measuring-only-" * 2,
            folder=Path(folder),
            base_url="http://localhost",
            demo=True,
        )
        migrate(settings.database_url)
        sample.load(Database(settings.database_url), settings, now=clock.utc_now())
        yield create_app(settings), settings
