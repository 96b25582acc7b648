"""A voucher in somebody's pocket: what the phone keeps of it, what happened to it, what its holder may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.core.words import n_
from cityshop.offers import words
from cityshop.offers.history import Moment
from cityshop.offers.models import VoucherDeed, VoucherState
from cityshop.offers.rules import VoucherFacts, VoucherPhase, voucher_phase
from cityshop.web.i18n import moment, own_text, translated

_STATES: Mapping[VoucherPhase, tuple[str, str]] = {
    VoucherPhase.READY: (n_("Can be used now"), "good"),
    VoucherPhase.NOT_NOW: (n_("Not at this hour"), "plain"),
    VoucherPhase.PAUSED: (n_("Paused"), "warn"),
    VoucherPhase.REDEEMED: (n_("Used"), "off"),
    VoucherPhase.VOID: (n_("Cancelled"), "off"),
    VoucherPhase.OVER: (n_("Over"), "off"),
}
_USABLE = (VoucherPhase.READY, VoucherPhase.NOT_NOW, VoucherPhase.PAUSED)


@dataclass(frozen=True)
class WalletLine:
    """A voucher in the list of a phone, as programs read it; `look` is that of a tag."""

    code: str
    title: str
    shop: str
    worth: str
    until: str
    state: str
    look: str
    usable: bool


@dataclass(frozen=True)
class Pocket:
    """What surrounds a voucher on its page.

    `as_of` is the moment at which the page was made, `earlier` a sentence when the offer changed since.
    """

    code: str
    line: WalletLine
    as_of: str
    earlier: str
    is_given_back: bool
    may_be_given_back: bool
    story: Sequence[tuple[str, str]]


def wallet_line(voucher: VoucherFacts, now: datetime) -> WalletLine:
    """How a voucher stands, in a few words."""
    phase, offer = voucher_phase(voucher, now), voucher.offer
    state, look = _STATES[phase]
    return WalletLine(
        code=voucher.code,
        title=own_text(offer.title),
        shop=offer.shop_name,
        worth=words.worth(offer),
        until=words.last_day(offer),
        state=translated(state),
        look=look,
        usable=phase in _USABLE,
    )


def may_be_given_back(voucher: VoucherFacts, now: datetime) -> bool:
    """Whether its holder may still do without it; whoever finds one on paper may not."""
    return voucher_phase(voucher, now) in _USABLE and not voucher.is_on_paper


def pocket_of(voucher: VoucherFacts, history: Sequence[Moment], now: datetime) -> Pocket:
    """What a voucher's holder finds around it."""
    line = wallet_line(voucher, now)
    changed = n_("The shop has changed this offer since. Your voucher keeps what it promised on %(moment)s.")
    earlier = translated(changed, moment=moment(voucher.claimed_at)) if voucher.is_of_earlier_terms else ""
    return Pocket(
        code=voucher.code,
        line=line,
        as_of=moment(now),
        earlier=earlier,
        is_given_back=voucher.state == VoucherState.VOID and history[-1].deed == VoucherDeed.GIVEN_BACK,
        may_be_given_back=may_be_given_back(voucher, now),
        story=[(moment(one.at), words.deed(one.deed, one.shop)) for one in history],
    )
