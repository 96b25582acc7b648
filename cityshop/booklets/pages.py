"""The printed guide as its page shows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from flask import current_app, url_for

from cityshop.booklets.rules import Sheet, headings_of, laid_out, lines_of, street_of
from cityshop.booklets.short_hours import short_hours
from cityshop.core.db import Session
from cityshop.core.qr import quick_qr_svg
from cityshop.core.words import n_
from cityshop.places.exports import ODBL_CREDIT
from cityshop.places.filter_chips import worn
from cityshop.places.filters import GuideFilters, Sort, address_of
from cityshop.places.guide import Seen, all_fitting_places
from cityshop.places.kinds import PlaceKind
from cityshop.places.open_states import hours_of
from cityshop.places.queries import PLACES_A_PAGE
from cityshop.places.rules import day_of
from cityshop.places.words import KINDS, kind_words, traits_of
from cityshop.web.i18n import own_text, translated
from cityshop.web.parts import Part

MOST_PLACES = 1_200
SIGNS_OF_A_NAME = 54  # on a line
FIRST_NUMBER = 3  # after the cover and the legend


class By(StrEnum):
    KIND = "kind"
    STREET = "street"


BY_WORDS: Mapping[By, str] = {By.KIND: n_("By kind"), By.STREET: n_("By street")}


@dataclass(frozen=True)
class Entry:
    """One place on paper."""

    heading: str
    kind: str
    name: str
    about: str
    text: str
    hours: str
    traits: Sequence[tuple[str, str]]

    @cached_property
    def lines(self) -> int:
        """How high it is, in lines of text, the space under it included."""
        name = -(-len(self.name) // SIGNS_OF_A_NAME)
        return name + 1 + lines_of(self.about, self.text, self.hours or " ") + (1 if self.traits else 0)


@dataclass(frozen=True)
class PrintedSheet:
    """A sheet with its QR code, as SVG, and the address that it leads to."""

    sheet: Sheet[Entry]
    qr: str
    address: str


@dataclass(frozen=True)
class BookletPage:
    """The whole booklet; no sheets where `total` is more than `most`. `ways`: words, address, is current."""

    total: int
    most: int
    sheets: Sequence[PrintedSheet]
    contents: Sequence[tuple[str, int]]
    chosen: Sequence[str]
    ways: Sequence[tuple[str, Mapping[str, Any], bool]]
    guide: str
    qr: str
    credit: str
    made_at: datetime
    until: datetime


def booklet_page(session: Session, filters: GuideFilters, by: By, *, now: datetime) -> BookletPage:
    """The places that fit, on sheets: by kind or by street."""
    plain = replace(filters, page=1, map=False, sort=Sort.STREET if by is By.STREET else Sort.NAME)
    seen, until = all_fitting_places(session, plain, now=now)
    fits = len(seen) <= MOST_PLACES
    sheets = laid_out(_entries(seen, by, now), first_number=FIRST_NUMBER) if fits else []
    address_of_sheet = _addresses(plain, seen, by)
    guide = _whole(address_of(replace(plain, sort=Sort.NAME)))
    return BookletPage(
        total=len(seen),
        most=MOST_PLACES,
        sheets=[_printed(sheet, address_of_sheet(sheet)) for sheet in sheets],
        contents=list(headings_of(sheets)) if by is By.KIND else (),
        chosen=[one.words for one in worn(filters)],
        ways=[(translated(BY_WORDS[way]), address_of(filters) | {"by": way.value}, way is by) for way in By],
        guide=guide,
        qr=_qr(guide),
        credit=ODBL_CREDIT if any(one.place.source_id for one in seen) else "",
        made_at=now,
        until=until,
    )


def guide_part(session: Session, now: datetime) -> Part | None:
    """The way to the printed guide from the list."""
    return Part("booklets/_guide.html")


def desk_part(session: Session, now: datetime) -> Part | None:
    """The way to the printed guide for town hall."""
    return Part("booklets/_desk.html", {"ways": [(translated(BY_WORDS[by]), by.value) for by in By]})


def _entries(seen: Sequence[Seen], by: By, now: datetime) -> list[Entry]:
    if by is By.KIND:
        kinds = list(PlaceKind)
        seen = sorted(seen, key=lambda one: kinds.index(PlaceKind(one.place.kind)))
    return [_entry(one, by, now) for one in seen]


def _entry(seen: Seen, by: By, now: datetime) -> Entry:
    place = seen.place
    what = kind_words(place.kind, place.category)
    is_by_street = by is By.STREET
    heading = street_of(place.street) or translated(n_("Elsewhere"))
    about = [place.street or place.town, place.phone]
    return Entry(
        heading=heading if is_by_street else translated(KINDS[place.kind]),
        kind=place.kind,
        name=place.name,
        about=", ".join(filter(None, [what, *about])),
        text=own_text(place.text),
        hours=short_hours(hours_of(place.rules), day_of(now)) or place.hours_text,
        traits=traits_of(
            has_terrace=place.has_terrace,
            seats=place.seats,
            is_covered=place.is_covered,
            is_heated=place.is_heated,
            wheelchair=place.wheelchair,
        ),
    )


def _addresses(filters: GuideFilters, seen: Sequence[Seen], by: By) -> Callable[[Sheet[Entry]], str]:
    """Where the first entry of a sheet stands in the guide on the web."""
    starts: dict[str, int] = {}

    def of_sheet(sheet: Sheet[Entry]) -> str:
        if by is By.STREET:
            return _whole(address_of(replace(filters, page=sheet.first // PLACES_A_PAGE + 1)))
        kind = PlaceKind(sheet.blocks[0].entries[0].kind)
        start = starts.setdefault(kind, sheet.first)
        return _whole(
            address_of(replace(filters, kind=kind, page=(sheet.first - start) // PLACES_A_PAGE + 1))
        )

    return of_sheet


def _printed(sheet: Sheet[Entry], address: str) -> PrintedSheet:
    return PrintedSheet(sheet, _qr(address), address)


def _qr(address: str) -> str:
    return quick_qr_svg(address, translated(n_("QR code: %(address)s"), address=address))


def _whole(query: Mapping[str, Any]) -> str:
    base: str = current_app.config["BASE_URL"]
    return base + url_for("guide.index", **query)
