"""The site under test, its database and its makers."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cityshop.app import create_app
from cityshop.core import files
from cityshop.core.db import Database, Session
from cityshop.settings import Settings
from cityshop.tables import metadata
from tests.makers import Make
from tests.makers.base import NOW


class Clock:
    """The clock of the site under test: it stands at NOW until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def move(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture(autouse=True)
def site_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("cityshop.core.clock.utc_now", lambda: clock.now)
    monkeypatch.setattr("cityshop.core.clock.database_now", lambda connection: clock.now)
    monkeypatch.setattr("cityshop.core.clock.told", lambda moment: clock.now)
    return clock


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("var")
    secret = "a-secret-for-tests-" * 3
    return Settings(
        database_url=database_url, secret_key=secret, folder=folder, base_url="http://localhost", demo=True
    )


@pytest.fixture(scope="session")
def app(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site without catalogues: tests read the sentences of the code, whatever their translation is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "TRANSLATIONS", tmp_path_factory.mktemp("translations"))
        app = create_app(settings)
    app.testing = False  # faults become pages, as for everybody
    metadata.create_all(app.extensions["cityshop.database"].engine)
    return app


@pytest.fixture
def database(app: Flask) -> Iterator[Database]:
    """The migrated database, empty before and after the test."""
    database: Database = app.extensions["cityshop.database"]
    yield database
    with database.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    app.extensions["cityshop.page_cache"].forget_all()
    app.extensions["cityshop.seen_cities"].clear()


@pytest.fixture
def make(database: Database, settings: Settings) -> Make:
    make = Make(database)
    make.keys_folder = settings.keys_folder
    return make


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session of the test's own; rolled back at its end unless the test commits."""
    with database.writes() as session:
        yield session


@pytest.fixture
def client(app: Flask, database: Database) -> FlaskClient:
    return app.test_client()
