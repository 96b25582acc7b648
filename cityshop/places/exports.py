"""The guide for other programs: JSON, GeoJSON (RFC 7946) and CSV for Belgian spreadsheets.

Pure: places in, documents out. Text is data here; what a page would escape stays as it is.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cityshop.places.guide import Seen

ODBL = "ODbL-1.0"
ODBL_ADDRESS = "https://opendatacommons.org/licenses/odbl/1-0/"
ODBL_CREDIT = "© OpenStreetMap contributors, https://www.openstreetmap.org/copyright"
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "slug", "name", "kind", "street", "postal_code", "town", "latitude", "longitude", "phone", "website",
    "hours", "state", "wheelchair", "terrace", "seats", "covered", "heated", "source", "licence",
)  # fmt: skip

AddressOf = Callable[[str], str]


@dataclass(frozen=True)
class Source:
    """Whose data it is: the city's name, and how to make the full address of a place from its slug."""

    city: str
    address_of: AddressOf


def as_facts(seen: Seen, source: Source) -> dict[str, Any]:
    """One place for programs. Times are ISO 8601 UTC, degrees WGS 84."""
    place, opening = seen.place, seen.opening
    terrace = {"seats": place.seats, "covered": place.is_covered, "heated": place.is_heated}
    return {
        "slug": place.slug,
        "name": place.name,
        "kind": place.kind,
        "url": source.address_of(place.slug),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "street": place.street,
        "postal_code": place.postal_code,
        "town": place.town,
        "phone": place.phone,
        "website": place.website,
        "text": place.text,
        "hours": place.hours_text,
        "state": opening.state,
        "next_change": _written(opening.next_change),
        "wheelchair": place.wheelchair,
        "terrace": terrace if place.has_terrace else None,
        "source": f"https://www.openstreetmap.org/{place.source_id}" if place.source_id else source.city,
    }


def as_json(seen: Sequence[Seen], source: Source) -> dict[str, Any]:
    """A list of places with its licence."""
    places = [as_facts(one, source) for one in seen]
    return {"city": source.city, **licence_of(seen, source), "count": len(places), "places": places}


def as_geojson(seen: Sequence[Seen], source: Source) -> dict[str, Any]:
    """A FeatureCollection with longitude first, its licence beside the features."""
    features = [_feature(one, source) for one in seen]
    return {"type": "FeatureCollection", **licence_of(seen, source), "features": features}


def as_csv(seen: Iterable[Seen], source: Source) -> str:
    """Rows with `;` and a byte order mark, as Belgian spreadsheets open them; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in seen:
        writer.writerow(_cells(one, source))
    return BYTE_ORDER_MARK + text.getvalue()


def licence_of(seen: Iterable[Seen], source: Source) -> dict[str, str]:
    """Under which terms: OpenStreetMap's as soon as one row comes from there."""
    if any(one.place.source_id for one in seen):
        return {"licence": ODBL, "licence_url": ODBL_ADDRESS, "attribution": ODBL_CREDIT}
    return {"licence": "own data", "attribution": source.city}


def _feature(seen: Seen, source: Source) -> dict[str, Any]:
    facts = as_facts(seen, source)
    point = [facts.pop("longitude"), facts.pop("latitude")]
    return {
        "type": "Feature",
        "id": facts["slug"],
        "geometry": {"type": "Point", "coordinates": point},
        "properties": facts,
    }


def _cells(seen: Seen, source: Source) -> list[Any]:
    facts = as_facts(seen, source)
    terrace: Mapping[str, Any] = facts["terrace"] or {}
    licence = ODBL if seen.place.source_id else "own data"
    extra = {"terrace": "yes" if facts["terrace"] else "no", **terrace, "licence": licence}
    row = facts | extra
    return [_cell(row.get(column)) for column in COLUMNS]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value


def _written(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
