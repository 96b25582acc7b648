"""Decisions about places, free of web and database."""

import math
import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cityshop.core.clock import local
from cityshop.places.geometry import Position, in_belgium, position
from cityshop.places.models import Terrace

SAME_PLACE_METRES = 60
CONFIRMED_FOR = timedelta(days=60)  # asked every month; one month may be missed
STALE_AFTER = timedelta(days=365)
EARTH_RADIUS_METRES = 6_371_000

_TWO_NUMBERS = re.compile(
    r"\s*(-?[0-9]{1,7}(?:[.,][0-9]{1,12})?)\s*[;, ]\s*(-?[0-9]{1,7}(?:[.,][0-9]{1,12})?)\s*"
)
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]) ?[:.hu]? ?([0-5][0-9])?")


class OpenSeasons(NamedTuple):
    """The words in addresses of the seasons that are on, and until when (UTC) these are the ones."""

    words: frozenset[str]
    until: datetime | None


NO_SEASONS = OpenSeasons(frozenset(), None)


def distance(one: Position, other: Position) -> float:
    """Metres between two points that are near each other (equirectangular; 0.1 % off over a town)."""
    middle = math.radians((one.latitude + other.latitude) / 2)
    east = math.radians(other.longitude - one.longitude) * math.cos(middle)
    north = math.radians(other.latitude - one.latitude)
    return EARTH_RADIUS_METRES * math.hypot(east, north)


def is_same_spot(one: Position, other: Position) -> bool:
    """Whether two places with the same name are probably one."""
    return distance(one, other) <= SAME_PLACE_METRES


def is_stale(known_at: datetime | None, *, needs_check: bool, now: datetime) -> bool:
    """Whether a place is greyed: to be checked, or nobody confirmed it for twelve months."""
    return needs_check or (known_at is not None and now - known_at > STALE_AFTER)


def is_unconfirmed(known_at: datetime | None, *, needs_check: bool, now: datetime) -> bool:
    """Whether a reader should know that nobody confirmed this lately, though it is not greyed yet."""
    is_old = known_at is not None and now - known_at > CONFIRMED_FOR
    return is_old and not is_stale(known_at, needs_check=needs_check, now=now)


def is_allowed_on(today: date, permit_from: date | None, permit_to: date | None) -> bool:
    """Whether a terrace's permit holds on this day; without dates it always does."""
    return (permit_from is None or permit_from <= today) and (permit_to is None or today <= permit_to)


def has_extension(terrace: Terrace, today: date, seasons: OpenSeasons) -> bool:
    """Whether the terrace is larger on this day: by its permit, and by its season where it belongs to one."""
    if terrace.extension_to is None or (terrace.season and terrace.season not in seasons.words):
        return False
    return is_allowed_on(today, terrace.extension_from, terrace.extension_to)


def point_from(text: str) -> Position:
    """The point in `50.8279, 3.2646` as maps show it, latitude first. Raises Unusable with the reason."""
    match = _TWO_NUMBERS.fullmatch(text)
    latitude, longitude = (
        (float(part.replace(",", ".")) for part in match.groups()) if match else (None, None)
    )
    return in_belgium(position(longitude, latitude))


def clock_from(text: str) -> str | None:
    """`23:00` in whatever way somebody types an hour, such as `23u`, `2300` or `23`; None when it is none."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    minute = match[2] or "00"
    return f"{int(match[1]):02}:{minute}" if match[1] != "24" or minute == "00" else None


def day_of(moment: datetime) -> date:
    """The day on a Belgian calendar."""
    return local(moment).date()


def next_midnight(moment: datetime) -> datetime:
    """When the next Belgian day begins: permits end and the week table moves on."""
    return local(moment).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
