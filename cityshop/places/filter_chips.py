"""The filters of the guide as its page shows them: those to put on, and those that are on, to take off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cityshop.core.words import n_
from cityshop.places.filters import SWITCHES, GuideFilters, address_of, without
from cityshop.places.kinds import PlaceKind
from cityshop.places.traits import Ownership
from cityshop.places.words import CATEGORY, DIET, KINDS, OWNERSHIP, PAYMENT
from cityshop.web.i18n import translated

Address = Mapping[str, Any]


@dataclass(frozen=True)
class Chip:
    """A filter that can be on or off."""

    name: str
    value: str
    words: str
    checked: bool
    picture: str = ""
    kind: str = "checkbox"


@dataclass(frozen=True)
class Group:
    """Filters that belong together under one word."""

    words: str
    chips: Sequence[Chip]


@dataclass(frozen=True)
class Worn:
    """A filter that is on; `address` is the list without it."""

    words: str
    address: Address


# The switches that have a chip: words and picture. The first ones stand in sight.
IN_SIGHT = ("open_now", "sun_now", "terrace", "wheelchair")
SWITCH_WORDS: Mapping[str, tuple[str, str]] = {
    "open_now": (n_("Open now"), "clock"),
    "sun_now": (n_("In the sun now"), "sun"),
    "terrace": (n_("Terrace"), "terrace"),
    "wheelchair": (n_("Wheelchair"), "wheelchair"),
    "covered": (n_("Covered"), "covered"),
    "heated": (n_("Heated"), "heat"),
    "independent": (OWNERSHIP[Ownership.INDEPENDENT], "person"),
    "extension": (n_("Larger terrace"), "terrace"),
}


def chips_in_sight(filters: GuideFilters) -> list[Chip]:
    """What most people want to know at once."""
    return [_switch(filters, field) for field in IN_SIGHT]


def chip_groups(filters: GuideFilters) -> list[Group]:
    """Everything else, under its words; what a shop sells is asked of shops only."""
    terrace = ["covered", "heated", *(["extension"] if filters.extension else [])]
    groups = [
        Group(n_("What kind of place?"), _radios("kind", n_("All kinds"), KINDS, filters.kind)),
        Group(n_("The terrace"), [_switch(filters, field) for field in terrace]),
        Group(n_("On the menu"), _boxes("diet", DIET, filters.diets)),
        Group(n_("Paying"), _boxes("payment", PAYMENT, filters.payments)),
        Group(n_("Whose business?"), [_switch(filters, "independent")]),
    ]
    if filters.kind is PlaceKind.SHOP or filters.category:
        sold = _radios("category", n_("All shops"), CATEGORY, filters.category)
        groups.insert(1, Group(n_("What does the shop sell?"), sold))
    return [Group(translated(group.words), group.chips) for group in groups]


def worn(filters: GuideFilters) -> list[Worn]:
    """Every filter that is on, each with the list without it."""
    found: list[Worn] = []
    if filters.words:
        found.append(_worn(filters, "words", f"“{filters.words}”"))
    if filters.kind:
        found.append(_worn(filters, "kind", translated(KINDS[filters.kind])))
    if filters.category:
        found.append(_worn(filters, "category", translated(CATEGORY[filters.category])))
    for field, (words, _) in SWITCH_WORDS.items():
        if getattr(filters, field):
            found.append(_worn(filters, field, translated(words)))
    return [*found, *_worn_words(filters, "diets", DIET), *_worn_words(filters, "payments", PAYMENT)]


def kept_fields(filters: GuideFilters) -> list[tuple[str, str]]:
    """What the form of filters does not show but must not lose: the order, the map, what is unknown."""
    hidden = GuideFilters(sort=filters.sort, map=filters.map, with_unknown=filters.with_unknown)
    return list(address_of(hidden).items())


def _switch(filters: GuideFilters, field: str) -> Chip:
    (name, value), (words, picture) = SWITCHES[field], SWITCH_WORDS[field]
    return Chip(name, value, translated(words), getattr(filters, field), picture)


def _radios(name: str, every: str, words: Mapping[str, str], chosen: StrEnum | None) -> list[Chip]:
    pictured = name == "kind"
    first = Chip(name, "", translated(every), chosen is None, kind="radio")
    rest = [
        Chip(name, word, translated(said), word == chosen, word if pictured else "", kind="radio")
        for word, said in words.items()
    ]
    return [first, *rest]


def _boxes(name: str, words: Mapping[str, str], chosen: Sequence[StrEnum]) -> list[Chip]:
    return [Chip(name, word, translated(said), word in chosen) for word, said in words.items()]


def _worn(filters: GuideFilters, field: str, words: str, value: StrEnum | None = None) -> Worn:
    return Worn(words, address_of(without(filters, field, value)))


def _worn_words(filters: GuideFilters, field: str, words: Mapping[str, str]) -> Iterable[Worn]:
    return [_worn(filters, field, translated(words[word]), word) for word in getattr(filters, field)]
