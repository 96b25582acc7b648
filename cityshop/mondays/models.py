"""Mails with a card, what a shop wants of them, and answers to the three questions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class MailKind(StrEnum):
    CARD = "card"
    REMINDER = "reminder"


class Delivery(StrEnum):
    """How far a mail got: in the outbox, handed over, given up; or nobody is there or wants it."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    NOBODY = "nobody"


class Again(StrEnum):
    """Whether the shop would take part again."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


class CardMail(CityOwned, Base):
    """One mail to one shop about one edition: at most one of each kind, however often the worker looks."""

    __tablename__ = "card_mail"
    __table_args__ = (UniqueConstraint("campaign_id", "shop_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    kind: Mapped[str]
    posted_at: Mapped[datetime]
    message_id: Mapped[str] = mapped_column(default="", index=True)
    delivery: Mapped[str] = mapped_column(default=Delivery.WAITING)


class CardWish(CityOwned, Base):
    """In which language a shop reads these mails, and whether it wants them. Without a row: yes, in Dutch."""

    __tablename__ = "card_wish"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), primary_key=True)
    language: Mapped[str]
    is_wanted: Mapped[bool] = mapped_column(default=True)


class SurveyAnswer(CityOwned, Base):
    """What one shop said of one edition; five is best. `language` is that of the page it answered on."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        CheckConstraint("success BETWEEN 1 AND 5", name="success_of_five"),
        CheckConstraint("communication BETWEEN 1 AND 5", name="communication_of_five"),
    )

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), primary_key=True)
    success: Mapped[int]
    communication: Mapped[int]
    again: Mapped[str]
    language: Mapped[str]
    answered_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(default="")


class SurveyReminder(CityOwned, Base):
    """Town hall asked once to remind who has not answered; the worker sends it."""

    __tablename__ = "survey_reminder"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    asked_at: Mapped[datetime]
    account_id: Mapped[int]
