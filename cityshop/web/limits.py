"""Counting what is tried, before it is looked at."""

from collections.abc import Iterable
from datetime import timedelta

from flask import current_app

from cityshop.core import clock
from cityshop.core.codes import derived_key
from cityshop.core.errors import TooMany
from cityshop.core.throttle import Limit, attempt_key, count_attempt, tries_so_far, window_end
from cityshop.web.session import database, reading


def count_tries(limits: Iterable[Limit]) -> None:
    """Count one try against each of these limits; raises TooMany at the first that is passed."""
    for limit in limits:
        count_try(*limit.what, most=limit.most, window=limit.window)


def count_try(*what: str, most: int, window: timedelta) -> int:
    """Count one try of an act by somebody (`what` names both) and give how many it were in the window.

    Raises TooMany above `most`.

    In a transaction of its own, so it must come before the view's own writing: SQLite has one writer.
    """
    return count_attempt(database().writes, _key(what), limit=most, window=window, now=clock.utc_now())


def ask_for_room(limit: Limit) -> None:
    """Raises TooMany when no other try fits; counts nothing."""
    now = clock.utc_now()
    if tries_so_far(reading(), _key(limit.what), window=limit.window, now=now) >= limit.most:
        raise TooMany(retry_after=max(1, int((window_end(limit.window, now) - now).total_seconds())))


def _key(what: tuple[str, ...]) -> str:
    return attempt_key(derived_key(current_app.config["SECRET_KEY"], "throttle"), *what)
