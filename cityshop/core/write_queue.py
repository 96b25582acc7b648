"""One fair queue of writers for SQLite, which knows one writer at a time and wakes waiting ones by chance."""

import threading
from collections import deque

from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError


class WriteQueue:
    """First come, first served within the process; `timeout` is in seconds.

    SQLite's own waiting sleeps and retries, so that newcomers overtake whoever waits longest.
    """

    def __init__(self, *, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: int | None = None

    def enter(self, connection: Connection) -> None:
        """Wait for our turn; raises OperationalError when it does not come in time."""
        turn = threading.Event()
        with self._lock:
            if self._holder is None:
                self._holder = id(connection)
                return
            self._waiting.append(turn)
        if not turn.wait(self._timeout) and not self._was_called(turn):
            raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("database is locked"))
        self._holder = id(connection)

    def leave(self, connection: Connection) -> None:
        """Give the turn to the next in line; a connection that does not hold it changes nothing."""
        with self._lock:
            if self._holder != id(connection):
                return
            self._holder = None
            if self._waiting:
                self._holder = 0  # handed over, not yet claimed
                self._waiting.popleft().set()

    def _was_called(self, turn: threading.Event) -> bool:
        """Whether our turn came just as we gave up; otherwise we step out of the line."""
        with self._lock:
            if turn.is_set():
                return True
            self._waiting.remove(turn)
            return False
