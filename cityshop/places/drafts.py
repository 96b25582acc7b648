"""From what a map says to what a guide shows: a cleaned draft of a place, or the reason why not."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cityshop.places.geometry import Position, in_belgium
from cityshop.places.kinds import PlaceKind, kind_of
from cityshop.places.refused import Reason, Refused, Unusable
from cityshop.places.traits import Ownership, category_of, diets_of, payments_of

DECIMALS = 7  # of a degree: a centimetre, as OpenStreetMap keeps them
# What a map knows of a place: the fields that an import of one compares and writes.
FROM_THE_MAP = (
    "name", "kind", "latitude", "longitude", "street", "postal_code", "town", "phone", "website",
    "hours_text", "wheelchair", "diets", "payments", "category",
)  # fmt: skip
LONGEST_NAME = 200
LONGEST_TEXT = 500
PHONE = re.compile(r"\+?[0-9 ()/.\-]{6,30}")
POSTAL_CODE = re.compile(r"[1-9][0-9]{3}")
WHEELCHAIR = {"yes": "yes", "designated": "yes", "limited": "limited", "no": "no"}
# Control signs, signs that turn the direction of writing, and halves of signs that no database takes.
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Found:
    """An object as a map file has it. `source_id` is like `way/123`, empty when it has none."""

    source_id: str
    tags: Mapping[str, str]
    position: Position
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Seating:
    """A terrace as a file has it."""

    seats: int | None = None
    is_covered: bool = False
    is_heated: bool = False


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A place as a file knows it. Degrees are WGS 84.

    `says` names the fields that the file speaks about: empty ones are empty there too, others stay as they
    are. `slug` is the place's own word in addresses, where the file was once exported from a guide;
    `is_own` that its fields are the city's, even if an object on a map stands behind it.
    """

    source_id: str
    name: str
    kind: PlaceKind
    latitude: float
    longitude: float
    source_version: int | None = None
    street: str = ""
    postal_code: str = ""
    town: str = ""
    phone: str = ""
    website: str = ""
    hours_text: str = ""
    wheelchair: str = "unknown"
    diets: list[str] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)
    category: str = ""
    ownership: str = Ownership.UNKNOWN
    text: Mapping[str, str] = field(default_factory=dict)
    terrace: Seating | None = None
    slug: str = ""
    is_own: bool = False
    says: tuple[str, ...] = FROM_THE_MAP


def drafts(rows: Iterable[Found | Refused]) -> Iterator[PlaceDraft | Refused]:
    """A draft or a refusal for every row, in the same order; an object that comes twice counts once."""
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Refused):
            yield row
            continue
        try:
            yield _first_draft(row, seen)
        except Unusable as unusable:
            name = clean(row.tags.get("name", ""))
            yield Refused(row.source_id or str(number), unusable.reason, name)


def _first_draft(found: Found, seen: set[str]) -> PlaceDraft:
    draft = draft_of(found)
    if draft.source_id in seen:
        raise Unusable(Reason.SAME_OBJECT)
    if draft.source_id:
        seen.add(draft.source_id)
    return draft


def draft_of(found: Found) -> PlaceDraft:
    """The place this object is. Raises Unusable when it does not belong in the guide."""
    tags = found.tags
    kind = kind_of(tags)
    if kind is None:
        raise Unusable(Reason.NOT_IN_A_GUIDE)
    name = clean(tags.get("name", ""))[:LONGEST_NAME]
    if not name:
        raise Unusable(Reason.NO_NAME)
    point = in_belgium(found.position)
    return PlaceDraft(
        source_id=found.source_id,
        name=name,
        kind=kind,
        latitude=round(point.latitude, DECIMALS),
        longitude=round(point.longitude, DECIMALS),
        source_version=found.version,
        street=_street(tags),
        postal_code=_matching(POSTAL_CODE, tags.get("addr:postcode", "")),
        town=clean(tags.get("addr:city", "")),
        phone=_matching(PHONE, _first_of(tags, "phone", "contact:phone", "contact:mobile")),
        website=web_address(_first_of(tags, "website", "contact:website", "url")),
        hours_text=clean(tags.get("opening_hours", "")),
        wheelchair=WHEELCHAIR.get(tags.get("wheelchair", ""), "unknown"),
        diets=diets_of(tags),
        payments=payments_of(tags),
        category=category_of(tags) if kind is PlaceKind.SHOP else "",
    )


def clean(text: str) -> str:
    """One line without invisible signs, of at most 500 characters."""
    return " ".join(INVISIBLE.sub(" ", text).split())[:LONGEST_TEXT]


def web_address(text: str) -> str:
    """An http or https address, completed where only `www.` stands; empty for anything else."""
    address = f"https://{text}" if text.lower().startswith("www.") else text
    return address if _is_web_address(address) else ""


def _is_web_address(address: str) -> bool:
    if len(address) > LONGEST_TEXT or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    # A name before the host (https://bank.be@elsewhere.be) only serves to mislead.
    return parts.scheme in {"http", "https"} and "." in parts.netloc and "@" not in parts.netloc


def _street(tags: Mapping[str, str]) -> str:
    return clean(f"{_first_of(tags, 'addr:street', 'addr:place')} {tags.get('addr:housenumber', '')}")


def _first_of(tags: Mapping[str, str], *keys: str) -> str:
    """The first value of the first of these keys that says something; maps separate values with `;`."""
    values = (tags.get(key, "").split(";")[0].strip() for key in keys)
    return next(filter(None, values), "")


def _matching(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""
