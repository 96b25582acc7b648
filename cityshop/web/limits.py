"""Counting what is tried, before it is looked at."""

from collections.abc import Iterable
from datetime import timedelta

from flask import current_app

from cityshop.core import clock
from cityshop.core.codes import derived_key
from cityshop.core.throttle import Limit, attempt_key, count_attempt
from cityshop.web.session import database


def count_tries(limits: Iterable[Limit]) -> None:
    """Count one try against each of these limits; raises TooMany at the first that is passed."""
    for limit in limits:
        count_try(*limit.what, most=limit.most, window=limit.window)


def count_try(*what: str, most: int, window: timedelta) -> None:
    """Count one try of an act by somebody (`what` names both); raises TooMany above `most` in the window.

    In a transaction of its own, so it must come before the view's own writing: SQLite has one writer.
    """
    key = attempt_key(derived_key(current_app.config["SECRET_KEY"], "throttle"), *what)
    count_attempt(database().writes, key, limit=most, window=window, now=clock.utc_now())
