"""Which place a row of a list means: the name within the street, then the house number."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from cityshop.places.models import folded
from cityshop.terraces.permit_rows import PermitRow, RowReason, RowUnusable
from cityshop.terraces.queries import Spot

# Words that a permit and a façade add and leave out as they please.
LOOSE_WORDS = frozenset({
    "bar", "bistro", "brasserie", "bv", "bvba", "cafe", "comm", "cv", "de", "eetcafe", "estaminet", "het",
    "ijssalon", "koffiehuis", "la", "le", "nv", "restaurant", "s", "srl", "t", "taverne", "tearoom", "the",
    "van", "vof",
})  # fmt: skip
MOST_HINTS = 3
MOST_REMEMBERED = 50_000

_WORD = re.compile(r"[^\W_]+")
_HOUSE = r"([0-9]+)\s?[a-z]?(?:\s*(?:[/+-]|bus|bte|boite|box)\s*\w*)?"
_NUMBER_LAST = re.compile(rf"(.*?[^\W0-9_].*?)[\s,]+(?:nr\.?|n°|no\.?)?\s*{_HOUSE}")
_NUMBER_FIRST = re.compile(rf"{_HOUSE}\s*[,\s]\s*([^0-9]*)")


class Streets:
    """The places of a guide by street."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._by_street: dict[str, list[Spot]] = defaultdict(list)
        for spot in spots:
            self._by_street[street_of(spot.street)].append(spot)

    def place_of(self, row: PermitRow) -> Spot:
        """The place that the row means. Raises RowUnusable when that is none, or not sure."""
        nearby = self._by_street.get(street_of(row.street), [])
        if not nearby:
            raise RowUnusable(RowReason.STREET_UNKNOWN)
        found = _same_name(row, nearby) or _same_house(row, nearby)
        if len(found) > 1:
            found = [spot for spot in found if number_of(spot.street) == number_of(row.street)] or found
        if not found:
            raise RowUnusable(RowReason.NAME_UNKNOWN)
        if len(found) > 1:
            raise RowUnusable(RowReason.SEVERAL)
        return found[0]

    def hints(self, row: PermitRow) -> list[str]:
        """Names that stand in the same street, at the same number first."""
        nearby = self._by_street.get(street_of(row.street), [])
        here = number_of(row.street)
        ordered = sorted(nearby, key=lambda spot: (number_of(spot.street) != here, spot.name))
        return [spot.name for spot in ordered[:MOST_HINTS]]


def street_of(text: str) -> str:
    """The street without its house number, as words without accents and signs."""
    return _street_and_number(text)[0]


def number_of(text: str) -> str:
    """The house number, without what follows it; empty where there is none."""
    return _street_and_number(text)[1]


def name_words(name: str) -> frozenset[str]:
    """The words that tell a name from another."""
    words = frozenset(_WORD.findall(folded(name)))
    return words - LOOSE_WORDS or words


def _same_name(row: PermitRow, nearby: Sequence[Spot]) -> list[Spot]:
    exact = [spot for spot in nearby if folded(spot.name) == folded(row.name)]
    return exact or [spot for spot in nearby if name_words(spot.name) == name_words(row.name)]


def _same_house(row: PermitRow, nearby: Sequence[Spot]) -> list[Spot]:
    """At the same number, with a name that is part of the other."""
    number, words = number_of(row.street), name_words(row.name)
    if not number:
        return []
    here = (spot for spot in nearby if number_of(spot.street) == number)
    return [spot for spot in here if words <= name_words(spot.name) or words >= name_words(spot.name)]


@lru_cache(maxsize=MOST_REMEMBERED)
def _street_and_number(text: str) -> tuple[str, str]:
    plain = folded(text)
    last, first = _NUMBER_LAST.fullmatch(plain), _NUMBER_FIRST.fullmatch(plain)
    street, number = plain, ""
    if last:
        street, number = last[1], last[2]
    elif first:
        street, number = first[2], first[1]
    return " ".join(_WORD.findall(street)), number
