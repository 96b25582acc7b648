"""Terraces as a list for spreadsheets: one row for each permit, in the columns that the permit list takes."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, cast

from cityshop.core.spreadsheets import csv_of
from cityshop.places.models import Place, Terrace
from cityshop.terraces.rules import permit_state

COLUMNS = (
    "name", "street", "square_metres", "seats", "permit_from", "permit_to", "closing_hour", "extension",
    "season", "state",
)  # fmt: skip


def as_csv(places: Iterable[Place], *, today: date) -> str:
    """Rows with `;` and a byte order mark, as Belgian spreadsheets open them; no cell is a formula."""
    return csv_of(COLUMNS, (row for place in places for row in _rows(place, today)))


def _rows(place: Place, today: date) -> Iterator[tuple[Any, ...]]:
    terrace = cast("Terrace", place.terrace)
    first, last = terrace.permit_from, terrace.permit_to
    size = (terrace.square_metres, terrace.seats)
    state = permit_state(first, last, today)
    yield place.name, place.street, *size, first, last, terrace.closing_hour, "no", "", state
    if terrace.extension_to is not None:
        first, last = terrace.extension_from, terrace.extension_to
        size = (terrace.extension_square_metres, terrace.extension_seats)
        state = permit_state(first, last, today)
        yield place.name, place.street, *size, first, last, "", "yes", terrace.season, state
