"""Everything that changes an election."""

from datetime import datetime

from cityshop.core.db import Session


def forget_expired_challenges(session: Session, *, now: datetime) -> None:
    """Erase codes that were never used."""
