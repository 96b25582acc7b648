from datetime import timedelta

import pytest

from cityshop.core.errors import TooMany
from cityshop.core.throttle import attempt_key, count_attempt, forget_old_attempts
from tests.makers.base import NOW

HOUR = timedelta(hours=1)


def test_the_limit_counts_for_every_process(database):
    for _ in range(3):
        count_attempt(database.writes, "k", limit=3, window=HOUR, now=NOW)

    with pytest.raises(TooMany) as refused:
        count_attempt(database.writes, "k", limit=3, window=HOUR, now=NOW)
    assert 0 < refused.value.retry_after <= 3600


def test_the_next_window_is_free_again(database):
    count_attempt(database.writes, "k", limit=1, window=HOUR, now=NOW)

    count_attempt(database.writes, "k", limit=1, window=HOUR, now=NOW + HOUR)


def test_old_windows_are_erased(database, session):
    count_attempt(database.writes, "k", limit=1, window=HOUR, now=NOW)
    forget_old_attempts(session, now=NOW + 2 * HOUR)
    session.commit()

    count_attempt(database.writes, "k", limit=1, window=HOUR, now=NOW)


def test_a_key_tells_no_mailbox():
    assert "bert" not in attempt_key(b"secret", "sign-in", "bert@bakker.example")
