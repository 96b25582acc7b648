"""Terraces in words: permits, extensions and heaps of work."""

from collections.abc import Mapping
from datetime import date

from cityshop.core.words import n_
from cityshop.places.models import Terrace
from cityshop.terraces.filters import Heap
from cityshop.terraces.rules import PermitState
from cityshop.web.i18n import day, translated

HEAPS: Mapping[Heap, str] = {
    Heap.ALL: n_("All terraces"),
    Heap.ENDING: n_("Permit ends within 60 days"),
    Heap.ENDED: n_("Permit ended"),
    Heap.WITHOUT: n_("Without permit"),
    Heap.EXTENSIONS: n_("With an extension"),
    Heap.NO_SUN: n_("Sun not known"),
}
PERMIT: Mapping[PermitState, tuple[str, str]] = {
    PermitState.NONE: (n_("No permit"), "warn"),
    PermitState.COMING: (n_("Not yet"), "plain"),
    PermitState.HOLDS: (n_("Allowed"), "good"),
    PermitState.ENDING: (n_("Ends soon"), "warn"),
    PermitState.ENDED: (n_("Ended"), "bad"),
}


def dates_words(first: date | None, last: date | None) -> str:
    """`1 April to 30 September 2026`, or what of it is known."""
    if first and last:
        return translated(n_("%(start)s to %(end)s"), start=day(first), end=day(last))
    if last:
        return translated(n_("until %(day)s"), day=day(last))
    return translated(n_("from %(day)s"), day=day(first)) if first else ""


def size_words(seats: int | None, square_metres: int | None) -> str:
    """`seats for 24, 36 m²`, or what of it is known."""
    parts = []
    if seats:
        parts.append(translated(n_("seats for %(count)s"), count=seats))
    if square_metres:
        parts.append(f"{square_metres} m²")
    return ", ".join(parts)


def extension_words(terrace: Terrace) -> str:
    """`seats for 12, 20 m², until 30 September 2026`."""
    size = size_words(terrace.extension_seats, terrace.extension_square_metres)
    until = dates_words(None, terrace.extension_to)
    return ", ".join(filter(None, (size, until)))
