"""A guide as another one exported it (JSON or GeoJSON), as a list."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from cityshop.imports.recognising import document_of
from cityshop.imports.tables import Row, Table, table
from cityshop.places.exports import COLUMNS, TEXTS
from cityshop.places.refused import Reason


def read_guide(content: bytes, *, most: int | None = None) -> Table:
    """A row for every place, with the columns that any of them has. Raises FileRefused."""
    document: Any = document_of(content)
    things = document.get("features") or document.get("places") or []
    places = [_place(thing) for thing in things]
    known = set().union(*(place for place in places if place))
    head = [column for column in COLUMNS if column in known] or list(COLUMNS)
    return table(chain([head], (_row(place, head) for place in places)), most)


def _row(place: Mapping[str, Any] | None, head: Sequence[str]) -> Row:
    return Reason.NOT_READABLE if place is None else [_cell(place.get(column)) for column in head]


def _place(thing: Any) -> dict[str, Any] | None:
    if not isinstance(thing, dict):
        return None
    facts = {**_object(thing.get("properties", thing)), **_point(thing)}
    terrace, text = facts.get("terrace"), _object(facts.get("text"))
    texts = {column: text.get(language) for language, column in TEXTS.items()}
    return facts | texts | _object(terrace) | {"terrace": isinstance(terrace, dict)}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _point(thing: Mapping[str, Any]) -> dict[str, Any]:
    corners = _object(thing.get("geometry")).get("coordinates")
    if not isinstance(corners, list) or len(corners) < len(("longitude", "latitude")):
        return {}
    return {"longitude": corners[0], "latitude": corners[1]}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(word for word in value if isinstance(word, str))
    return str(value) if isinstance(value, str | int | float) else ""
