"""Short links, and how often each was followed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Base, CityOwned


class ShortLink(CityOwned, Base):
    """A short address. `target` is a path of this site, `about` what carries it (`candidate 12 poster`)."""

    __tablename__ = "short_link"
    __table_args__ = (
        Index(
            "uq_short_link_in_use",
            "city_id",
            "about",
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
        CheckConstraint("target LIKE '/_%' AND target NOT LIKE '//%'", name="own_path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    target: Mapped[str]
    about: Mapped[str]
    label: Mapped[str]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
    campaign: Mapped[Campaign | None] = relationship()


class LinkScan(Base):
    """How often a link was followed on a day in Brussels: nothing about anybody."""

    __tablename__ = "link_scan"
    __table_args__ = ({"sqlite_with_rowid": False},)

    link_id: Mapped[int] = mapped_column(ForeignKey("short_link.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    scans: Mapped[int]
