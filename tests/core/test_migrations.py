"""Up and down on both databases, with rows in the tables."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url

from cityshop.core import files
from cityshop.core.db import Database
from cityshop.core.migrations import applied_migrations, newest_migrations
from tests.makers import Make
from tests.postgres import make_database


@pytest.fixture
def empty_url(pytestconfig, database_url, tmp_path):
    """A database without tables."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url = make_url(database_url)
    cluster = url.render_as_string(hide_password=False).removesuffix(f"/{url.database}")
    return make_database(cluster, f"{url.database}_empty")


@pytest.fixture
def alembic(empty_url):
    config = Config()
    config.set_main_option("script_location", str(files.MIGRATIONS))
    config.attributes["url"] = empty_url
    return config


def test_up_and_down_with_rows_in_the_tables(empty_url, alembic, settings):
    command.upgrade(alembic, "head")
    database = Database(empty_url)
    make = Make(database)
    make.keys_folder = settings.keys_folder
    make.ballots(make.candidate(), 3)
    make.brag(make.candidate())
    make.short_link()
    make.voucher(make.offer())
    make.merchant()
    with database.reads() as session:
        assert applied_migrations(session) == newest_migrations(files.MIGRATIONS)
    database.engine.dispose()

    command.downgrade(alembic, "base")

    engine = create_engine(empty_url)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_a_site_that_is_not_migrated_is_not_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["checks"] == {"database": True, "migrations": False, "keys": False}
