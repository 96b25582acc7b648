"""Hours of an offer. Over midnight is two windows, the second a day later; people read and write one."""

from collections.abc import Mapping, Sequence
from typing import Any

START_OF_DAY, END_OF_DAY = "00:00", "24:00"
LATEST_OF_NIGHT = "06:00"  # until when an evening may last; later is a slip of the pen
DAYS_A_WEEK = 7

Window = dict[str, Any]


def is_span(opens: str, closes: str) -> bool:
    """Whether hours follow each other, where an evening may last into the night."""
    return opens < closes or is_over_midnight(opens, closes)


def is_over_midnight(opens: str, closes: str) -> bool:
    """Whether the last hour is one of the day after."""
    return START_OF_DAY < closes <= LATEST_OF_NIGHT and closes < opens


def windows_of(days: Sequence[int], opens: str, closes: str) -> list[Window]:
    """The windows as they are kept: two of them where midnight lies between."""
    chosen = sorted(days)
    if not is_over_midnight(opens, closes):
        return [{"days": chosen, "from": opens, "to": closes}]
    after = sorted((day + 1) % DAYS_A_WEEK for day in chosen)
    evening: Window = {"days": chosen, "from": opens, "to": END_OF_DAY}
    return [evening, {"days": after, "from": START_OF_DAY, "to": closes}]


def as_written(windows: Sequence[Mapping[str, Any]]) -> list[Window]:
    """The windows as people wrote them: an evening and its night are one again."""
    left = [dict(window) for window in windows]
    written = []
    while left:
        window = left.pop(0)
        night = next((other for other in left if _continues(window, other)), None)
        if night is not None:
            left.remove(night)
            window["to"] = night["to"]
        written.append(window)
    return written


def _continues(evening: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    after = sorted((day + 1) % DAYS_A_WEEK for day in evening["days"])
    is_night = other["from"] == START_OF_DAY and other["to"] <= LATEST_OF_NIGHT
    return evening["to"] == END_OF_DAY and is_night and sorted(other["days"]) == after
