"""What is open at the stops, now and in the two days in which a phone may be without reception."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from cityshop.places import queries
from cityshop.places.guide import Seen, see
from cityshop.places.rules import day_of, next_midnight

KEPT_FOR = timedelta(hours=48)
MOST_CHANGES = 30


def seen_places(session: Session, place_ids: Iterable[int | None], *, now: datetime) -> Mapping[int, Seen]:
    """These places as they are now; those that the guide does not show are absent. Two queries."""
    wanted = [place_id for place_id in place_ids if place_id is not None]
    if not wanted:
        return {}
    special = queries.special_days(session, since=day_of(now))
    places = queries.guide_places(session, wanted, today=day_of(now))
    return {seen.place.id: seen for seen in see(places, special, now=now)}


def seen_later(session: Session, place_id: int, *, now: datetime) -> list[tuple[datetime, Seen]]:
    """A place of the guide at each moment of the coming 48 hours at which what it says changes, now first."""
    special = queries.special_days(session, since=day_of(now))
    places = queries.guide_places(session, [place_id], today=day_of(now))
    found: list[tuple[datetime, Seen]] = []
    moment = now
    while places and moment < now + KEPT_FOR and len(found) < MOST_CHANGES:
        (seen,) = see(places, special, now=moment)
        found.append((moment, seen))
        moment = min(next_midnight(moment), seen.opening.next_change or next_midnight(moment))
    return found
