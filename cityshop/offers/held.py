"""What a holder has of an offer, and the vouchers behind the codes that a phone kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, select

from cityshop.core.db import Session
from cityshop.offers.models import Voucher
from cityshop.offers.queries import voucher_facts
from cityshop.offers.rules import VoucherFacts

_vouchers = cast("Table", Voucher.__table__).c


@dataclass(frozen=True)
class HeldVoucher:
    """A voucher that counts for the limit of its holder; what was given back or has lapsed does not."""

    code: str
    slot: str
    claim_key: bytes | None
    claimed_at: datetime


def held_vouchers(session: Session, offer_id: int, holder: bytes) -> Sequence[HeldVoucher]:
    """What this holder has of the offer, the oldest first."""
    return _held(session, _vouchers.offer_id == offer_id, _vouchers.holder == holder)


def claimed_by_key(session: Session, offer_id: int, key: bytes) -> str | None:
    """The code of the voucher that one press of the button gave."""
    held = _held(session, _vouchers.offer_id == offer_id, _vouchers.claim_key == key)
    return held[0].code if held else None


def vouchers_of_wallet(session: Session, city_id: int, codes: Collection[str]) -> Sequence[VoucherFacts]:
    """The vouchers of this city among the codes, the oldest first."""
    return voucher_facts(session, _vouchers.city_id == city_id, _vouchers.code.in_(codes))


def _held(session: Session, *conditions: ColumnElement[bool]) -> Sequence[HeldVoucher]:
    columns = (_vouchers.code, _vouchers.slot, _vouchers.claim_key, _vouchers.claimed_at)
    kept = _vouchers.slot != _vouchers.code  # a voucher that was given back or has lapsed leaves its slot
    rows = session.execute(select(*columns).where(*conditions, kept).order_by(_vouchers.id))
    return [HeldVoucher(*row) for row in rows]
