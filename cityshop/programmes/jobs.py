"""What falls due in programmes: titles for the winners of results that have come out."""

from cityshop.core import clock
from cityshop.core.db import Database
from cityshop.programmes.seasons import award_titles, has_titles_to_award


def award_due_titles(database: Database) -> int:
    """Give titles that are due, again and again; takes the write lock only when there is something."""
    now = clock.utc_now()
    with database.reads() as session:
        if not has_titles_to_award(session, now=now):
            return 0
    with database.writes.begin() as session:
        return award_titles(session, now=now)
