"""A guide as another one exported it (JSON or GeoJSON), as a list."""

from collections.abc import Mapping
from itertools import chain
from typing import Any

from cityshop.imports.recognising import document_of
from cityshop.imports.tables import Row, Table, table
from cityshop.places.exports import COLUMNS, TEXTS
from cityshop.places.refused import Reason


def read_guide(content: bytes, *, most: int | None = None) -> Table:
    """A row for every place. Raises FileRefused."""
    document: Any = document_of(content)
    things = document.get("features") or document.get("places") or []
    return table(chain([COLUMNS], map(_row, things)), most)


def _row(thing: Any) -> Row:
    if not isinstance(thing, dict):
        return Reason.NOT_READABLE
    facts = {**_object(thing.get("properties", thing)), **_point(thing)}
    terrace, text = facts.get("terrace"), _object(facts.get("text"))
    texts = {column: text.get(language) for language, column in TEXTS.items()}
    row = facts | texts | _object(terrace) | {"terrace": isinstance(terrace, dict)}
    return [_cell(row.get(column)) for column in COLUMNS]


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
