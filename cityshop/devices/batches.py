"""What a phone sends after a while without reception: judged one by one, in its order, each with a verdict.

Every text that comes in is written down with what became of it. One that was sent before gets the same
verdict again; one that was altered, left out, moved or made elsewhere is told, and the rest goes on.
"""

from dataclasses import dataclass
from datetime import datetime

from cityshop.core.db import Session
from cityshop.devices import judging, queries
from cityshop.devices.judging import Found, Outcome
from cityshop.devices.models import Deed, Device, OfflineScan, Verdict
from cityshop.devices.rules import Clock, corrected, went_back
from cityshop.devices.signed_scans import Scan, SignedText, device_named_in, is_signed_by, read_scan
from cityshop.offers.judging import find_voucher
from cityshop.offers.rules import VoucherFacts


@dataclass(frozen=True)
class Answer:
    """What the phone hears of one scan; `is_replay`: it was told before."""

    scan: OfflineScan
    is_replay: bool


def take_in(session: Session, device: Device, signed: SignedText, *, clock: Clock) -> Answer:
    """Judge one scan of a batch, after those before it. The caller holds the phone's row until it commits.

    Each scan in a transaction of its own: two phones with the same vouchers in another order would wait for
    each other.
    """
    known = queries.scan_by_digest(session, device.id, signed.digest)
    if known is not None:
        return Answer(known, is_replay=True)
    row = _row(device, signed, clock)
    scan = _genuine(session, device, signed)
    if isinstance(scan, Verdict):
        device.last_digest = None  # nothing can follow on a text that nobody has
        row.verdict = scan
    else:
        _judge(session, device, row, scan, clock)
    session.add(row)
    session.flush()
    return Answer(row, is_replay=False)


def _genuine(session: Session, device: Device, signed: SignedText) -> Scan | Verdict:
    """The scan that this phone signed; or that somebody altered it, or that it is of another phone."""
    if not is_signed_by(signed, device.algorithm, device.public_key):
        is_other = device_named_in(signed.text) not in (device.id, None)
        return Verdict.FOREIGN if is_other else Verdict.ALTERED
    scan = read_scan(signed.text)
    if scan is None or queries.scan_by_key(session, device.id, scan.key) is not None:
        return Verdict.ALTERED
    return scan if scan.device == device.id else Verdict.FOREIGN


def _judge(session: Session, device: Device, row: OfflineScan, scan: Scan, clock: Clock) -> None:
    voucher = find_voucher(session, scan.code) if scan.code else None
    row.key, row.sequence, row.amount_cents = scan.key, scan.sequence, scan.amount_cents
    row.scanned_at, row.corrected_at = scan.scanned_at, _moment(device, scan, clock)
    if voucher is not None and voucher.offer.shop_id == device.shop_id:
        row.voucher_id, row.offer_id = voucher.id, voucher.offer.id
    is_next = _follows(device, scan)
    if scan.sequence > device.last_sequence:
        device.last_sequence, device.last_digest = scan.sequence, row.digest
        device.last_scanned_at = scan.scanned_at
    outcome = _outcome(session, device, row, scan, voucher) if is_next else Outcome(Verdict.OUT_OF_ORDER)
    row.deed = Deed.UNDO if scan.undoes else Deed.SCAN
    row.verdict, row.reason, row.redemption_id = outcome.verdict, outcome.reason, outcome.redemption_id


def _outcome(
    session: Session, device: Device, row: OfflineScan, scan: Scan, voucher: VoucherFacts | None
) -> Outcome:
    if scan.undoes:
        return judging.undo(session, device, scan, moment=row.corrected_at, now=row.received_at)
    if row.corrected_at is None:
        return Outcome(Verdict.CLOCK_SUSPECT)
    found = Found(scan, voucher, row.corrected_at)
    return judging.redeem(session, device, found, now=row.received_at)


def _moment(device: Device, scan: Scan, clock: Clock) -> datetime | None:
    """When the scan was by the site's clock; None when nobody can tell."""
    if went_back(scan.scanned_at, device.last_scanned_at):
        return None
    return corrected(scan.scanned_at, clock)


def _follows(device: Device, scan: Scan) -> bool:
    """Whether this is the next link of the chain; after a broken one whatever comes later is."""
    if device.last_digest is None:
        return scan.sequence > device.last_sequence
    return (scan.sequence, scan.previous) == (device.last_sequence + 1, device.last_digest.hex())


def _row(device: Device, signed: SignedText, clock: Clock) -> OfflineScan:
    return OfflineScan(
        city_id=device.city_id,
        device_id=device.id,
        shop_id=device.shop_id,
        digest=signed.digest,
        deed=Deed.SCAN,
        verdict=Verdict.ALTERED,
        received_at=clock.now,
    )
