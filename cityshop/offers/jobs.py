"""What falls due for vouchers: those whose terms ended lapse, and postal codes go. Twice does no harm."""

from collections.abc import Callable, Sequence
from datetime import datetime

from cityshop.core.db import Database, Session
from cityshop.offers import ending

AT_ONCE = 500


def end_vouchers(database: Database, *, now: datetime) -> int:
    """Let vouchers lapse whose terms have ended; gives how many. In batches, so that no till waits long."""

    def let_lapse(session: Session, ids: Sequence[int]) -> int:
        return ending.let_lapse(session, ids, now=now)

    def due(session: Session) -> Sequence[int]:
        return ending.vouchers_that_end(session, most=AT_ONCE, now=now)

    return _in_batches(database, due, let_lapse)


def forget_postal_codes(database: Database, *, now: datetime) -> int:
    """Erase postal codes thirty days after their campaign; gives of how many vouchers."""

    def erase(session: Session, ids: Sequence[int]) -> int:
        ending.erase_postal_codes(session, ids)
        return len(ids)

    def due(session: Session) -> Sequence[int]:
        return ending.postal_codes_to_erase(session, most=AT_ONCE, now=now)

    return _in_batches(database, due, erase)


def _in_batches(
    database: Database,
    due: Callable[[Session], Sequence[int]],
    act: Callable[[Session, Sequence[int]], int],
) -> int:
    """Look without holding anybody up, and write only what was found."""
    total = 0
    while True:
        with database.reads() as session:
            ids = due(session)
        if not ids:
            return total
        with database.writes.begin() as session:
            total += act(session, ids)
