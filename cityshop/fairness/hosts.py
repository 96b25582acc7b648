"""Throw-away hosts that may vote in a city all the same."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.core.throwaway import is_throwaway
from cityshop.elections.precautions import AllowedHost
from cityshop.fairness.errors import HostAllowedAlready, HostRefused


def allow_host(session: Session, host: str, *, account_id: int, now: datetime) -> AllowedHost:
    """Let a throw-away host vote in the chosen city; raises HostRefused or HostAllowedAlready."""
    if not is_throwaway(host):
        raise HostRefused
    allowed = AllowedHost(host=host, allowed_at=now)
    try:
        with session.begin_nested():
            session.add(allowed)
    except IntegrityError as taken:
        raise HostAllowedAlready from taken
    _note_host(session, allowed, account_id, now)
    return allowed


def forbid_host(session: Session, allowed: AllowedHost, *, account_id: int, now: datetime) -> None:
    """Take the permission away; votes that were cast stay."""
    _note_host(session, allowed, account_id, now)
    session.delete(allowed)
    session.flush()


def _note_host(session: Session, allowed: AllowedHost, account_id: int, now: datetime) -> None:
    session.flush()
    record(
        session,
        Happening.CITY_CHANGED,
        f"mail host {allowed.id}",
        account_id=account_id,
        now=now,
        note=allowed.host,
    )
