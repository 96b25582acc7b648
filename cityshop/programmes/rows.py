"""The cities of an edition as lines of a table: filtered and sorted by what stands in the address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from cityshop.core.words import n_
from cityshop.programmes.queries import CityVote

NONE = "none"
SORTS: Mapping[str, str] = {
    "name": n_("by name"),
    "candidates": n_("most candidates first"),
    "votes": n_("most votes first"),
}
MOST_SEARCHED = 80


@dataclass(frozen=True)
class CityRow:
    """A city's line. `stage` is "none" without a vote; `follows`: dates and rules are its edition's."""

    slug: str
    name: str
    has_usp: bool
    contest: str
    stage: str
    stage_word: str
    stage_look: str
    follows: bool
    candidates: int
    waiting: int
    votes: int


@dataclass(frozen=True)
class Wanted:
    """What was asked of the list: part of a name, a stage, an order."""

    text: str
    stage: str
    sort: str

    @classmethod
    def of(cls, arguments: MultiDict[str, str]) -> "Wanted":
        """What stands in the address; an unknown order is by name."""
        sort = arguments.get("sort", "name")
        text = arguments.get("q", "").strip()[:MOST_SEARCHED]
        return cls(text, arguments.get("stage", ""), sort if sort in SORTS else "name")

    def of_rows(self, rows: Iterable[CityRow]) -> list[CityRow]:
        """The rows that were asked for, in the order that was asked for."""
        text = self.text.casefold()
        found = [row for row in rows if text in row.name.casefold() and self.stage in ("", row.stage)]
        if self.sort == "name":
            return found
        return sorted(found, key=lambda row: getattr(row, self.sort), reverse=True)


@dataclass(frozen=True)
class Totals:
    """The whole edition in four numbers."""

    cities: int
    contests: int
    candidates: int
    votes: int

    @classmethod
    def of(cls, votes: Sequence[CityVote]) -> "Totals":
        made = [one for one in votes if one.contest is not None]
        stand = sum(one.candidates for one in made)
        return cls(len(votes), len(made), stand, sum(one.votes for one in made))
