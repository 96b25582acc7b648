"""The cookie of a sign-in: its token, and when it was last seen, because a GET writes no row."""

from datetime import UTC, datetime

from flask import session
from flask_login import login_user, logout_user

from cityshop.accounts import queries, services
from cityshop.accounts.errors import SignInRefused
from cityshop.accounts.rules import NOTED_EVERY, is_over
from cityshop.core import clock
from cityshop.web.actors import Actor
from cityshop.web.session import reading, short_write

SEEN = "seen"


def actor_of_token(token: str) -> Actor | None:
    """Who the cookie stands for now; None when the sign-in was ended, is too old or was idle too long."""
    now = clock.utc_now()
    found = queries.signed_in(reading(), token)
    seen_at = datetime.fromtimestamp(session.get(SEEN, 0), UTC)
    if found is None or is_over(found.all_roles, started_at=found.started_at, seen_at=seen_at, now=now):
        return None
    if now - seen_at >= NOTED_EVERY:
        _note(now)
    return _actor(found, token)


def begin(checked: services.Checked, *, now: datetime) -> Actor:
    """Begin a sign-in and put it into an emptied cookie: nothing of what stood there before survives."""
    with short_write() as writing:
        token = services.begin_sign_in(writing, checked, now=now)
        found = queries.signed_in(writing, token)
    if found is None:
        raise SignInRefused
    session.clear()
    actor = _actor(found, token)
    login_user(actor)
    _note(now)
    return actor


def drop() -> None:
    """Empty the cookie."""
    logout_user()
    session.clear()


def _note(now: datetime) -> None:
    session[SEEN] = int(now.timestamp())


def _actor(found: queries.SignedIn, token: str) -> Actor:
    return Actor(found.account_id, found.email, found.name, found.sign_in_id, token, found.roles)
