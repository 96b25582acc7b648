"""Everything that changes a place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.core.journal import Happening, record
from cityshop.places.errors import PlaceAlreadyThere
from cityshop.places.geometry import Position
from cityshop.places.hours import Hours, hours_as_json, hours_from_json
from cityshop.places.models import HoursState, Place, folded
from cityshop.places.osm_hours import parse_hours
from cityshop.places.osm_writing import written_hours
from cityshop.places.queries import slugs_like, where_places_are
from cityshop.places.revisions import Author, Who, facts_of, record_revision
from cityshop.places.rules import distance, is_same_spot
from cityshop.places.traits import Ownership

LONGEST_SLUG = 60
SKYLINE_METRES = 2  # so far a point may move under the same skyline
PAGES_OF_THE_GUIDE = frozenset({"booklet", "data", "embed", "favourites", "offline", "points"})
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class PlaceFacts:
    """What people can say of a place. Degrees are WGS 84; `hours_text` as OpenStreetMap writes it."""

    name: str
    kind: str
    latitude: float
    longitude: float
    state: str
    street: str = ""
    postal_code: str = ""
    town: str = ""
    phone: str = ""
    website: str = ""
    text: Mapping[str, str]
    hours_text: str = ""
    wheelchair: str = "unknown"
    diets: list[str] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)
    category: str = ""
    ownership: str = Ownership.UNKNOWN

    def columns(self) -> dict[str, Any]:
        """What stands in the place's own row."""
        return dict(vars(self))


def create_place(session: Session, facts: PlaceFacts, *, account_id: int | None, now: datetime) -> Place:
    """Add a place to the chosen city's guide; raises PlaceAlreadyThere for the same name within 60 metres."""
    _refuse_the_same_again(session, facts)
    place = Place(slug=free_slug(facts.name, slugs_like(session, slug_of(facts.name))), verified_at=now)
    place.owned_by_people = sorted(facts.columns())
    _set(place, facts.columns())
    try:
        with session.begin_nested():
            session.add(place)
            session.flush()
    except IntegrityError as taken:  # somebody added it at the same moment
        raise PlaceAlreadyThere(name=facts.name) from taken
    record(session, Happening.PLACE_CREATED, f"place {place.id}", account_id=account_id, now=now)
    record_revision(session, place, {}, by=Author(Who.STAFF, account_id), now=now)
    return place


def change_place(
    session: Session, place: Place, facts: PlaceFacts, *, account_id: int | None, now: datetime
) -> Place:
    """Change what differs; from now on no import touches those fields."""
    before = facts_of(place)
    changed = _set(place, facts.columns())
    _settle(place, changed, now)
    note = ", ".join(changed)
    record(session, Happening.PLACE_CHANGED, f"place {place.id}", account_id=account_id, now=now, note=note)
    record_revision(session, place, before, by=Author(Who.STAFF, account_id), now=now)
    session.flush()
    return place


def revise_place(
    session: Session, place: Place, changes: Mapping[str, Any], *, by: Author, now: datetime
) -> list[str]:
    """Set these fields, whoever says so; from now on no import touches them. Gives what really changed."""
    before = facts_of(place)
    changed = _set(place, changes)
    _settle(place, changed, now)
    subject, note = f"place {place.id}", ", ".join(changed)
    record(session, Happening.PLACE_CHANGED, subject, account_id=by.account_id, now=now, note=note)
    record_revision(session, place, before, by=by, now=now)
    session.flush()
    return changed


def confirm_place(session: Session, place: Place, *, account_id: int | None, now: datetime) -> Place:
    """Somebody looked, and all of it is still right."""
    place.needs_check = False
    place.verified_at = now
    subject = f"place {place.id}"
    record(session, Happening.PLACE_CHANGED, subject, account_id=account_id, now=now, note="still right")
    session.flush()
    return place


def change_hours(
    session: Session, place: Place, rules: Hours, *, account_id: int | None, now: datetime
) -> Place:
    """Set the opening hours that somebody filled in; the same rules again only confirm the place."""
    return change_hours_text(session, place, text_of(place, rules), account_id=account_id, now=now)


def text_of(place: Place, rules: Hours) -> str:
    """These hours as they are written; the place's own words where it has the same ones already."""
    return place.hours_text if hours_from_json(place.hours_rules) == rules else written_hours(rules)


def change_hours_text(
    session: Session, place: Place, text: str, *, account_id: int | None, now: datetime
) -> Place:
    """Set the opening hours as somebody wrote them, read or not; from now on no import touches them."""
    before = facts_of(place)
    _settle(place, _set(place, {"hours_text": text}), now)
    record_revision(session, place, before, by=Author(Who.STAFF, account_id), now=now)
    subject = f"place {place.id}"
    record(session, Happening.HOURS_CHANGED, subject, account_id=account_id, now=now, note=place.hours_text)
    session.flush()
    return place


def write_hours(place: Place, text: str) -> None:
    """Keep the hours as written and, where we understand them, as rules."""
    hours = parse_hours(text)
    place.hours_text = text
    place.hours_rules = hours_as_json(hours or ())
    if hours is not None:
        place.hours_state = HoursState.PARSED
    else:
        place.hours_state = HoursState.TEXT if text else HoursState.UNKNOWN


def forget_skyline(place: Place, *, was: Position) -> None:
    """After a place moved: around a terrace without a point of its own the buildings are others."""
    moved = distance(was, Position(place.longitude, place.latitude))
    if moved > SKYLINE_METRES and place.terrace is not None and place.terrace.latitude is None:
        place.terrace.horizon = []


def slug_of(name: str) -> str:
    """A name as a word for an address."""
    return _NOT_IN_A_SLUG.sub("-", folded(name)).strip("-")[:LONGEST_SLUG].strip("-") or "place"


def free_slug(name: str, taken: set[str]) -> str:
    """The name as a word for an address that no other place has, and no page of the guide."""
    slug, number = slug_of(name), 1
    while (numbered := slug if number == 1 else f"{slug}-{number}") in taken | PAGES_OF_THE_GUIDE:
        number += 1
    return numbered


def _refuse_the_same_again(session: Session, facts: PlaceFacts) -> None:
    here, name = Position(facts.longitude, facts.latitude), folded(facts.name)
    for spot in where_places_are(session):
        if folded(spot.name) == name and is_same_spot(here, Position(spot.longitude, spot.latitude)):
            raise PlaceAlreadyThere(name=spot.name)


def _set(place: Place, columns: Mapping[str, Any]) -> list[str]:
    """Set what differs; returns the names of those columns."""
    was = Position(place.longitude, place.latitude) if place.id else None
    changed = [name for name, value in columns.items() if getattr(place, name) != value]
    for name in changed:
        if name == "hours_text":
            write_hours(place, columns[name])
        else:
            setattr(place, name, columns[name])
    if was is not None:
        forget_skyline(place, was=was)
    return changed


def _settle(place: Place, changed: Iterable[str], now: datetime) -> None:
    """People looked at it: what they changed is theirs, and the rest is right."""
    place.owned_by_people = sorted({*place.owned_by_people, *changed})
    place.needs_check = False
    place.verified_at = now
