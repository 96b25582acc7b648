"""What all makers share: every row is committed at once, so that the site under test sees it."""

import itertools
from datetime import UTC, datetime
from typing import TypeVar

from cityshop.core.db import Base, Database

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)  # a Sunday, 11:00 in Brussels
Row = TypeVar("Row", bound=Base)


class Maker:
    def __init__(self, database: Database) -> None:
        self.database = database
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """A number no other row of this test has."""
        return next(self._numbers)

    def kept(self, row: Row) -> Row:
        """The row, committed; it can still be read afterwards."""
        with self.database.writes.begin() as session:
            session.add(row)
        return row
