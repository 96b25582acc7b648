"""Runs the migrations on the database of the settings, or on the one given by the caller."""

import os

from alembic import context

from cityshop.core.db import Database
from cityshop.settings import Settings
from cityshop.tables import metadata


def run() -> None:
    url = context.config.attributes.get("url") or Settings.from_environment(os.environ).database_url
    database = Database(url)
    with database.engine.connect() as connection:
        if database.is_sqlite:
            # changing a table there means writing it anew beside its rows, which others refer to meanwhile
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=database.is_sqlite,
            user_module_prefix="db.",
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    database.engine.dispose()


run()
