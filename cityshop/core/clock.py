"""Moments are aware and in UTC; people see Brussels time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

BRUSSELS = ZoneInfo("Europe/Brussels")
_NOW = select(func.statement_timestamp())


def utc_now() -> datetime:
    """The present moment; only views and jobs ask for it."""
    return datetime.now(UTC)


def database_now(connection: Connection) -> datetime:
    """The present moment by the database's own clock, which all servers share; SQLite's is this machine's."""
    if connection.dialect.name != "postgresql":
        return utc_now()
    now: datetime = connection.execute(_NOW).scalar_one()
    return now.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The same moment as the clock on a Belgian wall shows it."""
    return moment.astimezone(BRUSSELS)
