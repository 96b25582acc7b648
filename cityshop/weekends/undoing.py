"""Vouchers that town hall puts right for a reason: cancelled before use, refunded after. Twice is once."""

from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, update

from cityshop.core.db import Session, chosen_city
from cityshop.core.journal import Happening, record
from cityshop.offers import revoking, services, stock
from cityshop.offers.models import Redemption, Voucher, VoucherChange, VoucherDeed, VoucherState
from cityshop.weekends.errors import VoucherNotOpen, VoucherNotUsed

_vouchers = cast("Table", Voucher.__table__)
_redemptions = cast("Table", Redemption.__table__)


def void_voucher(session: Session, voucher_id: int, reason: str, *, account_id: int, now: datetime) -> None:
    """Cancel a voucher that was not used and give its place back to the stock; raises VoucherNotOpen."""
    rows = _vouchers.c
    still_open = (
        rows.id == voucher_id,
        rows.city_id == chosen_city(session),
        rows.state == VoucherState.ISSUED,
    )
    voided = update(_vouchers).where(*still_open).values(state=VoucherState.VOID)
    ended = session.execute(voided.returning(rows.offer_id, rows.city_id)).one_or_none()
    if ended is None:
        if _state(session, voucher_id) == VoucherState.VOID:
            return
        raise VoucherNotOpen
    revoking.revoke(session, voucher_id, now=now)
    stock.return_claimed(session, ended.city_id, ended.offer_id, 1)
    _change(session, voucher_id, VoucherDeed.VOIDED, reason, account_id, now)
    subject = f"voucher {voucher_id}"
    record(session, Happening.VOUCHER_VOIDED, subject, account_id=account_id, now=now, note=reason)


def refund_voucher(session: Session, voucher_id: int, reason: str, *, account_id: int, now: datetime) -> None:
    """Take back the redemption of a voucher, however long ago: it can be used again, stock and budget return.

    Raises VoucherNotUsed.
    """
    rows = _redemptions.c
    standing = (rows.voucher_id == voucher_id, rows.city_id == chosen_city(session), rows.undone_at.is_(None))
    redemption_id = session.execute(select(rows.id).where(*standing)).scalar()
    if redemption_id is None or not services.take_back(session, redemption_id, now=now):
        raise VoucherNotUsed
    _change(session, voucher_id, VoucherDeed.REFUNDED, reason, account_id, now)
    subject = f"voucher {voucher_id}"
    record(session, Happening.VOUCHER_REFUNDED, subject, account_id=account_id, now=now, note=reason)


def _state(session: Session, voucher_id: int) -> str | None:
    return session.execute(select(_vouchers.c.state).where(_vouchers.c.id == voucher_id)).scalar()


def _change(  # noqa: PLR0913, PLR0917 - a line of the history has six facts
    session: Session, voucher_id: int, deed: VoucherDeed, reason: str, account_id: int, now: datetime
) -> None:
    facts = {"voucher_id": voucher_id, "deed": deed, "reason": reason}
    session.add(VoucherChange(**facts, account_id=account_id, at=now, city_id=chosen_city(session)))
    session.flush()
