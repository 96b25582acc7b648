"""Where the sun stands, and when it can reach a terrace. Weather and leaves are not counted.

What nobody measured or said is unknown, never shadow.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, TypeAlias

from cityshop.core.clock import BRUSSELS, local
from cityshop.places.models import Place

SECTORS = 72  # of a skyline
SECTOR_DEGREES = 360 / SECTORS
STEP = timedelta(minutes=5)
DECIMALS = 1  # of a degree: half of that away the sun is 12 seconds and 0.05 degree off, far less than a step
MOST_REMEMBERED = 50_000

Window: TypeAlias = tuple[datetime, datetime]

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_ONE_DAY = timedelta(days=1)


class SunPosition(NamedTuple):
    """In degrees: clockwise from north, and above the horizon."""

    azimuth: float
    elevation: float


@dataclass(frozen=True, slots=True)
class SunFacts:
    """What is known of a terrace. Degrees are WGS 84; `sunny_from` and `sunny_to` are hours said by hand.

    `horizon`: of each 5 degrees around 0, 5, 10 ... from north the highest skyline in degrees; else empty.
    """

    latitude: float
    longitude: float
    horizon: tuple[int, ...] = ()
    sunny_from: str = ""
    sunny_to: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.horizon or self.sunny_from or self.sunny_to)


class SunState(NamedTuple):
    """Whether sun is possible, None when nobody knows; and the moment (UTC) at which to look again."""

    is_sunny: bool | None
    next_change: datetime | None


def sun_position(latitude: float, longitude: float, moment: datetime) -> SunPosition:
    """The sun at an aware moment, to 0.02 degree until 2050, without refraction.

    Source: The Astronomical Almanac, "Low precision formulas for the Sun".
    """
    days = (moment - _J2000) / _ONE_DAY
    anomaly = math.radians(357.528 + 0.9856003 * days)
    ecliptic = math.radians(
        280.460 + 0.9856474 * days + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly)
    )
    tilt = math.radians(23.439 - 0.0000004 * days)
    ascension = math.atan2(math.cos(tilt) * math.sin(ecliptic), math.cos(ecliptic))
    declination = math.asin(math.sin(tilt) * math.sin(ecliptic))
    sidereal = math.radians((18.697374558 + 24.06570982441908 * days) * 15 + longitude)
    hour_angle, north = sidereal - ascension, math.radians(latitude)
    height = math.sin(north) * math.sin(declination)
    height += math.cos(north) * math.cos(declination) * math.cos(hour_angle)
    east = -math.sin(hour_angle) * math.cos(declination)
    towards = math.sin(declination) * math.cos(north)
    towards -= math.cos(declination) * math.sin(north) * math.cos(hour_angle)
    return SunPosition(math.degrees(math.atan2(east, towards)) % 360, math.degrees(math.asin(height)))


def sun_facts(place: Place) -> SunFacts | None:
    """What is known of the sun on a place's terrace; None where it has none."""
    terrace = place.terrace
    if terrace is None:
        return None
    return SunFacts(
        place.latitude if terrace.latitude is None else terrace.latitude,
        place.longitude if terrace.longitude is None else terrace.longitude,
        tuple(terrace.horizon),
        terrace.sunny_from,
        terrace.sunny_to,
    )


def sun_facts_from(
    latitude: float, longitude: float, horizon: str, sunny_from: str, sunny_to: str
) -> SunFacts:
    """The same from columns; `horizon` is JSON text."""
    return SunFacts(latitude, longitude, _horizon_of(horizon), sunny_from, sunny_to)


@lru_cache(maxsize=MOST_REMEMBERED)
def _horizon_of(text: str) -> tuple[int, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=MOST_REMEMBERED)
def sun_windows(facts: SunFacts, day: date) -> tuple[Window, ...]:
    """From when to when (UTC) on a Belgian day the sun can reach the terrace; look at `is_known` first.

    The edges are moments with sun, in steps of five minutes. What was said by hand comes before the skyline,
    and is never longer than the day is light.
    """
    path = _sun_path(round(facts.latitude, DECIMALS), round(facts.longitude, DECIMALS), day)
    if facts.sunny_from or facts.sunny_to:
        return tuple(_by_hand(facts, day, path))
    if not facts.horizon:
        return ()
    return tuple(_stretches([(moment, sector, facts.horizon[sector] < up) for moment, sector, up in path]))


