"""Lists of vacant premises as files: CSV in and out, GeoJSON (RFC 7946) out. Pure: bytes in, drafts out."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cityshop.core.spreadsheets import as_typed, csv_of, text_of
from cityshop.core.words import n_
from cityshop.places.drafts import POSTAL_CODE, clean
from cityshop.places.refused import Unusable
from cityshop.places.rules import point_from
from cityshop.vacancies.errors import ColumnsMissing, ListTooLong, NotAList
from cityshop.vacancies.models import Vacancy, VacancyStatus
from cityshop.vacancies.services import Key, VacancyDraft

COLUMNS = (
    "street", "number", "postal_code", "status", "latitude", "longitude", "square_metres", "since", "contact",
    "note", "shown",
)  # fmt: skip
NEEDED = ("street", "number", "postal_code")
MOST_LINES = 2_000
MOST_SQUARE_METRES = 100_000
YES = frozenset({"1", "yes", "ja", "oui", "true"})


@dataclass(frozen=True)
class WrongLine:
    """A line that cannot be used, by its number in the file, and why."""

    number: int
    sentence: str


class _Wrong(Exception):
    """Why a line cannot be used."""


def read_list(content: bytes) -> list[VacancyDraft | WrongLine]:
    """A draft or a reason for every line. Raises NotAList, ColumnsMissing or ListTooLong."""
    text = _decoded(content)
    first = text.splitlines()[0] if text.strip() else ""
    separator = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise NotAList from error
    names = [name.strip().casefold() for name in rows[0]] if rows else []
    if not set(NEEDED) <= set(names):
        raise ColumnsMissing
    if len(rows) - 1 > MOST_LINES:
        raise ListTooLong(most=MOST_LINES)
    return list(_drafts(names, rows[1:]))


def as_csv(vacancies: Iterable[Vacancy]) -> str:
    """Rows with `;` and a byte order mark, as Belgian spreadsheets open them; no cell is a formula."""
    return csv_of(COLUMNS, (_cells(one) for one in vacancies))


def as_geojson(vacancies: Iterable[Vacancy]) -> dict[str, Any]:
    """What the public sees of those with a point: neither contact nor note."""
    return {"type": "FeatureCollection", "features": [_feature(one) for one in vacancies if _has_point(one)]}


def _drafts(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[VacancyDraft | WrongLine]:
    seen: set[Key] = set()
    for number, row in enumerate(rows, start=2):
        cells = {name: _plain(cell) for name, cell in zip(names, row, strict=False)}
        if not any(cells.values()):
            continue
        try:
            yield _first_draft(cells, seen)
        except _Wrong as wrong:
            yield WrongLine(number, str(wrong))


def _first_draft(cells: Mapping[str, str], seen: set[Key]) -> VacancyDraft:
    draft = _draft(cells)
    if draft.key in seen:
        raise _Wrong(n_("This door stands twice in the list."))
    seen.add(draft.key)
    return draft


def _draft(cells: Mapping[str, str]) -> VacancyDraft:
    if not all(cells.get(name) for name in NEEDED):
        raise _Wrong(n_("Street, number and postal code are needed."))
    if not POSTAL_CODE.fullmatch(cells["postal_code"]):
        raise _Wrong(n_("A Belgian postal code has four digits, such as 8500."))
    point = _point(cells.get("latitude", ""), cells.get("longitude", ""))
    return VacancyDraft(
        street=cells["street"],
        number=cells["number"],
        postal_code=cells["postal_code"],
        status=_status(cells.get("status", "")),
        latitude=point[0],
        longitude=point[1],
        square_metres=_square_metres(cells.get("square_metres", "")),
        since=_since(cells.get("since", "")),
        contact=cells.get("contact", ""),
        note=cells.get("note", ""),
        is_shown=cells.get("shown", "").casefold() in YES,
    )


def _status(text: str) -> VacancyStatus:
    try:
        return VacancyStatus(text.casefold() or VacancyStatus.VACANT)
    except ValueError as error:
        raise _Wrong(n_("The status is one of: vacant, in-talks, let, renovation.")) from error


def _point(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    if not latitude and not longitude:
        return None, None
    try:
        point = point_from(f"{latitude.replace(',', '.')}; {longitude.replace(',', '.')}")
    except Unusable as unusable:
        raise _Wrong(unusable.reason.sentence) from unusable
    return point.latitude, point.longitude


def _square_metres(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_SQUARE_METRES):
        raise _Wrong(n_("Square metres are a whole number, such as 120."))
    return int(text[:9])


def _since(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise _Wrong(n_("Write the day like 2026-09-30.")) from error


def _decoded(content: bytes) -> str:
    """UTF-8, with or without its mark, else what Windows writes; raises NotAList for anything binary."""
    if b"\0" in content:
        raise NotAList
    return text_of(content)


def _plain(cell: str) -> str:
    return as_typed(clean(cell))


def _cells(one: Vacancy) -> list[Any]:
    facts = (
        one.street, one.number, one.postal_code, one.status, one.latitude, one.longitude, one.square_metres,
        one.since, one.contact, one.note,
    )  # fmt: skip
    return [*facts, "yes" if one.is_shown else "no"]


def _has_point(one: Vacancy) -> bool:
    return one.latitude is not None and one.longitude is not None


def _feature(one: Vacancy) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
        "properties": {
            "street": one.street,
            "number": one.number,
            "postal_code": one.postal_code,
            "status": one.status,
            "square_metres": one.square_metres,
            "since": one.since.isoformat() if one.since else None,
        },
    }
