"""Locks by name on PostgreSQL, held until the transaction ends. SQLite has one writer and needs none.

A lock on a row (FOR SHARE) would do the same, but every holder writes to that row: with thousands of votes
on one campaign, that row is what they all wait for.
"""

from enum import IntEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session


class LockOn(IntEnum):
    """What a lock is about; with the row's id it is one of PostgreSQL's advisory locks."""

    CONTEST = 2026
    CAMPAIGN = 2027


def hold_exclusive(session: Session, subject: LockOn, row_id: int) -> None:
    """Wait for everybody who holds this lock, and keep others waiting."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(subject, row_id)))


def shared(subject: LockOn, row_id: ColumnElement[int]) -> ColumnElement[None]:
    """To be selected on PostgreSQL: takes the lock together with others who share it."""
    return func.pg_advisory_xact_lock_shared(subject.value, row_id)
