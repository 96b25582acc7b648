"""From the cells of a list to a draft of a place, or the reason why not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cityshop.core.spreadsheets import as_typed
from cityshop.imports.headings import Columns
from cityshop.imports.planning import FIRST_OF_LIST
from cityshop.imports.tables import Row, Table
from cityshop.imports.trait_words import category_in, diets_in, ownership_in, payments_in
from cityshop.places.drafts import (
    DECIMALS,
    INVISIBLE,
    LONGEST_NAME,
    PHONE,
    POSTAL_CODE,
    PlaceDraft,
    Seating,
    clean,
    web_address,
)
from cityshop.places.exports import ON_THE_MAP, OWN_DATA, TEXTS
from cityshop.places.geojson import SOURCE_ID
from cityshop.places.geometry import Position, in_belgium, position
from cityshop.places.kinds import PlaceKind
from cityshop.places.models import folded
from cityshop.places.refused import Reason, Refused, Unusable
from cityshop.places.rules import point_from

LONGEST_TEXT = 2_000
MOST_SEATS = 5_000
KINDS: Mapping[PlaceKind, str] = {
    PlaceKind.CAFE: "cafe koffiehuis koffiebar tearoom koffie kaffee",
    PlaceKind.RESTAURANT: "restaurant brasserie bistro eetcafe eethuis",
    PlaceKind.BAR: "bar pub kroeg bierhuis wijnbar cocktailbar kneipe",
    PlaceKind.FAST_FOOD: "fast_food frituur friterie snackbar snack imbiss broodjeszaak frietkot",
    PlaceKind.ICE_CREAM: "ice_cream ijssalon ijs glacier ijsjes eisdiele roomijs",
    PlaceKind.SHOP: "shop winkel magasin handel commerce boetiek laden geschaft handelszaak",
    PlaceKind.BARBECUE: "barbecue bbq barbecueplek grillplatz",
    PlaceKind.GREEN: "green groen park plantsoen tuin jardin verborgen vert",
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
YES = frozenset({"yes", "ja", "oui", "j", "y", "1", "true", "waar", "vrai", "x", "o"})
WHEELCHAIR = {
    **dict.fromkeys(YES, "yes"),
    **dict.fromkeys(("no", "nee", "non", "nein", "0", "false"), "no"),
    **dict.fromkeys(("limited", "beperkt", "gedeeltelijk", "limite", "partiel", "teilweise"), "limited"),
}
# The field of a place that each of these columns fills.
SAYS = {
    "name": ("name",), "latitude": ("latitude", "longitude"), "point": ("latitude", "longitude"),
    "street": ("street",), "postal_code": ("postal_code",), "town": ("town",), "phone": ("phone",),
    "website": ("website",), "hours": ("hours_text",), "wheelchair": ("wheelchair",),
    "kind": ("kind",), "diets": ("diets",), "payments": ("payments",), "category": ("category",),
    "ownership": ("ownership",), "terrace": ("terrace",), "seats": ("terrace",), "text_nl": ("text",),
    "text_fr": ("text",), "text_en": ("text",), "text_de": ("text",),
}  # fmt: skip
TERRACE = ("terrace", "seats", "covered", "heated")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}([.,][0-9]{1,15})?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def drafts_of(table: Table, columns: Columns, usual_kind: str) -> Iterator[PlaceDraft | Refused]:
    """A draft or a refusal for every row; `usual_kind` is what a row without a kind is."""
    says = _says(columns)
    seen: set[str] = set()
    for number, row in enumerate(table.rows, start=FIRST_OF_LIST):
        name = ""
        try:
            cells = _cells(row, columns)
            name = clean(cells.get("name", ""))[:LONGEST_NAME]
            yield _once(draft_of(cells, says, usual_kind), seen)
        except Unusable as unusable:
            yield Refused(str(number), unusable.reason, name)


def draft_of(cells: Mapping[str, str], says: tuple[str, ...], usual_kind: str) -> PlaceDraft:
    """The place that these cells describe. Raises Unusable."""
    name = clean(cells.get("name", ""))[:LONGEST_NAME]
    if not name:
        raise Unusable(Reason.NO_NAME)
    point = in_belgium(_position(cells))
    kind = _kind(cells.get("kind", "") or usual_kind)
    return PlaceDraft(
        source_id=_source_id(cells.get("source", "")),
        name=name,
        kind=kind,
        latitude=round(point.latitude, DECIMALS),
        longitude=round(point.longitude, DECIMALS),
        street=clean(f"{cells.get('street', '')} {cells.get('house_number', '')}"),
        postal_code=_matching(POSTAL_CODE, cells.get("postal_code", ""), Reason.NOT_A_POSTAL_CODE),
        town=clean(cells.get("town", "")),
        phone=_matching(PHONE, cells.get("phone", ""), Reason.NOT_A_PHONE),
        website=_website(cells.get("website", "")),
        hours_text=clean(cells.get("hours", "")),
        wheelchair=WHEELCHAIR.get(folded(cells.get("wheelchair", "")), "unknown"),
        diets=diets_in(cells.get("diets", "")),
        payments=payments_in(cells.get("payments", "")),
        category=category_in(cells.get("category", "")) if kind is PlaceKind.SHOP else "",
        ownership=ownership_in(cells.get("ownership", "")),
        text=_texts(cells),
        terrace=_terrace(cells),
        slug=slug if _SLUG.fullmatch(slug := cells.get("slug", "")) else "",
        is_own=cells.get("licence", "") in ("", OWN_DATA),
        says=says,
    )


def _says(columns: Columns) -> tuple[str, ...]:
    said = {field for column in columns for field in SAYS.get(column, ())}
    return tuple(sorted(said | {"name", "kind", "latitude", "longitude"}))


def _cells(row: Row, columns: Columns) -> dict[str, str]:
    if isinstance(row, Reason):
        raise Unusable(row)
    return {field: _cell(row, number) for field, number in columns.items()}


def _cell(row: Sequence[str], number: int) -> str:
    return as_typed(row[number].strip()) if number < len(row) else ""


def _once(draft: PlaceDraft, seen: set[str]) -> PlaceDraft:
    if draft.source_id and draft.source_id in seen:
        raise Unusable(Reason.SAME_OBJECT)
    seen.add(draft.source_id)
    return draft


def _position(cells: Mapping[str, str]) -> Position:
    if cells.get("point"):
        return point_from(cells["point"].strip("()[]"))
    return position(_number(cells.get("longitude", "")), _number(cells.get("latitude", "")))


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _kind(text: str) -> PlaceKind:
    if text in list(PlaceKind):
        return PlaceKind(text)
    words: Iterable[str] = re.split(r"[\W]+", folded(text))
    kind = next(
        (_KIND_OF[one] for word in words for one in (word, word.removesuffix("s")) if one in _KIND_OF), None
    )
    if kind is None:
        raise Unusable(Reason.KIND_UNKNOWN)
    return kind


def _matching(pattern: re.Pattern[str], text: str, otherwise: Reason) -> str:
    if text and not pattern.fullmatch(text):
        raise Unusable(otherwise)
    return text


def _website(text: str) -> str:
    address = web_address(text if "://" in text or ":" in text else f"https://{text}") if text else ""
    if text and not address:
        raise Unusable(Reason.UNSAFE_WEBSITE)
    return address


def _source_id(text: str) -> str:
    source_id = text.removeprefix(ON_THE_MAP)
    return source_id if SOURCE_ID.fullmatch(source_id) else ""


def _texts(cells: Mapping[str, str]) -> dict[str, str]:
    texts = {language: _paragraphs(cells.get(column, "")) for language, column in TEXTS.items()}
    return {language: text for language, text in texts.items() if text}


def _paragraphs(text: str) -> str:
    lines = (" ".join(INVISIBLE.sub(" ", line).split()) for line in text.splitlines())
    return "\n".join(lines).strip()[:LONGEST_TEXT]


def _terrace(cells: Mapping[str, str]) -> Seating | None:
    has_one = _is_yes(cells.get("terrace", "")) if "terrace" in cells else bool(cells.get("seats"))
    if not has_one:
        return None
    return Seating(_seats(cells), _is_yes(cells.get("covered", "")), _is_yes(cells.get("heated", "")))


def _is_yes(text: str) -> bool:
    return folded(text) in YES


def _seats(cells: Mapping[str, str]) -> int | None:
    text = cells.get("seats", "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_SEATS))
    if text and not (is_number and 1 <= int(text) <= MOST_SEATS):
        raise Unusable(Reason.NOT_SEATS)
    return int(text) if text else None
