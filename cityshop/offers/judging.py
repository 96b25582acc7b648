"""Whether a counter may take a voucher now: looks, and changes nothing."""

from datetime import datetime

from sqlalchemy import Connection

from cityshop.core.codes import code_of, is_mistyped, read_typed_code
from cityshop.core.db import Session
from cityshop.offers import queries
from cityshop.offers.counters import AnyCounter
from cityshop.offers.keys import public_key
from cityshop.offers.models import VoucherState
from cityshop.offers.refusals import (
    CodeMistyped,
    CounterBusy,
    OutsideWindow,
    RedeemingPaused,
    RedemptionRefused,
    TooLittleSpent,
    VoucherAlreadyRedeemed,
    VoucherForged,
    VoucherLapsed,
    VoucherOfAnotherShop,
    VoucherOver,
    VoucherRevoked,
    VoucherUnknown,
)
from cityshop.offers.rules import VoucherFacts, is_within_hours, next_hours, was_paused_at_counters
from cityshop.offers.signing import TOKEN_LENGTH, is_signed_by, moment_of, read_token

LONGEST_TYPED = 20  # a code with spaces and dashes; what is longer was scanned


def find_voucher(session: Session, shown: str) -> VoucherFacts | None:
    """The voucher that somebody typed or scanned, as a code, a token or an address that ends in either."""
    try:
        return recognise(session, shown)
    except RedemptionRefused:
        return None


def recognise(session: Session, shown: str) -> VoucherFacts:
    """The same; raises the refusal that says what is wrong with it: unknown, mistyped, not genuine."""
    voucher = queries.voucher_by_code(session, code_shown(session.connection(), shown))
    if voucher is None:
        raise VoucherUnknown
    return voucher


def code_shown(connection: Connection, shown: str) -> str:
    """The code that was typed, or that stands in what was scanned; raises what is wrong with either."""
    text = shown.strip().rstrip("/").rpartition("/")[2]
    code = read_typed_code(text)
    if code is None and len(shown) <= LONGEST_TYPED and "/" not in shown:
        raise CodeMistyped if is_mistyped(text) else VoucherUnknown
    return code or _code_in(connection, text)


def _code_in(connection: Connection, text: str) -> str:
    """The code of a token that one of our keys signed in its time; raises VoucherForged."""
    read = read_token(text.upper()) if len(text) == TOKEN_LENGTH else None
    if read is None:
        raise VoucherForged
    key = public_key(connection, read.token.campaign_id, read.token.key_id)
    if key is None or not is_signed_by(read, key.public):
        raise VoucherForged
    if moment_of(read.token.not_before) >= key.valid_until:
        raise VoucherForged
    return code_of(read.token.serial)


def check_voucher(
    session: Session,
    counter: AnyCounter,
    voucher: VoucherFacts,
    *,
    amount_cents: int | None,
    now: datetime,
) -> VoucherFacts:
    """Judge a voucher at a counter without changing it; raises the first RedemptionRefused that applies."""
    if voucher.offer.shop_id != counter.shop_id:
        raise VoucherOfAnotherShop
    _check_moment(voucher, now)
    if voucher.state == VoucherState.REDEEMED:
        raise already_redeemed(session, voucher)
    if amount_cents is not None and amount_cents < voucher.offer.min_spend_cents:
        raise TooLittleSpent(least_cents=voucher.offer.min_spend_cents)
    return voucher


def check_not_lapsed(voucher: VoucherFacts, *, scanned_at: datetime | None = None) -> VoucherFacts:
    """Its holder may have a new one by now: only what a phone took in time counts. Raises VoucherLapsed."""
    if voucher.state == VoucherState.LAPSED and scanned_at is None:
        raise VoucherLapsed
    return voucher


def already_redeemed(session: Session, voucher: VoucherFacts) -> RedemptionRefused:
    """The refusal that says when and where the voucher was used, or what became of it meanwhile."""
    redemption = queries.redemption_of_voucher(session, voucher.id)
    if redemption is None:
        return _changed_meanwhile(session, voucher)
    return VoucherAlreadyRedeemed(redeemed_at=redemption.redeemed_at, counter=redemption.counter_name)


def _changed_meanwhile(session: Session, voucher: VoucherFacts) -> RedemptionRefused:
    """It was cancelled or lapsed a moment ago; or its use was undone, and it can be tried again."""
    now = queries.voucher_by_code(session, voucher.code)
    ended: dict[str, type[RedemptionRefused]] = {
        VoucherState.VOID: VoucherRevoked,
        VoucherState.LAPSED: VoucherLapsed,
    }
    return ended.get(now.state, CounterBusy)() if now is not None else VoucherUnknown()


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
