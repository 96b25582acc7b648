"""The guide for other programs: JSON, GeoJSON (RFC 7946) and CSV for Belgian spreadsheets.

Pure: places in, documents out. Text is data here; what a page would escape stays as it is. What is written
here, an import reads back without loss.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cityshop.core.spreadsheets import csv_of
from cityshop.core.words import LANGUAGES
from cityshop.places.drafts import web_address
from cityshop.places.guide import Seen

ODBL = "ODbL-1.0"
OWN_DATA = "own data"
ODBL_ADDRESS = "https://opendatacommons.org/licenses/odbl/1-0/"
ODBL_CREDIT = "© OpenStreetMap contributors, https://www.openstreetmap.org/copyright"
ON_THE_MAP = "https://www.openstreetmap.org/"
TEXTS = {language: f"text_{language}" for language in LANGUAGES}
COLUMNS = (
    "slug", "name", "kind", "street", "postal_code", "town", "latitude", "longitude", "phone", "website",
    "hours", "state", "wheelchair", "diets", "payments", "category", "ownership",
    "terrace", "seats", "covered", "heated", *TEXTS.values(), "source", "licence",
)  # fmt: skip

AddressOf = Callable[[str], str]


@dataclass(frozen=True)
class Source:
    """Whose data it is: the city's name, and how a slug becomes a full address.

    `of_the_map` are the ids of the places that carry something of OpenStreetMap.
    """

    city: str
    address_of: AddressOf
    of_the_map: frozenset[int] = frozenset()


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
        "website": web_address(place.website),
        "text": place.text,
        "hours": place.hours_text,
        "state": opening.state,
        "next_change": _written(opening.next_change),
        "wheelchair": place.wheelchair,
        "diets": place.diets,
        "payments": place.payments,
        "category": place.category,
        "ownership": place.ownership,
        "terrace": terrace if place.has_terrace else None,
        "source": f"{ON_THE_MAP}{place.source_id}" if place.source_id else source.city,
        "licence": ODBL if place.id in source.of_the_map else OWN_DATA,
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
    return csv_of(COLUMNS, (as_cells(one, source).values() for one in seen))


def as_cells(seen: Seen, source: Source) -> dict[str, str]:
    """One place as texts, in the order of COLUMNS."""
    facts = as_facts(seen, source)
    terrace: Mapping[str, Any] = facts["terrace"] or {}
    texts = {column: facts["text"].get(language) for language, column in TEXTS.items()}
    row = facts | {**terrace, **texts, "terrace": bool(terrace)}
    return {column: _cell(row.get(column)) for column in COLUMNS}


def licence_of(seen: Iterable[Seen], source: Source) -> dict[str, str]:
    """Under which terms: OpenStreetMap's as soon as one field comes from there."""
    if any(one.place.id in source.of_the_map for one in seen):
        return {"licence": ODBL, "licence_url": ODBL_ADDRESS, "attribution": ODBL_CREDIT}
    return {"licence": OWN_DATA, "attribution": source.city}


def _feature(seen: Seen, source: Source) -> dict[str, Any]:
    facts = as_facts(seen, source)
    point = [facts.pop("longitude"), facts.pop("latitude")]
    return {
        "type": "Feature",
        "id": facts["slug"],
        "geometry": {"type": "Point", "coordinates": point},
        "properties": facts,
    }


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)


def _written(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
