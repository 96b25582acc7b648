"""Batches of vouchers on paper."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.core.db import Base, CityOwned
from cityshop.offers.models import Offer

MOST_PIECES = 1_000


class VoucherSheet(CityOwned, Base):
    """Vouchers of one offer that were made on paper together and can be withdrawn together.

    `press` belongs to one press of the button: pressed twice it is one batch. `made_by` is a plain number, as
    in the journal.
    """

    __tablename__ = "voucher_sheet"
    __table_args__ = (
        CheckConstraint(f"pieces BETWEEN 1 AND {MOST_PIECES}", name="as_many_as_can_be_printed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    press: Mapped[str] = mapped_column(unique=True)
    pieces: Mapped[int]
    handed_out_by: Mapped[str]
    reason: Mapped[str]
    made_by: Mapped[int]
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_why: Mapped[str] = mapped_column(default="")
    offer: Mapped[Offer] = relationship()


class SheetVoucher(Base):
    """Which voucher stands where: the number on the sheet, from 1."""

    __tablename__ = "sheet_voucher"
    __table_args__ = ({"sqlite_with_rowid": False},)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("voucher_sheet.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"), unique=True)
