"""What the pages of phones and their scans show; their part of other rooms' pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, g, url_for

from cityshop.core.db import Session, chosen_city
from cityshop.core.qr import qr_svg
from cityshop.core.words import n_
from cityshop.devices import queries, words
from cityshop.devices.models import Device
from cityshop.devices.queries import ScanLine
from cityshop.devices.rules import is_clock_wrong
from cityshop.merchants.models import Counter
from cityshop.web.i18n import euro, moment, own_text, translated
from cityshop.web.parts import Part

LAST_OF_A_CODE = 4


@dataclass(frozen=True)
class PhoneRow:
    """A phone in a list; `shop` for town hall."""

    id: int
    name: str
    counter: str
    shop: str
    seen: str
    waiting: int
    state: str
    look: str


@dataclass(frozen=True)
class ScanRow:
    """A scan that did not simply count, as the shop and town hall see it."""

    id: int
    when: str
    shop: str
    counter: str
    phone: str
    title: str
    code: str
    amount: str
    verdict: str
    look: str
    why: str
    decision: str
    decision_look: str
    decided: str
    reason: str


@dataclass(frozen=True)
class PairingPage:
    """A link for one phone, shown once; `qr` is SVG."""

    link: str
    qr: str
    until: str


def phone_rows(devices: Sequence[Device]) -> list[PhoneRow]:
    """Phones ready to show."""
    return [_phone_row(device) for device in devices]


def scan_rows(lines: Sequence[ScanLine]) -> list[ScanRow]:
    """Scans that did not simply count, ready to show."""
    return [scan_row(line) for line in lines]


def scan_row(line: ScanLine) -> ScanRow:
    """One of them."""
    scan = line.scan
    said, look = words.verdict(scan)
    decided, decided_look = words.decision(scan)
    return ScanRow(
        id=scan.id,
        when=moment(scan.corrected_at or scan.scanned_at or scan.received_at),
        shop=line.shop_name,
        counter=line.counter_name,
        phone=line.device_name,
        title=own_text(line.title) if line.title else translated(n_("Not known")),
        code=f"…{line.code[-LAST_OF_A_CODE:]}" if line.code else "",
        amount=euro(scan.amount_cents) if scan.amount_cents is not None else "",
        verdict=said,
        look=look,
        why=words.why(scan),
        decision=decided,
        decision_look=decided_look,
        decided=moment(scan.decided_at) if scan.decided_at else "",
        reason=scan.decision_reason,
    )


def pairing_page(counter: Counter, secret: str, until: datetime) -> PairingPage:
    """The link with the site's own name, whatever a request claims it is."""
    path = url_for("device_till.ask", token=counter.token, secret=secret)
    link = f"{current_app.config['BASE_URL']}{path}"
    return PairingPage(link, qr_svg(link, translated(n_("Link that pairs a phone"))), moment(until, "HH:mm"))


def till_part(session: Session, now: datetime) -> Part | None:
    """On the counter: whether this phone can go on without reception, and what waits on it."""
    return Part("devices/_till.html", {"words": words.phone_words()})


def own_shop_part(session: Session, now: datetime) -> Part | None:
    """On the page of the shop: its phones, and how many scans ask attention."""
    shop = g.shop
    waiting = queries.count_to_look_at(session, shop.city_id, shop_ids=[shop.id])
    return Part("devices/_own_shop.html", {"waiting": waiting})


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """On town hall's first page: how many scans wait for a decision."""
    waiting = queries.count_to_look_at(session, chosen_city(session) or 0)
    return Part("devices/_dashboard.html", {"waiting": waiting}) if waiting else None


def _phone_row(device: Device) -> PhoneRow:
    said, look = _state(device)
    return PhoneRow(
        id=device.id,
        name=device.name,
        counter=device.counter.name,
        shop=device.counter.shop.name,
        seen=moment(device.seen_at),
        waiting=device.waiting,
        state=translated(said),
        look=look,
    )


def _state(device: Device) -> tuple[str, str]:
    if device.is_ended:
        return n_("Not in use any more"), "off"
    if device.needs_pin:
        return n_("Waits for the new PIN"), "warn"
    if is_clock_wrong(device.skew_seconds):
        return n_("Its clock is wrong"), "warn"
    return n_("Works"), "good"
