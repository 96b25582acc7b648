"""What somebody asks of the guide: filters that stand in the address. What is not understood is left out."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cityshop.places.kinds import PlaceKind
from cityshop.places.models import PlaceState

LONGEST_SEARCH = 80
MOST_DIGITS = 4

Values = Mapping[str, Sequence[str]]


class Sort(StrEnum):
    NAME = "name"
    STREET = "street"
    SEATS = "seats"


@dataclass(frozen=True, kw_only=True)
class GuideFilters:
    """Which places, in which order, which page of them (from 1), and whether the map stands beside them."""

    kind: PlaceKind | None = None
    open_now: bool = False
    with_unknown: bool = False
    covered: bool = False
    wheelchair: bool = False
    terrace: bool = False
    extension: bool = False
    words: str = ""
    sort: Sort = Sort.NAME
    page: int = 1
    map: bool = False

    @property
    def narrows(self) -> bool:
        """Whether any place may be left out."""
        flags = self.open_now or self.covered or self.wheelchair or self.terrace or self.extension
        return bool(self.kind or self.words or flags)


class StaffSort(StrEnum):
    NAME = "name"
    KIND = "kind"
    STATE = "state"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, kw_only=True)
class StaffFilters:
    """Which places town hall wants to see; `to_check` and `without_hours` are its two heaps of work."""

    state: PlaceState | None = None
    kind: PlaceKind | None = None
    to_check: bool = False
    without_hours: bool = False
    words: str = ""
    sort: StaffSort = StaffSort.NAME
    page: int = 1


def filters_from(values: Values) -> GuideFilters:
    """The filters in an address; unknown names and values count as not given."""
    return GuideFilters(
        kind=next((kind for kind in PlaceKind if _has(values, "kind", kind)), None),
        open_now=_has(values, "open", "now"),
        with_unknown=_has(values, "unknown", "1"),
        covered=_has(values, "covered", "1"),
        wheelchair=_has(values, "wheelchair", "yes"),
        terrace=_has(values, "terrace", "1"),
        extension=_has(values, "extension", "1"),
        words=visible(_first(values, "q"))[:LONGEST_SEARCH].strip(),
        sort=next((sort for sort in Sort if _has(values, "sort", sort)), Sort.NAME),
        page=_page(_first(values, "page")),
        map=_has(values, "map", "1"),
    )


def staff_filters_from(values: Values) -> StaffFilters:
    """The filters in an address of town hall; unknown names and values count as not given."""
    return StaffFilters(
        state=next((state for state in PlaceState if _has(values, "state", state)), None),
        kind=next((kind for kind in PlaceKind if _has(values, "kind", kind)), None),
        to_check=_has(values, "check", "1"),
        without_hours=_has(values, "hours", "unknown"),
        words=visible(_first(values, "q"))[:LONGEST_SEARCH].strip(),
        sort=next((sort for sort in StaffSort if _has(values, "sort", sort)), StaffSort.NAME),
        page=_page(_first(values, "page")),
    )


def staff_address_of(filters: StaffFilters) -> dict[str, str]:
    """The filters as an address of town hall carries them."""
    values = {
        "state": str(filters.state or ""),
        "kind": str(filters.kind or ""),
        "check": "1" if filters.to_check else "",
        "hours": "unknown" if filters.without_hours else "",
        "q": filters.words,
        "sort": "" if filters.sort is StaffSort.NAME else str(filters.sort),
        "page": "" if filters.page == 1 else str(filters.page),
    }
    return {name: value for name, value in values.items() if value}


def address_of(filters: GuideFilters) -> dict[str, Any]:
    """The filters as an address carries them, in one order: equal questions have equal addresses."""
    values = {
        "kind": str(filters.kind or ""),
        "open": "now" if filters.open_now else "",
        "unknown": "1" if filters.with_unknown else "",
        "covered": "1" if filters.covered else "",
        "wheelchair": "yes" if filters.wheelchair else "",
        "terrace": "1" if filters.terrace else "",
        "extension": "1" if filters.extension else "",
        "q": filters.words,
        "sort": "" if filters.sort is Sort.NAME else str(filters.sort),
        "page": "" if filters.page == 1 else str(filters.page),
        "map": "1" if filters.map else "",
    }
    return {name: value for name, value in values.items() if value}


def visible(text: str) -> str:
    """The text without signs that nobody sees and that no database takes."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cs", "Cf"})


def _has(values: Values, name: str, value: str) -> bool:
    return value in values.get(name, ())


def _first(values: Values, name: str) -> str:
    return next(iter(values.get(name, ())), "")


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return max(1, int(text)) if is_number else 1
