"""Whether a counter may take a voucher now: looks, and changes nothing."""

from datetime import datetime

from cityshop.core.codes import read_typed_code
from cityshop.core.db import Session
from cityshop.offers import queries
from cityshop.offers.counters import AnyCounter
from cityshop.offers.errors import (
    OutsideWindow,
    RedeemingPaused,
    RedemptionRefused,
    TooLittleSpent,
    VoucherAlreadyRedeemed,
    VoucherOfAnotherShop,
    VoucherOver,
    VoucherRevoked,
    VoucherUnknown,
)
from cityshop.offers.models import VoucherState
from cityshop.offers.rules import VoucherFacts, is_within_hours, next_hours, was_paused_at_counters


def find_voucher(session: Session, typed: str) -> VoucherFacts | None:
    """The voucher that somebody typed, or scanned as an address that ends in its code."""
    code = read_typed_code(typed.strip().rstrip("/").rpartition("/")[2])
    return queries.voucher_by_code(session, code) if code else None


def check_voucher(
    session: Session,
    counter: AnyCounter,
    voucher: VoucherFacts | None,
    *,
    amount_cents: int | None,
    now: datetime,
) -> VoucherFacts:
    """Judge a voucher at a counter without changing it; raises the first RedemptionRefused that applies."""
    if voucher is None:
        raise VoucherUnknown
    if voucher.offer.shop_id != counter.shop_id:
        raise VoucherOfAnotherShop
    _check_moment(voucher, now)
    if voucher.state == VoucherState.REDEEMED:
        raise already_redeemed(session, voucher)
    if amount_cents is not None and amount_cents < voucher.offer.min_spend_cents:
        raise TooLittleSpent(least_cents=voucher.offer.min_spend_cents)
    return voucher


def already_redeemed(session: Session, voucher: VoucherFacts) -> RedemptionRefused:
    """The refusal that says when and where the voucher was used."""
    redemption = queries.redemption_of_voucher(session, voucher.id)
    if redemption is None:
        return VoucherUnknown()
    return VoucherAlreadyRedeemed(redeemed_at=redemption.redeemed_at, counter=redemption.counter_name)


def _check_moment(voucher: VoucherFacts, now: datetime) -> None:
    if voucher.state == VoucherState.VOID:
        raise VoucherRevoked
    if was_paused_at_counters(voucher.offer, now):
        raise RedeemingPaused
    if is_within_hours(voucher.offer, now):
        return
    opening = next_hours(voucher.offer, now)
    if opening is None:
        raise VoucherOver(ended_at=voucher.offer.ends_at)
    raise OutsideWindow(next_window=opening)
