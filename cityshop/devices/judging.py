"""What a genuine scan of a phone comes to: redeemed, undone, refused, or a conflict that people look at.

Between two phones without reception the first by the corrected clock wins; what the site answered stands.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, update

from cityshop.core.db import Session
from cityshop.devices import leases, queries
from cityshop.devices.errors import NeedsReception
from cityshop.devices.models import Decision, Device, OfflineScan, Verdict
from cityshop.devices.signed_scans import Scan
from cityshop.offers.errors import KeyReused
from cityshop.offers.models import Redemption
from cityshop.offers.queries import lock_voucher
from cityshop.offers.refusals import (
    CounterBusy,
    Reason,
    RedemptionRefused,
    VoucherAlreadyRedeemed,
    VoucherLapsed,
)
from cityshop.offers.rules import UNDO_WITHIN, VoucherFacts
from cityshop.offers.services import Order, Redeemed, redeem_voucher, take_back

NO_VOUCHER_OF_THIS_SHOP = frozenset({"unknown", "forged", "wrong_shop"})
UNDO_TOO_LATE = "undo-too-late"
MOST_LOOKS = 5

_scans = cast("Table", OfflineScan.__table__)


@dataclass(frozen=True)
class Outcome:
    """What a scan came to, before it is written down."""

    verdict: Verdict
    reason: str = ""
    redemption_id: int | None = None


@dataclass(frozen=True)
class Found:
    """A scan with its voucher, where there is one, and its moment by the site's clock."""

    scan: Scan
    voucher: VoucherFacts | None
    moment: datetime


def redeem(session: Session, device: Device, found: Found, *, now: datetime) -> Outcome:
    """Redeem what was given without reception, as of the moment of the scan."""
    if device.is_ended:
        return Outcome(Verdict.CONFLICT, Reason.COUNTER_REVOKED)
    try:
        redeemed = _redeem_or_give_way(session, device, found, now)
    except RedemptionRefused as refusal:
        is_ours = refusal.reason not in NO_VOUCHER_OF_THIS_SHOP
        return Outcome(Verdict.CONFLICT if is_ours else Verdict.REFUSED, refusal.reason)
    except (KeyReused, NeedsReception) as refusal:
        return Outcome(Verdict.CONFLICT, refusal.code)
    return Outcome(Verdict.REDEEMED, redemption_id=redeemed.id)


def undo(session: Session, device: Device, scan: Scan, *, moment: datetime | None, now: datetime) -> Outcome:
    """Undo a scan of this phone that was undone there before it was sent.

    What was redeemed is not taken back at a moment that nobody can tell (`moment` is None).
    """
    undone = queries.scan_by_key(session, device.id, scan.undoes)
    if undone is None or undone.scanned_at is None:
        return Outcome(Verdict.REFUSED, Reason.UNKNOWN)
    if scan.scanned_at - undone.scanned_at >= UNDO_WITHIN:
        return Outcome(Verdict.CONFLICT, UNDO_TOO_LATE)
    if undone.redemption_id is None and _withdraw(session, undone, now):
        return Outcome(Verdict.UNDONE)
    return Outcome(_taken_back(session, undone, moment, now))


def _taken_back(session: Session, undone: OfflineScan, moment: datetime | None, now: datetime) -> Verdict:
    if undone.redemption_id is None:
        return Verdict.UNDONE
    if moment is None:
        return Verdict.CLOCK_SUSPECT
    take_back(session, undone.redemption_id, now=now)
    undone.verdict = Verdict.UNDONE
    return Verdict.UNDONE


def _withdraw(session: Session, scan: OfflineScan, now: datetime) -> bool:
    """Settle a scan that nobody decided on yet; False when somebody did."""
    rows = _scans.c
    undecided = update(_scans).where(
        rows.id == scan.id, rows.decision.is_(None), rows.redemption_id.is_(None)
    )
    withdrawn = undecided.values(decision=Decision.WITHDRAWN, decided_at=now)
    won = session.execute(withdrawn.returning(rows.id)).scalar()
    session.refresh(scan)  # somebody may have decided a moment ago
    return won is not None


def _redeem_or_give_way(session: Session, device: Device, found: Found, now: datetime) -> Redeemed:
    """What stands may be another phone's by the time we take it back, so we look again, a few times.

    So we do when it was undone or lapsed just now: what is said here is final.
    """
    for _ in range(MOST_LOOKS):
        try:
            return _redeem(session, device, found, now)
        except (CounterBusy, VoucherLapsed):
            continue
        except VoucherAlreadyRedeemed:
            if found.voucher is None:
                raise
            standing = queries.standing_redemption(session, found.voucher.id)
            if standing is not None and not _is_later(standing, found.moment):
                raise
        with session.begin_nested():  # a refusal leaves the redemption of the other phone as it was
            if standing is not None and _give_way(session, standing, now):
                return _redeem(session, device, found, now)
    return _redeem(session, device, found, now)


def _redeem(session: Session, device: Device, found: Found, now: datetime) -> Redeemed:
    """From the stock on loan where there is some; a refusal leaves the loan as it was.

    The voucher before its offer, as with reception, so that nobody waits in a circle.
    """
    scan, voucher = found.scan, found.voucher
    order = Order(scan.code, scan.key, scan.amount_cents, found.moment)
    with session.begin_nested() as trial:
        if voucher is not None:
            lock_voucher(session, voucher.id)
        is_lent = voucher is not None and leases.use_lent(session, device.id, voucher.offer.id)
        redeemed = redeem_voucher(session, device.counter, order, now=now)
        if redeemed.is_replay and is_lent:
            trial.rollback()
        elif voucher is not None and voucher.offer.is_online_only and not redeemed.is_replay:
            raise NeedsReception
    return redeemed


def _is_later(standing: Redemption, moment: datetime) -> bool:
    """Whether a phone without reception redeemed it, and after this moment."""
    return standing.scanned_at is not None and standing.scanned_at > moment


def _give_way(session: Session, standing: Redemption, now: datetime) -> bool:
    """Take back what another phone redeemed later; False when somebody did so a moment ago."""
    if not take_back(session, standing.id, now=now):
        return False
    later = queries.scan_of_redemption(session, standing.id)
    if later is not None:
        later.verdict, later.reason, later.redemption_id = Verdict.CONFLICT, Reason.ALREADY_REDEEMED, None
        session.flush()
    return True
