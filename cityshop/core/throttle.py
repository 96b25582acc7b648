"""How often something may be tried, counted in the database so that every process sees the same number."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from cityshop.core.codes import keyed_digest
from cityshop.core.db import Base
from cityshop.core.errors import TooMany


class Attempts(Base):
    """How often one thing was tried in one window. `key` is a digest: no address or mailbox stands here."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_ends: Mapped[datetime] = mapped_column(primary_key=True)
    tries: Mapped[int]


@dataclass(frozen=True)
class Limit:
    """How often something (`what`: an act and whom it is about) may be tried in a window."""

    what: tuple[str, ...]
    most: int
    window: timedelta


def count_attempt(
    writes: sessionmaker[Session], key: str, *, limit: int, window: timedelta, now: datetime
) -> int:
    """Count one attempt in the current window and give how many it were; raises TooMany above the limit.

    In a transaction of its own: what is refused afterwards must not take the count back with it.
    """
    with writes.begin() as session:
        tries, ends = _add_one(session, key, window, now)
    if tries > limit:
        raise TooMany(retry_after=max(1, int((ends - now).total_seconds())))
    return tries


def tries_so_far(session: Session, key: str, *, window: timedelta, now: datetime) -> int:
    """How often it was tried in the current window."""
    counted = select(Attempts.tries).where(
        Attempts.key == key, Attempts.window_ends == window_end(window, now)
    )
    return session.scalar(counted) or 0


def window_end(window: timedelta, now: datetime) -> datetime:
    """When the current window is over: windows of a day end at midnight in UTC."""
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, UTC)


def forget_old_attempts(session: Session, *, now: datetime) -> None:
    """Erase windows that are over."""
    session.execute(delete(Attempts).where(Attempts.window_ends < now))


def attempt_key(secret: bytes, *parts: str) -> str:
    """What is counted, unreadable: HMAC of, say, the act and the mailbox."""
    return keyed_digest(secret, *parts).hex()[:32]


def _add_one(session: Session, key: str, window: timedelta, now: datetime) -> tuple[int, datetime]:
    ends = window_end(window, now)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Attempts).values(key=key, window_ends=ends, tries=1)
    counted = statement.on_conflict_do_update(
        index_elements=["key", "window_ends"], set_={"tries": Attempts.tries + 1}
    )
    return session.execute(counted.returning(Attempts.tries)).scalar_one(), ends
