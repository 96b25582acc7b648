"""How each database is opened: SQLite with one fair queue of writers, PostgreSQL with time limits."""

import time
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from cityshop.core.write_queue import WriteQueue

BUSY_TIMEOUT_MS = 5_000
STATEMENT_TIMEOUT_MS = 8_000
TRUSTED_SECONDS = 1.0
# From then on PostgreSQL keeps a statement's plan: half the time of a vote was planning the same six again.
# A pooler in between must know prepared statements (PgBouncer does since 1.21).
PREPARED_AFTER = 3
# PostgreSQL says it with BEGIN, not in a statement of its own; on SQLite our "begin" listener reads `writes`.
# A thread may hold one connection that reads and one that writes; `cityshop serve` runs 16 of them.
MOST_CONNECTIONS = {"pool_size": 10, "max_overflow": 22}
READ_ONLY = {"writes": False, "postgresql_readonly": True}

_LAST_USED = "last used"


def open_engine(url: str) -> Engine:
    """The engine for this address."""
    return _sqlite_engine(url) if url.startswith("sqlite") else _postgres_engine(url)


def _sqlite_engine(url: str) -> Engine:
    patience = {"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}
    engine = create_engine(url, connect_args=patience, **_pool(url))
    queue = WriteQueue(timeout=BUSY_TIMEOUT_MS / 1000)

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        if writes:
            queue.enter(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "commit", queue.leave)
    event.listen(engine, "rollback", queue.leave)
    return engine


def _pool(url: str) -> dict[str, Any]:
    """A database in memory has one connection and no pool to size."""
    return {} if url in ("sqlite://", "sqlite:///:memory:") else MOST_CONNECTIONS


# A server that vanished without a word is noticed within some ten seconds; a request waits no longer for it.
NETWORK_PATIENCE = {
    "connect_timeout": 3,
    "tcp_user_timeout": 8_000,  # milliseconds
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}


def _postgres_engine(url: str) -> Engine:
    options = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={BUSY_TIMEOUT_MS} -c timezone=UTC"
    engine = create_engine(
        url,
        **MOST_CONNECTIONS,
        pool_timeout=3,
        connect_args={"options": options, "prepare_threshold": PREPARED_AFTER, **NETWORK_PATIENCE},
    )

    @event.listens_for(engine, "checkin")
    def _note_use(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info[_LAST_USED] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ping_after_rest(
        connection: DBAPIConnection, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection
    ) -> None:
        """Asking a connection whether it lives costs as much as a statement: not when it just worked."""
        now = time.monotonic()
        if now - entry.info.get(_LAST_USED, now) > TRUSTED_SECONDS:
            _ping(engine, connection)

    return engine


def _ping(engine: Engine, connection: DBAPIConnection) -> None:
    """Raises InvalidatePoolError, after which the pool connects anew."""
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error
