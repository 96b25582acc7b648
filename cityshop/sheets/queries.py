"""Reads of batches of vouchers on paper, of the chosen city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, exists, func, select

from cityshop.core.db import Session
from cityshop.core.errors import Unknown
from cityshop.merchants.models import Keeper, Shop
from cityshop.offers.models import Offer, Voucher, VoucherState
from cityshop.sheets.models import SheetVoucher, VoucherSheet

LONGEST_LIST = 500


@dataclass(frozen=True)
class SheetCount:
    """A batch with what became of its vouchers; `left` can still be used.

    `is_of_shop` says whether somebody who keeps the shop made it, rather than town hall.
    """

    id: int
    offer_id: int
    title: Mapping[str, str]
    shop: str
    pieces: int
    handed_out_by: str
    reason: str
    made_at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str
    used: int
    left: int
    is_of_shop: bool


@dataclass(frozen=True)
class PaperVoucher:
    """One voucher of a batch, by its number on the sheet."""

    number: int
    id: int
    code: str
    state: str
    claimed_at: datetime
    redeemed_at: datetime | None

    @property
    def facts(self) -> dict[str, Any]:
        """What makes it differ from the others of its batch."""
        return {name: value for name, value in vars(self).items() if name != "number"}


def sheets(session: Session, *, offer_id: int | None = None) -> Sequence[SheetCount]:
    """The batches of the city, or of one of its offers, the newest first."""
    rows = _sheets() if offer_id is None else _sheets().where(VoucherSheet.offer_id == offer_id)
    return _counted(session, rows)


def sheet(session: Session, sheet_id: int) -> SheetCount:
    """One batch of the city; raises Unknown."""
    return _only(_counted(session, _sheets().where(VoucherSheet.id == sheet_id)))


def sheet_of_shop(session: Session, sheet_id: int, *, offer_id: int) -> SheetCount:
    """One batch of an offer that the offer's own shop made, not town hall; raises Unknown."""
    mine = (VoucherSheet.id == sheet_id, VoucherSheet.offer_id == offer_id, _is_of_shop())
    return _only(_counted(session, _sheets().where(*mine)))


def sheet_of_press(session: Session, press: str, *, offer_id: int) -> int:
    """The batch of an offer that a press of the button made already; raises Unknown."""
    made = select(VoucherSheet.id).where(VoucherSheet.press == press, VoucherSheet.offer_id == offer_id)
    sheet_id = session.scalar(made)
    if sheet_id is None:
        raise Unknown
    return sheet_id


def vouchers_of(session: Session, sheet_id: int) -> Sequence[PaperVoucher]:
    """The vouchers of a batch, in the order of their numbers."""
    moments = (Voucher.claimed_at, Voucher.redeemed_at)
    rows = (
        select(SheetVoucher.number, Voucher.id, Voucher.code, Voucher.state, *moments)
        .join(Voucher, Voucher.id == SheetVoucher.voucher_id)
        .where(SheetVoucher.sheet_id == sheet_id)
        .order_by(SheetVoucher.number)
    )
    return [PaperVoucher(*row) for row in session.execute(rows)]


def voucher_ids(sheet_id: int) -> Select[Any]:
    """Which vouchers are of a batch."""
    return select(SheetVoucher.voucher_id).where(SheetVoucher.sheet_id == sheet_id)


def _sheets() -> Select[Any]:
    facts = (VoucherSheet.pieces, VoucherSheet.handed_out_by, VoucherSheet.reason, VoucherSheet.made_at)
    withdrawn = (VoucherSheet.withdrawn_at, VoucherSheet.withdrawn_why)
    counts = (_in_state(VoucherState.REDEEMED), _in_state(VoucherState.ISSUED))
    rows = (
        select(VoucherSheet.id, Offer.id, Offer.title, Shop.name, *facts, *withdrawn, *counts, _is_of_shop())
        .join(Offer, Offer.id == VoucherSheet.offer_id)
        .join(Shop, Shop.id == Offer.shop_id)
    )
    return cast("Select[Any]", rows)


def _is_of_shop() -> Any:
    """Whether somebody who keeps the shop of the offer made the batch."""
    keeps = exists().where(Keeper.shop_id == Offer.shop_id, Keeper.account_id == VoucherSheet.made_by)
    return keeps.correlate(Offer, VoucherSheet)


def _in_state(state: VoucherState) -> Any:
    """How many vouchers of a batch are in this state."""
    counted = (
        select(func.count())
        .select_from(SheetVoucher)
        .join(Voucher, Voucher.id == SheetVoucher.voucher_id)
        .where(SheetVoucher.sheet_id == VoucherSheet.id, Voucher.state == state)
    )
    return counted.correlate(VoucherSheet).scalar_subquery()


def _counted(session: Session, rows: Select[Any]) -> Sequence[SheetCount]:
    newest = rows.order_by(VoucherSheet.id.desc()).limit(LONGEST_LIST)
    return [SheetCount(*row) for row in session.execute(newest)]


def _only(found: Sequence[SheetCount]) -> SheetCount:
    if not found:
        raise Unknown
    return found[0]
