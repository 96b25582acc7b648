"""Offers, vouchers, redemptions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Base, CityOwned
from cityshop.merchants.models import Shop


class OfferKind(StrEnum):
    PERCENT = "percent"
    AMOUNT = "amount"
    GIFT = "gift"
    BUNDLE = "bundle"
    SECOND = "second"


class OfferState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    LIVE = "live"
    SOLD_OUT = "sold_out"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class StockCounts(StrEnum):
    """What takes one from the stock: claiming a voucher, or using it (who comes first)."""

    CLAIMED = "claimed"
    USED = "used"


class LimitPeriod(StrEnum):
    CAMPAIGN = "campaign"
    DAY = "day"


class ClaimsBy(StrEnum):
    """What a resident is told apart by."""

    DEVICE = "device"
    MAILBOX = "mailbox"


class VoucherState(StrEnum):
    ISSUED = "issued"
    REDEEMED = "redeemed"
    VOID = "void"
    LAPSED = "lapsed"


class Channel(StrEnum):
    PHONE = "phone"
    PAPER = "paper"


class DiscountRules(CityOwned, Base):
    """What town hall decides for all offers of a campaign; a campaign without a row has the defaults.

    The city pays at most `cap_cents` in all; `spent_cents` is what redemptions cost it so far.
    """

    __tablename__ = "discount_rules"
    __table_args__ = (
        CheckConstraint("spent_cents >= 0", name="spent_not_negative"),
        CheckConstraint("cap_cents IS NULL OR spent_cents <= cap_cents", name="never_above_the_cap"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    claims_by: Mapped[str] = mapped_column(default=ClaimsBy.DEVICE)
    trusts_shops: Mapped[bool] = mapped_column(default=False)
    asks_postal_code: Mapped[bool] = mapped_column(default=False)
    cap_cents: Mapped[int | None] = mapped_column(default=None)
    spent_cents: Mapped[int] = mapped_column(default=0)
    edition_before_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), default=None)


class Offer(CityOwned, Base):
    """What one shop gives. Without its own `starts_at` or `ends_at` it lasts as long as its campaign.

    `value` is whole percents, cents, or how many are paid for one free, by kind; for a second one at a
    price it is the percents off. `stock` None is endless; `stock_counts` says whether `claimed` counts
    against it, or `used` with what phones have on loan (`leased`). `windows` are
    `{"days": [0, 6], "from": "10:00", "to": "18:00"}` in Brussels time, Monday is 0. `reference_cents` is the
    lowest price of the last 30 days. `category` is what the offer is about; empty: what the shop sells.
    `shown_as` is the state in which residents last saw it, while town hall reads it once more or sent it
    back; empty: it is as it was approved, or never was. `state_reason` is why town hall refused it,
    `guard_reason` why it stands in spite of the offer guard;
    `is_street_fair`: it belongs to a street fair of the traders' association.
    What vouchers promise is kept per `version` (`OfferVersion`).
    """

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("city_id", "slug"),
        CheckConstraint(
            "stock IS NULL OR (stock_counts = 'claimed' AND claimed <= stock)"
            " OR (stock_counts = 'used' AND used + leased <= stock)",
            name="never_more_than_the_stock",
        ),
        CheckConstraint("claimed >= 0", name="claimed_not_negative"),
        CheckConstraint("used >= 0 AND leased >= 0", name="used_not_negative"),
        CheckConstraint("per_resident >= 1", name="at_least_one_per_resident"),
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
    product: Mapped[dict[str, str]] = mapped_column(default=dict)
    conditions: Mapped[dict[str, str]] = mapped_column(default=dict)
    category: Mapped[str] = mapped_column(default="")
    picture: Mapped[str] = mapped_column(default="")
    photo: Mapped[str] = mapped_column(default="")
    photo_alt: Mapped[dict[str, str]] = mapped_column(default=dict)
    stock: Mapped[int | None] = mapped_column(default=None)
    stock_counts: Mapped[str] = mapped_column(default=StockCounts.CLAIMED)
    claimed: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    leased: Mapped[int] = mapped_column(default=0)
    per_resident: Mapped[int] = mapped_column(default=1)
    limit_period: Mapped[str] = mapped_column(default=LimitPeriod.CAMPAIGN)
    min_spend_cents: Mapped[int] = mapped_column(default=0)
    reference_cents: Mapped[int | None] = mapped_column(default=None)
    is_combinable: Mapped[bool] = mapped_column(default=True)
    is_online_only: Mapped[bool] = mapped_column(default=False)
    windows: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(default=OfferState.DRAFT)
    state_reason: Mapped[str] = mapped_column(default="")
    shown_as: Mapped[str] = mapped_column(default="")
    guard_reason: Mapped[str] = mapped_column(default="")
    is_street_fair: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship()
    shop: Mapped[Shop] = relationship()
    versions: Mapped[list["OfferVersion"]] = relationship(back_populates="offer")


class OfferVersion(CityOwned, Base):
    """The terms of an offer as they were promised from `since` on: vouchers keep those of their version."""

    __tablename__ = "offer_version"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    kind: Mapped[str]
    title: Mapped[dict[str, str]]
    value: Mapped[int]
    product: Mapped[dict[str, str]]
    conditions: Mapped[dict[str, str]]
    min_spend_cents: Mapped[int]
    reference_cents: Mapped[int | None]
    is_combinable: Mapped[bool]
    windows: Mapped[list[dict[str, Any]]]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    offer: Mapped[Offer] = relationship(back_populates="versions")


class Voucher(CityOwned, Base):
    """One resident's right to one offer, on the terms of one version of it.

    `holder` is an HMAC of the device or the mailbox that claimed it, another one for each offer. `slot` says
    which of the vouchers a holder may have it is: `1`, or `2026-11-28.1` where the limit is by the day.
    `claim_key` belongs to one press of the button: pressed twice it is one voucher. A voucher that was given
    back or has lapsed has its own code as slot: it counts for no limit any more.
    """

    __tablename__ = "voucher"
    __table_args__ = (
        UniqueConstraint("offer_id", "holder", "slot"),
        ForeignKeyConstraint(["offer_id", "version"], ["offer_version.offer_id", "offer_version.version"]),
        Index("ix_voucher_claimed", "city_id", "claimed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    code: Mapped[str] = mapped_column(unique=True)
    holder: Mapped[bytes] = mapped_column(LargeBinary)
    claimed_at: Mapped[datetime]
    slot: Mapped[str] = mapped_column(default="1")
    claim_key: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True, default=None)
    version: Mapped[int] = mapped_column(default=1)
    channel: Mapped[str] = mapped_column(default=Channel.PHONE)
    postal_code: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=VoucherState.ISSUED)
    redeemed_at: Mapped[datetime | None] = mapped_column(default=None)
    offer: Mapped[Offer] = relationship(foreign_keys=[offer_id])


class VoucherDeed(StrEnum):
    """What happened to a voucher apart from claiming, redeeming and undoing, which are rows themselves."""

    VOIDED = "voided"
    GIVEN_BACK = "given_back"
    RESTORED = "restored"
    LAPSED = "lapsed"
    REFUNDED = "refunded"
    HONOURED = "honoured"
    WAIVED = "waived"


class VoucherChange(CityOwned, Base):
    """A change of a voucher's state by town hall, by its holder or by the clock, with its reason."""

    __tablename__ = "voucher_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"), index=True)
    deed: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int | None] = mapped_column(default=None)


class Redemption(CityOwned, Base):
    """The moment a voucher is used. At most one live one per voucher; an undone one stays as a trace.

    `redeemed_at` is when the site wrote it down, `scanned_at` when a phone without reception took it.
    `cost_cents` is what it takes from the city's budget for the campaign.
    """

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
    scanned_at: Mapped[datetime | None] = mapped_column(default=None)
    amount_cents: Mapped[int | None] = mapped_column(default=None)
    cost_cents: Mapped[int] = mapped_column(default=0)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class Attempt(CityOwned, Base):
    """A redemption that was refused, with its reason."""

    __tablename__ = "redemption_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"), index=True)
    reason: Mapped[str]
    at: Mapped[datetime]
