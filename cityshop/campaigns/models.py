"""Campaigns of a city."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class CampaignKind(StrEnum):
    VOTE = "vote"
    DISCOUNT = "discount"
    SUMMER = "summer"
    TERRACES = "terraces"


class Campaign(CityOwned, Base):
    """A period of actions, from `starts_at` up to but not including `ends_at`."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("city_id", "slug"),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
    )
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    kind: Mapped[str]
    title: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    pause_reason: Mapped[str] = mapped_column(default="")
    pause_text: Mapped[dict[str, str]] = mapped_column(default=dict)
    pauses_redemptions: Mapped[bool] = mapped_column(default=True)
