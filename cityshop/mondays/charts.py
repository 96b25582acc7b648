"""Sales of a day as small bars, one an hour: where each stands in a drawing of 100 by 40."""

from collections.abc import Sequence
from dataclasses import dataclass

from cityshop.mondays.rules import DayOfSales

WIDTH, HEIGHT = 100, 40
LOWEST = 2  # what was sold can be seen
FILLED = 0.8  # of the room an hour has


@dataclass(frozen=True)
class Bar:
    """One hour: its place from the left, its top, its width and its height."""

    hour: int
    count: int
    x: float
    y: float
    width: float
    height: float


def bars_of(day: DayOfSales, most: int) -> Sequence[Bar]:
    """The bars of a day; the busiest hour of all days, with `most` sales, is as high as the drawing."""
    room = WIDTH / len(day.hours)
    return [
        _bar(number * room, room, hour, count, most) for number, (hour, count) in enumerate(day.hours.items())
    ]


def _bar(left: float, room: float, hour: int, count: int, most: int) -> Bar:
    height = max(LOWEST, round(HEIGHT * count / most)) if count else 0
    width = room * FILLED
    return Bar(hour, count, round(left + (room - width) / 2, 2), HEIGHT - height, round(width, 2), height)
