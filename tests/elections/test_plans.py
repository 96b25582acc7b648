"""What is asked for every page and every flush must not read every ballot: the database says how."""

import re

import pytest
from sqlalchemy import text

from cityshop.elections.flushing import _WAITING as TO_FLUSH
from cityshop.elections.flushing import _WAITING_BALLOTS
from cityshop.elections.models import Ballot
from cityshop.elections.tallying import _WAITING

MANY = 3_000


@pytest.fixture
def crowded(poll, make, database):
    """A vote with many ballots in the ledger and a few that wait."""
    here = poll()
    make.ballots(here.bert, MANY)
    with database.writes.begin() as session:
        session.execute(Ballot.__table__.update().values(is_in_ledger=True, rolled_up=here.bert.id))
    make.ballots(here.chloe, 3)
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE ballot"))
    return here


def plan_of(database, statement, **facts):
    with database.reads() as session:
        dialect = database.engine.dialect
        compiled = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        query = re.sub(r":contest|%\(contest\)s(::\w+)?", str(facts.get("contest", 0)), str(compiled))
        word = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        return "\n".join(str(row[-1]) for row in session.execute(text(word + query)))


@pytest.mark.parametrize("statement", [_WAITING, _WAITING_BALLOTS, TO_FLUSH], ids=["tally", "flush", "due"])
def test_what_waits_is_found_by_its_own_index(crowded, database, statement):
    plan = plan_of(database, statement.params(contest=crowded.contest.id), contest=crowded.contest.id)

    assert "ix_ballot_waiting" in plan, plan
