"""Shops, who keeps them, and their counters."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.core.db import Base, CityOwned


class ShopState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class Shop(CityOwned, Base):
    """A business' outlet in a city. `enterprise_number` is ten digits (Crossroads Bank for Enterprises).

    With `scans_at_once` its counters redeem what they scan, without a button in between.
    """

    __tablename__ = "shop"
    __table_args__ = (UniqueConstraint("city_id", "slug"),)
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    name: Mapped[str]
    enterprise_number: Mapped[str]
    category: Mapped[str]
    street: Mapped[str]
    postal_code: Mapped[str]
    registered_at: Mapped[datetime]
    keeper_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    picture: Mapped[str] = mapped_column(default="")
    introduction: Mapped[dict[str, str]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default=ShopState.WAITING)
    state_reason: Mapped[str] = mapped_column(default="")
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    scans_at_once: Mapped[bool] = mapped_column(default=False)
    keepers: Mapped[list["Keeper"]] = relationship(back_populates="shop", cascade="all, delete-orphan")


class Keeper(Base):
    """An account that may act for a shop."""

    __tablename__ = "keeper"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), primary_key=True, index=True)
    shop: Mapped[Shop] = relationship(back_populates="keepers")


class Counter(CityOwned, Base):
    """A till: its link carries `token`, its PIN is an argon2id digest, `bearer_version` ends its devices.

    `seen_at` is when somebody last stood behind it, to a few minutes.
    """

    __tablename__ = "counter"

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    name: Mapped[str]
    token: Mapped[str] = mapped_column(unique=True)
    pin_digest: Mapped[str]
    opened_at: Mapped[datetime]
    bearer_version: Mapped[int] = mapped_column(default=1)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    shop: Mapped[Shop] = relationship()
