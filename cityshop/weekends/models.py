"""Mail to shops of a campaign with what became of it, and the closing report of an edition."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class Audience(StrEnum):
    """Which shops a mail is for."""

    EVERYBODY = "everybody"
    WITHOUT = "without"
    WAITING = "waiting"
    WITH = "with"
    STREET = "street"


class Delivery(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    NOBODY = "nobody"


class ShopMail(CityOwned, Base):
    """What town hall writes to shops of a campaign. Without `sent_at` it is a draft."""

    __tablename__ = "shop_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    audience: Mapped[str]
    subject: Mapped[dict[str, str]]
    text: Mapped[dict[str, str]]
    written_at: Mapped[datetime]
    written_by: Mapped[int]
    street: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None] = mapped_column(default=None)


class ShopMailDelivery(CityOwned, Base):
    """One shop that a mail went to, once. `message_id` is the letter in the outbox; never an address."""

    __tablename__ = "shop_mail_delivery"
    __table_args__ = (Index("ix_shop_mail_delivery_letter", "message_id"),)

    mail_id: Mapped[int] = mapped_column(ForeignKey("shop_mail.id"), primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(default="")
    delivery: Mapped[str] = mapped_column(default=Delivery.WAITING)


class ClosingReport(CityOwned, Base):
    """The figures of an edition as they were when it was closed; `digest` tells whether they still are."""

    __tablename__ = "closing_report"
    is_public = True

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    figures: Mapped[dict[str, Any]]
    digest: Mapped[str]
    closed_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
