"""Everything that changes an account."""

from datetime import datetime

from cityshop.core.db import Session


def forget_old_sign_ins(session: Session, *, now: datetime) -> None:
    """Erase sign-ins that are long over."""
