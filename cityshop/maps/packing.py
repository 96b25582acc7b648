"""Places as columns: a thousand of them in about ten kilobytes, against twice that as GeoJSON (speed.md).

Points are whole steps of 0.00001 degrees, a metre at most, each as the difference from the one before it.
"""

import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeVar

from cityshop.places.guide import Seen
from cityshop.places.hours import State
from cityshop.places.services import slug_of

STEPS_A_DEGREE = 100_000
LETTERS: Mapping[State, str] = {State.OPEN: "o", State.CLOSED: "c", State.UNKNOWN: "u"}

Value = TypeVar("Value", bound=Hashable)


def place_columns(seen: Sequence[Seen], kind_words: Mapping[str, str]) -> dict[str, Any]:
    """Word in addresses, name, kind, street and point of these places, in their order."""
    kinds, kind = distinct([one.place.kind for one in seen])
    return {
        "slug": [short_slug(one.place.slug, one.place.name) for one in seen],
        "name": [one.place.name for one in seen],
        "street": [one.place.street or one.place.town for one in seen],
        "kinds": [[kind, kind_words[kind]] for kind in kinds],
        "kind": kind,
        "latitude": steps([one.place.latitude for one in seen]),
        "longitude": steps([one.place.longitude for one in seen]),
    }


def short_slug(slug: str, name: str) -> str:
    """What the name does not say of the word in addresses: nothing, `-2`, or all of it.

    Letters that not every browser folds as we do are no ground to build on.
    """
    plain = unicodedata.normalize("NFKD", name)
    is_plain = all(sign.isascii() or unicodedata.category(sign)[0] in "MPZ" for sign in plain)
    said = slug_of(name)
    rest = slug.removeprefix(said)
    if is_plain and slug.startswith(said) and (not rest or rest.startswith("-")):
        return rest
    return slug


def state_letters(seen: Sequence[Seen]) -> str:
    """One letter per place: open, closed or unknown."""
    return "".join(LETTERS[one.opening.state] for one in seen)


def distinct(values: Sequence[Value]) -> tuple[list[Value], list[int]]:
    """What occurs, and per value where it stands in that list."""
    numbers: dict[Value, int] = {}
    column = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), column


def steps(degrees: Sequence[float]) -> list[int]:
    """Degrees as steps, each as the difference from the one before it."""
    whole = [round(degree * STEPS_A_DEGREE) for degree in degrees]
    return [step - before for step, before in zip(whole, [0, *whole], strict=False)]
