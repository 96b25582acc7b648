"""What falls due: stock on loan that phones did not use in time."""

from cityshop.core import clock
from cityshop.core.db import Database
from cityshop.devices import leases


def return_expired_stock(database: Database) -> int:
    """Return what was lent and not used; gives how many loans ended."""
    with database.writes.begin() as session:
        return leases.return_expired(session, now=clock.utc_now())
