"""What residents suggest. Who stands is a candidate of the room below."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.core.db import Base, CityOwned
from cityshop.elections.models import Contest
from cityshop.merchants.models import Shop


class SuggestionState(StrEnum):
    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"


class Suggestion(CityOwned, Base):
    """A resident's idea that a shop should stand; nothing of it is public until the shop agrees.

    `subject` is whom it is about: a shop (`shop 12`), or the digest of a mailbox under a key, for a shop that
    is not registered. Only a digest is kept of the token in the mailed link. The resident stays unknown.
    """

    __tablename__ = "suggestion"
    __table_args__ = (UniqueConstraint("contest_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    subject: Mapped[str]
    name: Mapped[str]
    street: Mapped[str]
    reason: Mapped[str]
    token_digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    shop_id: Mapped[int | None] = mapped_column(ForeignKey("shop.id"), index=True, default=None)
    state: Mapped[str] = mapped_column(default=SuggestionState.WAITING)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    contest: Mapped[Contest] = relationship()
    shop: Mapped[Shop | None] = relationship()
