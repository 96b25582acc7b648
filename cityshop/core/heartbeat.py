"""A sign of life from the worker: without one, mail waits and nobody would notice."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from cityshop.core.db import Base

WORKER = "worker"


class Heartbeat(Base):
    """When a part of the site last said that it lives."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


def beat(session: Session, name: str, *, now: datetime) -> None:
    """Say that this part lives."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = dialect.insert(Heartbeat).values(name=name, at=now)
    session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"at": now}))


def age(session: Session, name: str, *, now: datetime) -> timedelta | None:
    """How long ago this part last said so; None when it never did."""
    at = session.scalar(select(Heartbeat.at).where(Heartbeat.name == name))
    return now - at if at is not None else None
