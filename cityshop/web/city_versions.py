"""The version number of every city: what tells a kept page that it is out of date."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait

from cityshop.core.db import UNAVAILABLE

log = logging.getLogger(__name__)

CHECK_EVERY_SECONDS = 1.0
LONGEST_LOOK_SECONDS = 1.0


class CityVersions:
    """The numbers as they were read last, at most a second ago, by one thread at a time.

    A look that takes longer, because the network to the database hangs, goes on behind the pages: these are
    served with the numbers known before.
    """

    def __init__(self, read: Callable[[], Mapping[str, int]]) -> None:
        self._read = read
        self._numbers: dict[str, int] = {}
        self._next_look = 0.0
        self._looking = threading.Lock()
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="city-versions")

    def number_of(self, city: str) -> int:
        """The version of a city; the sum of all versions for pages about every city (`city` is empty)."""
        if time.monotonic() >= self._next_look and self._looking.acquire(blocking=False):
            self._next_look = time.monotonic() + CHECK_EVERY_SECONDS
            wait([self._looker.submit(self._look)], timeout=LONGEST_LOOK_SECONDS)
        return self._numbers.get(city, 0) if city else sum(self._numbers.values())

    def learn(self, city: str, version: int) -> None:
        """A page was just made from this version: known also if the database goes away before a look."""
        if city:  # the sum over all cities is no number of its own
            self._numbers[city] = max(version, self._numbers.get(city, 0))

    def forget_all(self) -> None:
        """Know nothing, and look at once."""
        self._numbers.clear()
        self.look_again()

    def look_again(self) -> None:
        """Public pages were renewed in this process: the next one looks at once."""
        self._next_look = 0.0

    def _look(self) -> None:
        try:
            self._numbers = dict(self._read())
        except UNAVAILABLE as error:
            log.warning("kept pages go on without the database: %s", type(error).__name__)
        finally:
            self._looking.release()
