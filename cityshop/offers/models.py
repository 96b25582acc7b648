"""Offers, vouchers, redemptions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Base, CityOwned
from cityshop.merchants.models import Shop


class OfferKind(StrEnum):
    PERCENT = "percent"
    AMOUNT = "amount"
    GIFT = "gift"
    BUNDLE = "bundle"


class OfferState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    LIVE = "live"
    WITHDRAWN = "withdrawn"


class VoucherState(StrEnum):
    ISSUED = "issued"
    REDEEMED = "redeemed"
    VOID = "void"


class Offer(CityOwned, Base):
    """What one shop gives. Without its own `starts_at` or `ends_at` it lasts as long as its campaign.

    `value` is whole percents, cents, or how many are paid for one free, by kind. `claimed` never passes
    `stock`; None is endless. `windows` are `{"days": [0, 6], "from": "10:00", "to": "18:00"}` in Brussels
    time, Monday is 0.
    """

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("city_id", "slug"),
        CheckConstraint("stock IS NULL OR claimed <= stock", name="never_more_than_the_stock"),
        CheckConstraint("claimed >= 0", name="claimed_not_negative"),
    )
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    slug: Mapped[str]
    kind: Mapped[str]
    title: Mapped[dict[str, str]]
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    value: Mapped[int] = mapped_column(default=0)
    conditions: Mapped[dict[str, str]] = mapped_column(default=dict)
    picture: Mapped[str] = mapped_column(default="")
    stock: Mapped[int | None] = mapped_column(default=None)
    claimed: Mapped[int] = mapped_column(default=0)
    min_spend_cents: Mapped[int] = mapped_column(default=0)
    windows: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(default=OfferState.DRAFT)
    campaign: Mapped[Campaign] = relationship()
    shop: Mapped[Shop] = relationship()


class Voucher(CityOwned, Base):
    """One resident's right to one offer. `holder` is an HMAC of the device that claimed it."""

    __tablename__ = "voucher"
    __table_args__ = (UniqueConstraint("offer_id", "holder"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    code: Mapped[str] = mapped_column(unique=True)
    holder: Mapped[bytes] = mapped_column(LargeBinary)
    claimed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=VoucherState.ISSUED)
    redeemed_at: Mapped[datetime | None] = mapped_column(default=None)
    offer: Mapped[Offer] = relationship()


class Redemption(CityOwned, Base):
    """The moment a voucher is used. At most one live one per voucher; an undone one stays as a trace."""

    __tablename__ = "redemption"
    __table_args__ = (
        UniqueConstraint("counter_id", "idempotency_key"),
        Index(
            "uq_redemption_live_voucher",
            "voucher_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index("ix_redemption_of_shop", "shop_id", "redeemed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"))
    idempotency_key: Mapped[str]
    redeemed_at: Mapped[datetime]
    amount_cents: Mapped[int | None] = mapped_column(default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class Attempt(CityOwned, Base):
    """A redemption that was refused, with its reason."""

    __tablename__ = "redemption_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"), index=True)
    reason: Mapped[str]
    at: Mapped[datetime]
