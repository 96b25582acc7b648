"""Everything that changes a terrace."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from cityshop.core.db import renew_public_pages
from cityshop.core.journal import Happening, record
from cityshop.places.models import Place, Terrace


@dataclass(frozen=True, kw_only=True)
class TerraceFacts:
    """What town hall knows of a terrace; hours as `23:00`, empty where there are none.

    Degrees are WGS 84, none where the terrace is where its place is. `season` is the word of a campaign.
    """

    seats: int | None = None
    is_covered: bool = False
    is_heated: bool = False
    latitude: float | None = None
    longitude: float | None = None
    sunny_from: str = ""
    sunny_to: str = ""
    permit_from: date | None = None
    permit_to: date | None = None
    closing_hour: str = ""
    square_metres: int | None = None
    extension_from: date | None = None
    extension_to: date | None = None
    extension_seats: int | None = None
    extension_square_metres: int | None = None
    season: str = ""


def keep_terrace(
    session: Session, place: Place, facts: TerraceFacts, *, account_id: int | None, now: datetime
) -> Terrace:
    """Give a place its terrace, or change what differs; on another spot the skyline is unknown again."""
    if place.terrace is None:
        place.terrace = Terrace(horizon=[])
    terrace = place.terrace
    changed = [name for name, value in asdict(facts).items() if getattr(terrace, name) != value]
    for name in changed:
        setattr(terrace, name, getattr(facts, name))
    if {"latitude", "longitude"} & set(changed):
        terrace.horizon = []
    _note(session, place, ", ".join(changed), account_id=account_id, now=now)
    return terrace


def remove_terrace(session: Session, place: Place, *, account_id: int | None, now: datetime) -> None:
    """Take the terrace out of the guide with all that was known of it; without terrace nothing happens."""
    if place.terrace is not None:
        place.terrace = None
        _note(session, place, "removed", account_id=account_id, now=now)


def _note(session: Session, place: Place, note: str, *, account_id: int | None, now: datetime) -> None:
    session.flush()
    renew_public_pages(session, place.city_id)
    subject = f"place {place.id}"
    record(session, Happening.TERRACE_CHANGED, subject, account_id=account_id, now=now, note=note)
    session.flush()
