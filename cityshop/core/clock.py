"""Moments are aware and in UTC; people see Brussels time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")


def utc_now() -> datetime:
    """The present moment; only views and jobs ask for it."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment as the clock on a Belgian wall shows it."""
    return moment.astimezone(BRUSSELS)
