"""Reports of codes that are not ours."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cityshop.core.db import Base, CityOwned


class FakeState(StrEnum):
    WAITING = "waiting"
    REMOVED = "removed"
    OURS = "ours"
    NOT_FOUND = "not-found"


class FakeReport(CityOwned, Base):
    """What somebody saw: what stands on it or where it leads, where it hangs, perhaps a photo.

    Nothing about who sent it: `digest` is of the token in the address where the answer can be read. The
    photo is erased with the answer.
    """

    __tablename__ = "fake_report"
    __table_args__ = (Index("ix_fake_report_waiting", "city_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    shown: Mapped[str]
    place: Mapped[str]
    picture: Mapped[str]
    sent_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=FakeState.WAITING)
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[int | None] = mapped_column(default=None)
