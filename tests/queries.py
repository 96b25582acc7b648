"""Counts what a page asks of the database: `with queries() as counted: ...`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from cityshop.core.db import Database


class Counted(list[str]):
    """The statements that were sent."""

    def other_than(self, words: str) -> list[str]:
        """Those that do not have these words in them."""
        return [statement for statement in self if words not in statement]


@pytest.fixture
def queries(database: Database) -> Callable[[], AbstractContextManager[Counted]]:
    @contextmanager
    def count() -> Iterator[Counted]:
        counted = Counted()

        def note(*facts: Any) -> None:
            if facts[2].startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
                counted.append(facts[2])

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield counted
        finally:
            event.remove(database.engine, "before_cursor_execute", note)

    return count
