"""A voucher as its holder shows it: the page that a stranger is asked to trust."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from cityshop.core.qr import quick_qr_svg
from cityshop.core.words import n_
from cityshop.offers import words
from cityshop.offers.rules import VoucherFacts, VoucherPhase, looks_at_purchase, next_hours, voucher_phase
from cityshop.offers.tokens import Signer
from cityshop.web.i18n import euro, moment, own_text, translated

_STAMPS = {
    VoucherPhase.REDEEMED: ("redeemed", n_("Used")),
    VoucherPhase.VOID: ("void", n_("Cancelled")),
    VoucherPhase.OVER: ("lapsed", n_("Over")),
    VoucherPhase.PAUSED: ("paused", n_("Paused")),
}


# What can still be used; a spent voucher shows nothing that a scanner would read.
_WITH_QR = (VoucherPhase.READY, VoucherPhase.NOT_NOW, VoucherPhase.PAUSED)
_SENTENCES = {
    VoucherPhase.READY: n_("Show this at the till. The shop scans it or types the code."),
    VoucherPhase.NOT_NOW: n_("This voucher cannot be used at this moment."),
    VoucherPhase.PAUSED: n_("The city has paused this campaign. Your voucher stays valid."),
    VoucherPhase.REDEEMED: n_("This voucher has been used."),
    VoucherPhase.VOID: n_("This voucher has been cancelled. Ask the city why."),
    VoucherPhase.OVER: n_("This offer has ended, and the voucher with it."),
}


@dataclass(frozen=True)
class VoucherPage:
    """A voucher as its holder shows it."""

    shop: str
    number: int
    title: str
    worth: str
    code: str
    qr: str
    phase: str
    state: str
    stamp: str
    sentence: str
    pause_text: str
    facts: Sequence[tuple[str, str]]


def voucher_page(voucher: VoucherFacts, signer: Signer, now: datetime) -> VoucherPage:
    """A voucher with its signed QR code, and what its holder needs to know first."""
    offer, phase = voucher.offer, voucher_phase(voucher, now)
    state, stamp = _STAMPS.get(phase, ("issued", ""))
    return VoucherPage(
        shop=offer.shop_name,
        number=offer.shop_id,
        title=own_text(offer.title),
        worth=words.worth(offer),
        code=words.grouped(voucher.code),
        qr=voucher_qr(voucher, signer) if phase in _WITH_QR else "",
        phase=phase,
        state=state,
        stamp=translated(stamp),
        sentence=_sentence(voucher, phase, now),
        pause_text=own_text(offer.pause_text),
        facts=[
            (translated(n_("Valid")), words.period(offer)),
            *words.terms(offer),
            (translated(n_("Where")), offer.shop_street),
        ],
    )


@dataclass(frozen=True)
class TicketAtTill:
    """A voucher as the counter looks at it before redeeming."""

    worth: str
    title: str
    least: str
    facts: Sequence[tuple[str, str]]
    asks_purchase: bool


def ticket_at_till(voucher: VoucherFacts) -> TicketAtTill:
    """What the shop has to know before it takes a voucher."""
    offer = voucher.offer
    code = (translated(n_("Code")), words.grouped(voucher.code))
    least = euro(offer.min_spend_cents) if offer.min_spend_cents else ""
    older = (translated(n_("Earlier terms")), words.older_terms(voucher))
    facts = [code, older, *words.terms(offer)]
    return TicketAtTill(words.worth(offer), own_text(offer.title), least, facts, looks_at_purchase(offer))


def voucher_address(text: str) -> str:
    """The voucher's address in capitals: they take half the space in a QR code, and open all the same."""
    return f"{current_app.config['BASE_URL']}/V/{text}".upper()


def voucher_qr(voucher: VoucherFacts, signer: Signer) -> str:
    """The QR code of a voucher: its address with the signed token."""
    label = translated(n_("QR code of this voucher"))
    return quick_qr_svg(voucher_address(signer.text_of(voucher)), label)


def _sentence(voucher: VoucherFacts, phase: VoucherPhase, now: datetime) -> str:
    """What to do with the voucher now."""
    if phase is VoucherPhase.REDEEMED and voucher.redeemed_at:
        return translated(
            n_("Used on %(moment)s. Thank you for shopping here."), moment=moment(voucher.redeemed_at)
        )
    if phase is VoucherPhase.NOT_NOW and (opening := next_hours(voucher.offer, now)):
        return translated(n_("You can use this voucher from %(moment)s."), moment=moment(opening))
    return translated(_SENTENCES[phase])
