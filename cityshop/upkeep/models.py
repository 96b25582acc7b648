"""What waits for town hall, what residents report, and who was asked whether a place is still right."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.core.db import Base, CityOwned
from cityshop.merchants.models import Shop
from cityshop.places.models import Place


class EditKind(StrEnum):
    """A change of the shop's place, the wish to be tied to one, or a place that is not there yet."""

    CHANGE = "change"
    TIE = "tie"
    NEW = "new"


class Verdict(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ReportKind(StrEnum):
    CLOSED = "closed"
    HOURS = "hours"
    ADDRESS = "address"
    OTHER = "other"


class Delivery(StrEnum):
    """How far a mail got: in the outbox, handed over, given up, or nobody wants to be asked."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    NOBODY = "nobody"


class Answer(StrEnum):
    """What came of a monthly mail."""

    NONE = ""
    RIGHT = "right"
    CHANGED = "changed"
    STOP = "stop"


_WAITS = text("state = 'waiting'")


class PlaceEdit(CityOwned, Base):
    """What a shop asks of town hall; what is asked never changes: another wish is another row.

    `was` holds the fields as they were when it was asked. Account ids are plain numbers.
    """

    __tablename__ = "place_edit"
    __table_args__ = (
        Index("uq_place_edit_waiting", "shop_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_place_edit_waiting", "city_id", "state", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    kind: Mapped[str]
    asked: Mapped[dict[str, Any]]
    was: Mapped[dict[str, Any]]
    account_id: Mapped[int]
    asked_at: Mapped[datetime]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True, default=None)
    state: Mapped[str] = mapped_column(default=Verdict.WAITING)
    reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(default=None)
    shop: Mapped[Shop] = relationship()
    place: Mapped[Place | None] = relationship()


class PlaceReport(CityOwned, Base):
    """What somebody says is wrong with a place. `mailbox` is erased some time after the answer."""

    __tablename__ = "place_report"
    __table_args__ = (Index("ix_place_report_waiting", "city_id", "state", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    kind: Mapped[str]
    sentence: Mapped[str]
    language: Mapped[str]
    sent_at: Mapped[datetime]
    mailbox: Mapped[str] = mapped_column(default="")
    from_keeper: Mapped[bool] = mapped_column(default=False, server_default=false())
    state: Mapped[str] = mapped_column(default=Verdict.WAITING)
    answer: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(default=None)
    place: Mapped[Place] = relationship()


class MonthlyAsk(CityOwned, Base):
    """One mail that asks whether a place is still right; `month` is like `2026-11`."""

    __tablename__ = "monthly_ask"
    __table_args__ = (UniqueConstraint("place_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    month: Mapped[str]
    asked_at: Mapped[datetime]
    mailbox_digest: Mapped[str]
    message_id: Mapped[str] = mapped_column(default="", index=True)
    to_keeper: Mapped[bool] = mapped_column(default=False, server_default=false())
    delivery: Mapped[str] = mapped_column(default=Delivery.WAITING)
    answer: Mapped[str] = mapped_column(default=Answer.NONE)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    place: Mapped[Place] = relationship()


class PlaceMailbox(CityOwned, Base):
    """Where a place that no shop keeps can be asked."""

    __tablename__ = "place_mailbox"

    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str]


class NotAsked(Base):
    """A mailbox that wants no monthly mail about a place; only a digest of it stands here."""

    __tablename__ = "not_asked"

    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), primary_key=True)
    mailbox_digest: Mapped[str] = mapped_column(primary_key=True)
