"""What people decide on a scan that did not simply count: once, with a reason, for everybody to see."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, update

from cityshop.core.db import Session
from cityshop.core.journal import Happening, record
from cityshop.devices.errors import AlreadyDecided, VoucherGone
from cityshop.devices.models import Decision, OfflineScan
from cityshop.merchants.models import Counter
from cityshop.offers.models import Voucher, VoucherChange, VoucherDeed
from cityshop.offers.refusals import OutOfStock
from cityshop.offers.services import Order, Redeemed, use_late

_scans = cast("Table", OfflineScan.__table__)
_DEEDS = {
    Decision.HONOURED: VoucherDeed.HONOURED,
    Decision.SHOP_BEARS: VoucherDeed.HONOURED,
    Decision.WAIVED: VoucherDeed.WAIVED,
}


@dataclass(frozen=True)
class Ruling:
    """What town hall decides, why, and who did."""

    decision: Decision
    reason: str
    account_id: int


def decide(session: Session, scan: OfflineScan, ruling: Ruling, *, now: datetime) -> None:
    """Settle one scan.

    Honoured: the voucher counts as used, at the city's cost where it pays; borne by the shop: used, and the
    city pays nothing; waived: the scan counts for nothing and the voucher stays as it is. A voucher that was
    used or cancelled before is not used again: the decision stands without a redemption of its own.

    Raises AlreadyDecided or VoucherGone; OutOfStock, BudgetSpent or PurchaseNeeded when the city cannot pay.
    """
    if ruling.decision != Decision.WAIVED and scan.voucher_id is None:
        raise VoucherGone
    _settle(session, scan, ruling, now)
    if scan.voucher_id is not None:
        if ruling.decision != Decision.WAIVED:
            _use_up(session, scan, scan.voucher_id, ruling, now)
        _note(session, scan, scan.voucher_id, ruling, now)
    about = f"offline scan {scan.id}"
    note = f"{ruling.decision}: {ruling.reason}"
    record(session, Happening.SCAN_DECIDED, about, account_id=ruling.account_id, now=now, note=note)
    session.flush()


def _settle(session: Session, scan: OfflineScan, ruling: Ruling, now: datetime) -> None:
    rows = _scans.c
    open_still = update(_scans).where(rows.id == scan.id, rows.decision.is_(None))
    facts = {"decision": ruling.decision, "decision_reason": ruling.reason}
    settled = open_still.values(**facts, decided_at=now, decided_by=ruling.account_id)
    if session.execute(settled.returning(rows.id)).scalar() is None:
        raise AlreadyDecided


def _use_up(session: Session, scan: OfflineScan, voucher_id: int, ruling: Ruling, now: datetime) -> None:
    """Use the voucher if it is still good; else only the decision is kept."""
    code = session.get_one(Voucher, voucher_id).code
    # never the phone's own clock: where it could not be corrected, the scan counts from when it came in
    key, moment = f"decided-{scan.id}", scan.corrected_at or scan.received_at
    cost = 0 if ruling.decision == Decision.SHOP_BEARS else None
    order = Order(code, key, scan.amount_cents, scanned_at=moment, cost_cents=cost)
    redeemed = _used_late(session, scan.device.counter, order, ruling, now)
    scan.redemption_id = redeemed.id if redeemed is not None else None


def _used_late(
    session: Session, counter: Counter, order: Order, ruling: Ruling, now: datetime
) -> Redeemed | None:
    """What a shop gave at its own cost needs nothing of the stock that ran out; raises OutOfStock else."""
    try:
        return use_late(session, counter, order, now=now)
    except OutOfStock:
        if ruling.decision == Decision.HONOURED:
            raise
        return None


def _note(session: Session, scan: OfflineScan, voucher_id: int, ruling: Ruling, now: datetime) -> None:
    change = VoucherChange(
        city_id=scan.city_id,
        voucher_id=voucher_id,
        deed=_DEEDS[ruling.decision],
        at=now,
        reason=ruling.reason,
        account_id=ruling.account_id,
    )
    session.add(change)
