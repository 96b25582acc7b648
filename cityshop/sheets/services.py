"""Making a batch of vouchers on paper, and withdrawing what is left of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update

from cityshop.core.db import Session, insert_once
from cityshop.core.journal import Happening, record
from cityshop.offers.papering import make_on_paper, void_unused
from cityshop.offers.rules import OfferFacts
from cityshop.sheets import queries
from cityshop.sheets.errors import NothingLeft
from cityshop.sheets.models import SheetVoucher, VoucherSheet


@dataclass(frozen=True)
class SheetDraft:
    """What somebody fills in to make a batch; `press` belongs to one press of the button."""

    press: str
    pieces: int
    handed_out_by: str
    reason: str


def make_sheet(
    session: Session, offer: OfferFacts, draft: SheetDraft, *, account_id: int, now: datetime
) -> int:
    """The id of a new batch, or of the one that the same press made already.

    Raises the ClaimRefused that says why no vouchers can be made; then nothing may be kept. Raises Unknown
    when the press was for something else.
    """
    facts = {"city_id": offer.city_id, "offer_id": offer.id, "made_by": account_id, "made_at": now}
    values = {**facts, **vars(draft), "withdrawn_why": ""}
    made: int | None = insert_once(session, VoucherSheet, values, unique=["press"], returning="id")
    if made is None:
        return queries.sheet_of_press(session, draft.press, offer_id=offer.id)
    ids = make_on_paper(session, offer, draft.pieces, now=now)
    numbered = [{"sheet_id": made, "number": number, "voucher_id": one} for number, one in enumerate(ids, 1)]
    session.execute(insert(SheetVoucher), numbered)
    note = f"{draft.pieces}: {draft.handed_out_by}"
    record(session, Happening.VOUCHERS_PRINTED, f"sheet {made}", account_id=account_id, now=now, note=note)
    return made


@dataclass(frozen=True)
class Withdrawal:
    """A batch to withdraw, and why."""

    sheet_id: int
    why: str


def withdraw_sheet(
    session: Session, offer: OfferFacts, what: Withdrawal, *, account_id: int, now: datetime
) -> int:
    """Void what nobody used of a batch and return it to the stock; says how many. Raises NothingLeft.

    What was used stays used. The row of the batch is written first, so that two people wait for one another.
    """
    batch = update(VoucherSheet).where(VoucherSheet.id == what.sheet_id)
    session.execute(batch.values(withdrawn_at=now, withdrawn_why=what.why))
    change = {"reason": what.why, "account_id": account_id}
    voided = void_unused(session, offer, queries.voucher_ids(what.sheet_id), change=change, now=now)
    if not voided:
        raise NothingLeft
    subject, note = f"sheet {what.sheet_id}", f"{voided}: {what.why}"
    happening = Happening.VOUCHERS_WITHDRAWN
    record(session, happening, subject, account_id=account_id, now=now, note=note)
    return voided
