"""What town hall wants to see of its terraces, as it stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cityshop.places.filters import visible

MOST_DIGITS = 4
LONGEST_WORD = 100

Values = Mapping[str, Sequence[str]]


class Heap(StrEnum):
    """Terraces that ask for the same work."""

    ALL = "all"
    ENDING = "ending"
    ENDED = "ended"
    WITHOUT = "without"
    EXTENSIONS = "extensions"
    NO_SUN = "no-sun"


@dataclass(frozen=True, kw_only=True)
class TerraceFilters:
    """One heap, of one season or of all (empty); which page of it, from 1."""

    heap: Heap = Heap.ALL
    season: str = ""
    page: int = 1

    def address(self, *, page: int = 1) -> dict[str, str]:
        """As an address carries it."""
        values = {
            "show": "" if self.heap is Heap.ALL else str(self.heap),
            "season": self.season,
            "page": "" if page == 1 else str(page),
        }
        return {name: value for name, value in values.items() if value}


def terrace_filters_from(values: Values) -> TerraceFilters:
    """The filters in an address; what is not understood counts as not given."""
    page = _first(values, "page")
    is_number = page.isascii() and page.isdecimal() and len(page) <= MOST_DIGITS
    return TerraceFilters(
        heap=next((heap for heap in Heap if heap in values.get("show", ())), Heap.ALL),
        season=visible(_first(values, "season"))[:LONGEST_WORD],
        page=max(1, int(page)) if is_number else 1,
    )


def _first(values: Values, name: str) -> str:
    return next(iter(values.get(name, ())), "")
