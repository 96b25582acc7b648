"""Vouchers on paper as pages and printers show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cityshop.core.qr import quick_qr_svg
from cityshop.core.words import n_
from cityshop.links.pages import site_name
from cityshop.offers import words
from cityshop.offers.models import OfferState, VoucherState
from cityshop.offers.rules import OfferFacts, VoucherFacts
from cityshop.sheets.queries import SheetCount
from cityshop.sheets.rules import PER_PAGE, SMALL_PRINT, per_page_for
from cityshop.sheets.signed import SignedSheet
from cityshop.sheets.words import HOW
from cityshop.web.i18n import own_text, translated


@dataclass(frozen=True)
class SheetRow:
    """A batch in a list, and on its own page."""

    id: int
    name: str
    shop: str
    title: str
    pieces: int
    used: int
    left: int
    counts: SheetCount
    state: str
    look: str


@dataclass(frozen=True)
class PrintedVoucher:
    """One voucher on paper."""

    number: int
    code: str
    qr: Markup


@dataclass(frozen=True)
class PrintedSheet:
    """Pages of vouchers to cut: what they all say, and each with its own code."""

    shop: str
    street: str
    awning: int
    title: str
    worth: str
    period: str
    terms: Sequence[tuple[str, str]]
    how: str
    site: str
    look: str
    has_small_print: bool
    pieces: int
    pages: Sequence[Sequence[PrintedVoucher]]


def sheet_rows(counts: Sequence[SheetCount]) -> list[SheetRow]:
    """Batches for a list."""
    return [sheet_row(each) for each in counts]


def sheet_row(counts: SheetCount) -> SheetRow:
    """A batch with its state in a word."""
    state, look = _state(counts)
    return SheetRow(
        id=counts.id,
        name=translated(n_("Batch %(number)s"), number=counts.id),
        shop=counts.shop,
        title=own_text(counts.title),
        pieces=counts.pieces,
        used=counts.used,
        left=counts.left,
        counts=counts,
        state=translated(state),
        look=look,
    )


def offer_choice(offer: OfferFacts) -> str:
    """An offer in one line, with how many may still be made of it."""
    facts = {"shop": offer.shop_name, "title": own_text(offer.title)}
    if offer.left_for_paper is None:
        return translated(n_("%(shop)s: %(title)s"), **facts)
    return translated(n_("%(shop)s: %(title)s (%(left)s left)"), left=offer.left_for_paper, **facts)


def may_be_printed(offer: OfferFacts) -> bool:
    """Whether vouchers of an offer can be made, as far as its own state goes."""
    return offer.state == OfferState.LIVE


def printed_sheet(sheet: SignedSheet, *, pieces: int, per_page: int) -> PrintedSheet:
    """The vouchers that can still be used, on pages of eight or ten, in the language that is spoken now."""
    offer = sheet.offer
    terms = [(name, words_of) for name, words_of in words.terms(offer) if words_of]
    length = sum(len(words_of) for _, words_of in terms)
    many = per_page_for(length, per_page)
    label = translated(n_("QR code of voucher %(code)s"))
    unused = {number: one for number, one in sheet.vouchers.items() if one.state == VoucherState.ISSUED}
    printed = [_printed(sheet, number, one, label) for number, one in unused.items()]
    return PrintedSheet(
        shop=offer.shop_name,
        street=offer.shop_street,
        awning=offer.shop_id,
        title=own_text(offer.title),
        worth=words.worth(offer),
        period=words.period(offer),
        terms=terms,
        how=translated(HOW),
        site=site_name(),
        look=PER_PAGE[many],
        has_small_print=length > SMALL_PRINT,
        pieces=pieces,
        pages=[printed[start : start + many] for start in range(0, len(printed), many)],
    )


def _printed(sheet: SignedSheet, number: int, voucher: VoucherFacts, label: str) -> PrintedVoucher:
    code = words.grouped(voucher.code)
    drawn = quick_qr_svg(sheet.address(voucher), label % {"code": code})
    return PrintedVoucher(number, code, Markup(drawn))  # noqa: S704 - drawn by us


def _state(counts: SheetCount) -> tuple[str, str]:
    if counts.withdrawn_at is not None:
        return n_("Withdrawn"), "bad"
    return (n_("Valid"), "good") if counts.left else (n_("All used"), "off")
