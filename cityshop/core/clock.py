"""Moments are aware and in UTC; people see Brussels time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

BRUSSELS = ZoneInfo("Europe/Brussels")
DATABASE_NOW = func.statement_timestamp()  # to be selected beside other things, and read by `told`
_NOW = select(DATABASE_NOW)


def utc_now() -> datetime:
    """The present moment; only views and jobs ask for it."""
    return datetime.now(UTC)


def database_now(connection: Connection) -> datetime:
    """The present moment by the database's own clock, which all servers share; SQLite's is this machine's."""
    if connection.dialect.name != "postgresql":
        return utc_now()
    return told(connection.execute(_NOW).scalar_one())


def told(moment: datetime) -> datetime:
    """What the database said it was, in UTC."""
    return moment.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The same moment as the clock on a Belgian wall shows it."""
    return moment.astimezone(BRUSSELS)