def sun_state(facts: SunFacts, now: datetime) -> SunState:
    """Whether the sun can reach the terrace at this moment, and until when that is so."""
    if not facts.is_known:
        return SunState(None, None)
    today = local(now).date()
    windows = sun_windows(facts, today)
    edges = (edge for window in windows for edge in window if edge > now)
    return SunState(_is_within(windows, now), min(edges, default=_on_the_clock(today, "24:00")))


def next_sun(facts: SunFacts, now: datetime) -> Window | None:
    """The time in the sun (UTC) that is going on, or else the next one of this Belgian day."""
    windows = sun_windows(facts, local(now).date())
    return next((window for window in windows if now < window[1]), None)


def is_sunny(facts: SunFacts, now: datetime) -> bool | None:
    """Whether the sun can reach the terrace at this moment; None when nobody knows."""
    return _is_within(sun_windows(facts, local(now).date()), now) if facts.is_known else None


def is_in_sun(facts: SunFacts, now: datetime) -> bool | None:
    """What `is_sunny` says, for thousands of terraces at once: only this moment is worked out."""
    if not facts.is_known:
        return None
    path = _sun_path(round(facts.latitude, DECIMALS), round(facts.longitude, DECIMALS), local(now).date())
    if not path:
        return False
    if facts.sunny_from or facts.sunny_to:
        return is_sunny(facts, now)
    step = (now - path[0][0]) // STEP
    around = path[step : step + 2] if step >= 0 else ()
    return len(around) > 1 and all(facts.horizon[sector] < up for _, sector, up in around)


def _is_within(windows: Sequence[Window], now: datetime) -> bool:
    return any(start <= now < end for start, end in windows)


@lru_cache(maxsize=1_000)
def _sun_path(latitude: float, longitude: float, day: date) -> tuple[tuple[datetime, int, float], ...]:
    """Every five minutes that the sun is up: the moment, the sector of the skyline and the height."""
    start, end = _on_the_clock(day, "00:00"), _on_the_clock(day, "24:00")
    moments = (start + STEP * number for number in range(-(-(end - start) // STEP)))
    seen = ((moment, sun_position(latitude, longitude, moment)) for moment in moments)
    return tuple((moment, _sector(sun.azimuth), sun.elevation) for moment, sun in seen if sun.elevation > 0)


def _sector(azimuth: float) -> int:
    return round(azimuth / SECTOR_DEGREES) % SECTORS


def _stretches(path: Sequence[tuple[datetime, int, bool]]) -> Iterator[Window]:
    """First and last moment of each time in the sun."""
    for sunny, steps in groupby(path, key=lambda step: step[2]):
        moments = [moment for moment, _, _ in steps]
        if sunny and len(moments) > 1:
            yield moments[0], moments[-1]


def _by_hand(facts: SunFacts, day: date, path: Sequence[tuple[datetime, int, float]]) -> Iterator[Window]:
    if not path:
        return
    start = max(path[0][0], _on_the_clock(day, facts.sunny_from or "00:00"))
    end = min(path[-1][0], _on_the_clock(day, facts.sunny_to or "24:00"))
    if start < end:
        yield start, end


def _on_the_clock(day: date, hour: str) -> datetime:
    """The moment, in UTC, when a Belgian clock shows `18:40` on this day; `24:00` is the next midnight."""
    hours, minutes = int(hour[:2]), int(hour[3:5])
    on_day = day + timedelta(days=hours // 24)
    wall = datetime(on_day.year, on_day.month, on_day.day, hours % 24, minutes, tzinfo=BRUSSELS)
    return wall.astimezone(UTC)
