"""What somebody asks of the guide: filters that stand in the address. What is not understood is left out."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from cityshop.places.kinds import PlaceKind
from cityshop.places.models import PlaceState
from cityshop.places.traits import Diet, Payment, ShopCategory

LONGEST_SEARCH = 80
MOST_DIGITS = 4

Values = Mapping[str, Sequence[str]]
Word = TypeVar("Word", bound=StrEnum)


class Sort(StrEnum):
    NAME = "name"
    OPEN = "open"
    STREET = "street"
    SEATS = "seats"


@dataclass(frozen=True, kw_only=True)
class GuideFilters:
    """Which places, in which order, which page of them (from 1), and whether the map stands beside them.

    A place offers all of `diets` and takes all of `payments`. `with_unknown` keeps those of which nobody
    knows whether they are open, or in the sun.
    """

    kind: PlaceKind | None = None
    category: ShopCategory | None = None
    open_now: bool = False
    sun_now: bool = False
    with_unknown: bool = False
    terrace: bool = False
    covered: bool = False
    heated: bool = False
    wheelchair: bool = False
    independent: bool = False
    extension: bool = False
    diets: tuple[Diet, ...] = ()
    payments: tuple[Payment, ...] = ()
    words: str = ""
    sort: Sort = Sort.NAME
    page: int = 1
    map: bool = False

    @property
    def narrows(self) -> bool:
        """Whether any place may be left out."""
        shown = replace(self, sort=Sort.NAME, page=1, map=False, with_unknown=False)
        return shown != GuideFilters()

    @property
    def asks_the_hour(self) -> bool:
        """Whether the answer changes by the minute."""
        return self.open_now or self.sun_now


class StaffSort(StrEnum):
    NAME = "name"
    KIND = "kind"
    STATE = "state"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, kw_only=True)
class StaffFilters:
    """Which places town hall wants to see; `to_check`, `without_hours` and `stale` are its heaps of work."""

    state: PlaceState | None = None
    kind: PlaceKind | None = None
    to_check: bool = False
    without_hours: bool = False
    stale: bool = False
    words: str = ""
    sort: StaffSort = StaffSort.NAME
    page: int = 1


# What is on or off: the field, and how an address says that it is on.
SWITCHES: Mapping[str, tuple[str, str]] = {
    "open_now": ("open", "now"),
    "sun_now": ("sun", "now"),
    "with_unknown": ("unknown", "1"),
    "terrace": ("terrace", "1"),
    "covered": ("covered", "1"),
    "heated": ("heated", "1"),
    "wheelchair": ("wheelchair", "yes"),
    "independent": ("independent", "1"),
    "extension": ("extension", "1"),
    "map": ("map", "1"),
}


def filters_from(values: Values) -> GuideFilters:
    """The filters in an address; unknown names and values count as not given."""
    kind = _one_of(PlaceKind, values, "kind")
    is_about_shops = kind in (None, PlaceKind.SHOP)
    switches = {field: _has(values, *said) for field, said in SWITCHES.items()}
    return GuideFilters(
        **switches,
        kind=kind,
        category=_one_of(ShopCategory, values, "category") if is_about_shops else None,
        diets=_all_of(Diet, values, "diet"),
        payments=_all_of(Payment, values, "payment"),
        words=visible(_first(values, "q"))[:LONGEST_SEARCH].strip(),
        sort=_one_of(Sort, values, "sort") or Sort.NAME,
        page=_page(_first(values, "page")),
    )


def staff_filters_from(values: Values) -> StaffFilters:
    """The filters in an address of town hall; unknown names and values count as not given."""
    return StaffFilters(
        state=_one_of(PlaceState, values, "state"),
        kind=_one_of(PlaceKind, values, "kind"),
        to_check=_has(values, "check", "1"),
        without_hours=_has(values, "hours", "unknown"),
        stale=_has(values, "stale", "1"),
        words=visible(_first(values, "q"))[:LONGEST_SEARCH].strip(),
        sort=_one_of(StaffSort, values, "sort") or StaffSort.NAME,
        page=_page(_first(values, "page")),
    )


def staff_address_of(filters: StaffFilters) -> dict[str, str]:
    """The filters as an address of town hall carries them."""
    values = {
        "state": str(filters.state or ""),
        "kind": str(filters.kind or ""),
        "check": "1" if filters.to_check else "",
        "hours": "unknown" if filters.without_hours else "",
        "stale": "1" if filters.stale else "",
        "q": filters.words,
        "sort": "" if filters.sort is StaffSort.NAME else str(filters.sort),
        "page": "" if filters.page == 1 else str(filters.page),
    }
    return {name: value for name, value in values.items() if value}


def address_of(filters: GuideFilters) -> dict[str, Any]:
    """The filters as an address carries them, in one order: equal questions have equal addresses."""
    values: dict[str, Any] = {
        "kind": str(filters.kind or ""),
        "category": str(filters.category or ""),
        **{name: on if getattr(filters, field) else "" for field, (name, on) in SWITCHES.items()},
        "diet": [str(diet) for diet in filters.diets],
        "payment": [str(payment) for payment in filters.payments],
        "q": filters.words,
        "sort": "" if filters.sort is Sort.NAME else str(filters.sort),
        "page": "" if filters.page == 1 else str(filters.page),
    }
    return {name: value for name, value in values.items() if value}


def without(filters: GuideFilters, field: str, value: StrEnum | None = None) -> GuideFilters:
    """The same question without one of its filters, or one of the words of a filter; its first page."""
    was = getattr(filters, field)
    left: Any = getattr(GuideFilters, field)
    if isinstance(was, tuple):
        left = tuple(word for word in was if word != value)
    changes: dict[str, Any] = {field: left, "page": 1}
    return replace(filters, **changes)


def visible(text: str) -> str:
    """The text without signs that nobody sees and that no database takes."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cs", "Cf"})


def _has(values: Values, name: str, value: str) -> bool:
    return value in values.get(name, ())


def _one_of(words: type[Word], values: Values, name: str) -> Word | None:
    return next((word for word in words if _has(values, name, word)), None)


def _all_of(words: type[Word], values: Values, name: str) -> tuple[Word, ...]:
    return tuple(word for word in words if _has(values, name, word))


def _first(values: Values, name: str) -> str:
    return next(iter(values.get(name, ())), "")


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return max(1, int(text)) if is_number else 1
