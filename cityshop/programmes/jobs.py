"""What falls due in programmes: shops may come forward, winners of results that have come out get a title."""

from cityshop.core import clock
from cityshop.core.db import Database
from cityshop.programmes.queries import drafts_for_nominations
from cityshop.programmes.rollout import open_due_nominations
from cityshop.programmes.seasons import award_titles, has_titles_to_award


def open_nominations_by_clock(database: Database) -> int:
    """Open what is due by the database's clock; takes the write lock only when there is something."""
    with database.reads() as session:
        if not drafts_for_nominations(session, now=clock.database_now(session.connection())):
            return 0
    with database.writes.begin() as session:
        return open_due_nominations(session, now=clock.database_now(session.connection()))


def award_due_titles(database: Database) -> int:
    """Give titles that are due, again and again; takes the write lock only when there is something."""
    now = clock.utc_now()
    with database.reads() as session:
        if not has_titles_to_award(session, now=now):
            return 0
    with database.writes.begin() as session:
        return award_titles(session, now=now)
