"""What differs, field by field, in words: what was beside what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cityshop.core.pictures import is_picture_name
from cityshop.core.words import LANGUAGES, n_
from cityshop.places.geometry import Position
from cityshop.places.rules import distance
from cityshop.places.words import (
    CATEGORY,
    DIET,
    KIND,
    OWNERSHIP_CHOICES,
    PAYMENT,
    STATE,
    WHEELCHAIR_CHOICES,
    listed_words,
)
from cityshop.upkeep.words import FIELD
from cityshop.web.i18n import number, translated
from cityshop.web.uploads import small_picture_address

POINT = ("latitude", "longitude")
CHOSEN: Mapping[str, Mapping[str, str]] = {
    "kind": KIND,
    "state": STATE,
    "wheelchair": dict(WHEELCHAIR_CHOICES),
    "category": CATEGORY,
    "ownership": dict(OWNERSHIP_CHOICES),
}
LISTED: Mapping[str, Mapping[str, str]] = {"diets": DIET, "payments": PAYMENT}


@dataclass(frozen=True)
class DifferenceLine:
    """One field; the photos are addresses, empty where there is none, `note` says more."""

    label: str
    old: str
    new: str
    old_photo: str = ""
    new_photo: str = ""
    note: str = ""


def difference_lines(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[DifferenceLine]:
    """All fields of `new` with their words before and after, in the order of the form."""
    lines: list[DifferenceLine] = []
    for name in FIELD:
        if name == "latitude":
            lines += _point_line(old, new)
        elif name in ("text", "picture_alt"):
            lines += _text_lines(name, old.get(name) or {}, new.get(name)) if name in new else []
        elif name in new:
            lines.append(_line(name, old.get(name), new[name]))
    return lines


def _line(name: str, old: Any, new: Any) -> DifferenceLine:
    label = translated(FIELD[name])
    if name == "picture":
        return DifferenceLine(label, _photo_words(old), _photo_words(new), _photo(old), _photo(new))
    if name in LISTED:
        return DifferenceLine(
            label, listed_words(LISTED[name], old or ()), listed_words(LISTED[name], new or ())
        )
    words = CHOSEN.get(name, {})
    old, new = str(old or ""), str(new or "")
    return DifferenceLine(label, translated(words.get(old, "")) or old, translated(words.get(new, "")) or new)


def _point_line(old: Mapping[str, Any], new: Mapping[str, Any]) -> Sequence[DifferenceLine]:
    if not set(POINT) & set(new):
        return []
    before, after = ({**old, **facts} for facts in ({}, new))
    words = [_point_words(before), _point_words(after)]
    note = ""
    if all(words):
        metres = distance(_position(before), _position(after))
        note = translated(n_("%(metres)s m further"), metres=number(round(metres)))
    return [DifferenceLine(translated(FIELD["latitude"]), words[0], words[1], note=note)]


def _text_lines(name: str, old: Mapping[str, str], new: Mapping[str, str] | None) -> list[DifferenceLine]:
    label, new = translated(FIELD[name]), new or {}
    return [
        DifferenceLine(f"{label} ({own})", old.get(language, ""), new.get(language, ""))
        for language, own in LANGUAGES.items()
        if old.get(language, "") != new.get(language, "")
    ]


def _point_words(facts: Mapping[str, Any]) -> str:
    if facts.get("latitude") is None or facts.get("longitude") is None:
        return ""
    return f"{facts['latitude']:.5f}, {facts['longitude']:.5f}"


def _position(facts: Mapping[str, Any]) -> Position:
    return Position(facts["longitude"], facts["latitude"])


def _photo(name: Any) -> str:
    return small_picture_address(name) if is_picture_name(name) else ""


def _photo_words(name: Any) -> str:
    return translated(n_("A picture")) if name else ""
