"""Phones behind a counter, links that pair them, stock on loan, and scans that came in later."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.core.db import Base, CityOwned
from cityshop.merchants.models import Counter


class Algorithm(StrEnum):
    """What a phone signs with: not every browser makes Ed25519 keys."""

    ED25519 = "ed25519"
    P256 = "p256"


class Deed(StrEnum):
    SCAN = "scan"
    UNDO = "undo"


class Verdict(StrEnum):
    """What became of a scan that was sent later; each of them is final for the phone."""

    REDEEMED = "redeemed"
    UNDONE = "undone"
    REFUSED = "refused"
    CONFLICT = "conflict"
    CLOCK_SUSPECT = "clock_suspect"
    ALTERED = "altered"
    OUT_OF_ORDER = "out_of_order"
    FOREIGN = "foreign"


class Decision(StrEnum):
    """What people decide on a scan that did not simply count."""

    HONOURED = "honoured"
    WAIVED = "waived"
    SHOP_BEARS = "shop_bears"
    WITHDRAWN = "withdrawn"


class Pairing(CityOwned, Base):
    """A link that pairs one phone with a counter, once and soon; only a digest of its secret is kept."""

    __tablename__ = "device_pairing"

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"), index=True)
    secret_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    counter: Mapped[Counter] = relationship()


class Device(CityOwned, Base):
    """A phone behind a counter. Its signing key stays on the phone; here are the public half and a digest.

    `bearer_version` is the counter's when the PIN was typed here: a new PIN ends the phone until it is typed
    again. When another phone is ended it moves on with the counter. `skew_seconds` is how far the site is
    ahead of the phone's clock, measured at the last contact; `emptied_at` and `emptied_skew` belong to the
    last contact at which nothing waited on the phone.
    `last_sequence` and `last_digest` are the end of the chain of its scans; no digest: the chain was broken.
    """

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("counter_id", "public_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"), index=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    name: Mapped[str]
    algorithm: Mapped[str]
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    bearer_version: Mapped[int]
    paired_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    emptied_at: Mapped[datetime]
    skew_seconds: Mapped[int] = mapped_column(default=0)
    emptied_skew: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    last_sequence: Mapped[int] = mapped_column(default=0)
    last_digest: Mapped[bytes | None] = mapped_column(LargeBinary, default=b"")
    last_scanned_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    counter: Mapped[Counter] = relationship()

    @property
    def is_ended(self) -> bool:
        """Whether the shop or town hall ended the phone, or closed its counter."""
        return self.revoked_at is not None or self.counter.revoked_at is not None

    @property
    def needs_pin(self) -> bool:
        """Whether the counter has a new PIN since it was typed on this phone."""
        return self.bearer_version != self.counter.bearer_version


class Lease(CityOwned, Base):
    """Units of an offer's stock on loan to a phone: taken off the shared stock until it is over.

    The phone sells from it until `until`; what it did not use returns a while after that, when it has had
    the time to send its scans.
    """

    __tablename__ = "stock_lease"
    __table_args__ = (
        CheckConstraint("used >= 0 AND used <= units", name="never_more_than_lent"),
        Index(
            "uq_stock_lease_running",
            "device_id",
            "offer_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    units: Mapped[int]
    until: Mapped[datetime]
    used: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class OfflineScan(CityOwned, Base):
    """What a phone did without reception, as it came in, and what became of it.

    `digest` is SHA-256 of the signed text. `scanned_at` is what the phone's clock said, `corrected_at` that
    moment by the site's clock; neither is known of a text that was altered.
    """

    __tablename__ = "offline_scan"
    __table_args__ = (
        UniqueConstraint("device_id", "digest"),
        UniqueConstraint("device_id", "key"),
        Index("ix_offline_scan_of_shop", "shop_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    deed: Mapped[str]
    verdict: Mapped[str]
    received_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    key: Mapped[str | None] = mapped_column(default=None)
    sequence: Mapped[int | None] = mapped_column(default=None)
    scanned_at: Mapped[datetime | None] = mapped_column(default=None)
    corrected_at: Mapped[datetime | None] = mapped_column(default=None)
    amount_cents: Mapped[int | None] = mapped_column(default=None)
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"), index=True, default=None)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"), index=True, default=None)
    redemption_id: Mapped[int | None] = mapped_column(ForeignKey("redemption.id"), index=True, default=None)
    decision: Mapped[str | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(default=None)
    decision_reason: Mapped[str] = mapped_column(default="")
    device: Mapped[Device] = relationship()
