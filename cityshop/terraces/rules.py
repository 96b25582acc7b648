"""Decisions about permits, free of web and database."""

from datetime import date, timedelta
from enum import StrEnum

ENDS_SOON = timedelta(days=60)


class PermitState(StrEnum):
    """How a permit stands on a day."""

    NONE = "none"
    COMING = "coming"
    HOLDS = "holds"
    ENDING = "ending"
    ENDED = "ended"


def permit_state(first: date | None, last: date | None, today: date) -> PermitState:
    """How a permit with these dates (both included) stands; without either there is none on file."""
    if first is None and last is None:
        return PermitState.NONE
    if last is not None and last < today:
        return PermitState.ENDED
    if first is not None and first > today:
        return PermitState.COMING
    ends_soon = last is not None and last <= today + ENDS_SOON
    return PermitState.ENDING if ends_soon else PermitState.HOLDS
