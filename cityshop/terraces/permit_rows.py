"""What a row of a permit list says, or why it cannot be used. The city's own headings are understood."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cityshop.core.spreadsheets import as_typed
from cityshop.core.words import n_
from cityshop.places.drafts import clean
from cityshop.places.models import folded
from cityshop.places.rules import clock_from
from cityshop.terraces.errors import PermitColumnsMissing, PermitListEmpty

MOST_ROWS_BEFORE_HEADINGS = 10
MOST_SQUARE_METRES = 20_000
MOST_SEATS = 5_000
HEADINGS: Mapping[str, frozenset[str]] = {
    "name": frozenset({
        "naam", "zaak", "handelsnaam", "naamzaak", "handelszaak", "uitbating", "exploitatie", "benaming",
        "horecazaak", "name", "nom", "enseigne",
    }),
    "street": frozenset({
        "straat", "adres", "straatennummer", "straatnummer", "straatnr", "straatnaam", "street", "address",
        "rue", "adresse",
    }),
    "number": frozenset({"nr", "nummer", "huisnummer", "huisnr", "number", "numero", "no"}),
    "square_metres": frozenset({
        "m2", "oppervlakte", "oppervlaktem2", "oppervlakteinm2", "aantalm2", "vierkantemeter", "squaremetres",
        "surface", "superficie", "surfacem2",
    }),
    "seats": frozenset({"zitplaatsen", "plaatsen", "aantalzitplaatsen", "seats", "places"}),
    "permit_from": frozenset({
        "van", "vanaf", "begin", "begindatum", "start", "startdatum", "geldigvan", "geldigvanaf",
        "vergundvan", "vergundvanaf", "vergunningvan", "vergunningvanaf", "permitfrom", "from", "du", "debut",
    }),
    "permit_to": frozenset({
        "tot", "totenmet", "tem", "einde", "einddatum", "eind", "geldigtot", "vergundtot", "vergunningtot",
        "vergundtotenmet", "permitto", "permituntil", "to", "until", "au", "fin",
    }),
    "closing_hour": frozenset({
        "sluitingsuur", "sluiting", "sluituur", "sluitingsuurterras", "closinghour", "heuredefermeture",
        "fermeture",
    }),
    "extension": frozenset({"uitbreiding", "extension", "terrasuitbreiding", "agrandissement"}),
}  # fmt: skip
YES = frozenset({"ja", "j", "x", "1", "yes", "y", "oui", "o", "true", "waar", "uitbreiding"})
NO = frozenset({"", "nee", "neen", "n", "0", "no", "non", "false", "onwaar"})

_NOT_A_SIGN = re.compile(r"[^a-z0-9]")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T].*)?")
_DAY = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})")
_AMOUNT = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,4}))?\s*(?:m2|m²|m)?")
_HOUR = re.compile(r"([0-9]{1,2})\s*(?:u|h|uur)?")


class RowReason(StrEnum):
    """Why a row of a list changes nothing."""

    NO_NAME = "no_name"
    NO_STREET = "no_street"
    BAD_DAY = "bad_day"
    ENDS_BEFORE = "ends_before"
    NO_END = "no_end"
    BAD_NUMBER = "bad_number"
    BAD_HOUR = "bad_hour"
    BAD_EXTENSION = "bad_extension"
    STREET_UNKNOWN = "street_unknown"
    NAME_UNKNOWN = "name_unknown"
    SEVERAL = "several"
    TWICE = "twice"

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES = {
    RowReason.NO_NAME: n_("There is no name in this row."),
    RowReason.NO_STREET: n_("There is no street in this row."),
    RowReason.BAD_DAY: n_("A date in this row is not readable. Write it like 30/09/2026."),
    RowReason.ENDS_BEFORE: n_("The permit ends before it begins."),
    RowReason.NO_END: n_("An extension needs a date on which its permit ends."),
    RowReason.BAD_NUMBER: n_("The square metres or seats are no number that a terrace can have."),
    RowReason.BAD_HOUR: n_("The closing hour is not readable. Write it like 23:00."),
    RowReason.BAD_EXTENSION: n_("The column for the extension says neither yes nor no."),
    RowReason.STREET_UNKNOWN: n_("The guide has no place in this street."),
    RowReason.NAME_UNKNOWN: n_("The guide has no place with this name in this street."),
    RowReason.SEVERAL: n_("More than one place in this street could be meant. Add the house number."),
    RowReason.TWICE: n_("An earlier row of this list is about the same permit."),
}


class RowUnusable(ValueError):
    """Why one row changes nothing."""

    def __init__(self, reason: RowReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class PermitRow:
    """One permit of the list; days are ISO 8601, empty where the list does not say. `row` counts from 1.

    `reason` is why the row alone cannot be used, empty when it can.
    """

    row: int
    name: str
    street: str
    square_metres: int | None = None
    seats: int | None = None
    permit_from: str = ""
    permit_to: str = ""
    closing_hour: str = ""
    is_extension: bool = False
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        return asdict(self)


def permit_rows(rows: Sequence[Sequence[str]]) -> list[PermitRow]:
    """The permits under the headings. Raises PermitColumnsMissing and PermitListEmpty."""
    for number, cells in enumerate(rows[:MOST_ROWS_BEFORE_HEADINGS], start=1):
        columns = _columns(cells)
        if {"name", "street"} <= columns.keys() and {"permit_to", "square_metres"} & columns.keys():
            found = list(_permits(rows[number:], columns, first=number + 1))
            if not found:
                raise PermitListEmpty
            return found
    raise PermitColumnsMissing


def _permits(rows: Sequence[Sequence[str]], columns: Mapping[str, int], *, first: int) -> Iterable[PermitRow]:
    for number, cells in enumerate(rows, start=first):
        if any(cells):
            yield _permit({name: _cell(cells, place) for name, place in columns.items()}, number)


def _permit(facts: Mapping[str, str], row: int) -> PermitRow:
    name, street = clean(facts["name"]), clean(f"{facts['street']} {facts.get('number', '')}")
    try:
        return _usable(facts, PermitRow(row, name, street))
    except RowUnusable as unusable:
        return PermitRow(row, name, street, reason=unusable.reason)


def _usable(facts: Mapping[str, str], plain: PermitRow) -> PermitRow:
    if not plain.name:
        raise RowUnusable(RowReason.NO_NAME)
    if not plain.street:
        raise RowUnusable(RowReason.NO_STREET)
    start, end = day_from(facts.get("permit_from", "")), day_from(facts.get("permit_to", ""))
    is_extension = _yes_or_no(facts.get("extension", ""))
    if start and end and end < start:
        raise RowUnusable(RowReason.ENDS_BEFORE)
    if is_extension and not end:
        raise RowUnusable(RowReason.NO_END)
    return PermitRow(
        row=plain.row,
        name=plain.name,
        street=plain.street,
        square_metres=amount_from(facts.get("square_metres", ""), largest=MOST_SQUARE_METRES),
        seats=amount_from(facts.get("seats", ""), largest=MOST_SEATS),
        permit_from=start.isoformat() if start else "",
        permit_to=end.isoformat() if end else "",
        closing_hour=hour_from(facts.get("closing_hour", "")),
        is_extension=is_extension,
    )


def day_from(text: str) -> date | None:
    """`30/09/2026`, `2026-09-30` and the like; None where nothing stands. Raises RowUnusable."""
    if not text:
        return None
    iso, belgian = _ISO_DAY.fullmatch(text), _DAY.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if belgian:
            return date(int(belgian[3]), int(belgian[2]), int(belgian[1]))
    except ValueError as reason:
        raise RowUnusable(RowReason.BAD_DAY) from reason
    raise RowUnusable(RowReason.BAD_DAY)


def amount_from(text: str, *, largest: int) -> int | None:
    """`24`, `24,5` or `24 m²`, rounded; None where nothing stands. Raises RowUnusable."""
    if not text:
        return None
    match = _AMOUNT.fullmatch(folded(text))
    amount = round(float(f"{match[1]}.{match[2] or 0}")) if match else 0
    if not 1 <= amount <= largest:
        raise RowUnusable(RowReason.BAD_NUMBER)
    return amount


def hour_from(text: str) -> str:
    """`23:00` out of `23u`, `23u00` and the like; empty where nothing stands. Raises RowUnusable."""
    if not text:
        return ""
    plain = folded(text).removesuffix(" uur")
    whole = _HOUR.fullmatch(plain)
    hour = clock_from(f"{whole[1]}:00" if whole else plain.replace(" ", "")[:5])
    if hour is None:
        raise RowUnusable(RowReason.BAD_HOUR)
    return hour


def _yes_or_no(text: str) -> bool:
    word = folded(text)
    if word in YES:
        return True
    if word not in NO:
        raise RowUnusable(RowReason.BAD_EXTENSION)
    return False


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Where each heading stands; the first of two that mean the same."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        word = _NOT_A_SIGN.sub("", folded(cell))
        for name, words in HEADINGS.items():
            if word in words:
                found.setdefault(name, place)
    return found


def _cell(cells: Sequence[str], place: int) -> str:
    text = cells[place].strip() if place < len(cells) else ""
    return as_typed(text)
