"""A voucher as town hall sees it: its offer, its state, everything that happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.accounts.queries import names_of_accounts
from cityshop.campaigns.models import Campaign
from cityshop.core.codes import read_typed_code
from cityshop.core.db import Session
from cityshop.core.errors import Unknown
from cityshop.core.words import n_
from cityshop.offers import words as offer_words
from cityshop.offers.history import CLAIMED, REDEEMED, UNDONE, Moment, history_of
from cityshop.offers.models import Channel, VoucherState
from cityshop.offers.queries import voucher_by_code
from cityshop.offers.rules import VoucherFacts
from cityshop.web.i18n import euro, own_text, translated
from cityshop.weekends import queries
from cityshop.weekends.errors import CodeMistyped, NoSuchVoucher
from cityshop.weekends.words import VOUCHER

_DEEDS: Mapping[str, str] = {
    **offer_words.DEEDS,
    CLAIMED: n_("Claimed"),
    REDEEMED: n_("Used"),
    UNDONE: n_("Taken back"),
}
CODE_LENGTH = 10


@dataclass(frozen=True)
class Step:
    """One thing that happened to a voucher."""

    at: datetime
    word: str
    where: str
    by: str
    reason: str
    amount: str
    scanned_at: datetime | None = None


@dataclass(frozen=True)
class VoucherPage:
    """One voucher. `may_void` and `may_refund` say what can be done with it."""

    id: int
    code: str
    word: str
    look: str
    title: str
    shop: str
    worth: str
    is_paper: bool
    terms: Sequence[tuple[str, str]]
    history: Sequence[Step]
    may_void: bool
    may_refund: bool


def find_by_code(session: Session, typed: str) -> tuple[str, int]:
    """The campaign's word in the address and the id of a voucher of the city.

    Raises CodeMistyped when a character is wrong, else NoSuchVoucher.
    """
    code = read_typed_code(typed)
    if code is None and len("".join(typed.replace("-", "").split())) == CODE_LENGTH:
        raise CodeMistyped
    found = queries.voucher_in_city(session, code=code) if code else None
    if found is None:
        raise NoSuchVoucher
    return found


def voucher_page(session: Session, campaign: Campaign, voucher_id: int) -> VoucherPage:
    """A voucher of this campaign with its history; raises Unknown."""
    code = queries.code_of_voucher(session, campaign.id, voucher_id)
    voucher = voucher_by_code(session, code) if code else None
    if voucher is None:
        raise Unknown
    word, look = VOUCHER[voucher.state]
    return VoucherPage(
        id=voucher.id,
        code=offer_words.grouped(voucher.code),
        word=translated(word),
        look=look,
        title=own_text(voucher.offer.title),
        shop=voucher.offer.shop_name,
        worth=offer_words.worth(voucher.offer),
        is_paper=voucher.channel == Channel.PAPER,
        terms=[
            (translated(n_("Valid")), offer_words.period(voucher.offer)),
            *offer_words.terms(voucher.offer),
        ],
        history=_history(session, voucher),
        may_void=voucher.state == VoucherState.ISSUED,
        may_refund=voucher.state == VoucherState.REDEEMED,
    )


def _history(session: Session, voucher: VoucherFacts) -> list[Step]:
    """What happened, the latest first."""
    moments = history_of(session, voucher)
    people = names_of_accounts(session, {moment.account_id for moment in moments if moment.account_id})
    return [_step(moment, people) for moment in reversed(moments)]


def _step(moment: Moment, people: Mapping[int, str]) -> Step:
    return Step(
        at=moment.at,
        word=translated(_DEEDS.get(moment.deed, moment.deed)),
        where=", ".join(filter(None, (moment.shop, moment.counter))),
        by=people.get(moment.account_id or 0, ""),
        reason=moment.reason,
        amount="" if moment.amount_cents is None else euro(moment.amount_cents),
        scanned_at=moment.scanned_at,
    )
