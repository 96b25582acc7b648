"""Events with their dates, the partners they are of, and the calendars they are read from."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.core.db import Base, CityOwned
from cityshop.places.models import Place


class EventState(StrEnum):
    DRAFT = "draft"
    PENDING = "pending"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Audience(StrEnum):
    EVERYONE = "everyone"
    FAMILIES = "families"
    CHILDREN = "children"
    YOUNG = "young"
    OLDER = "older"


class SourceKind(StrEnum):
    """Where events are read from: a file once, a calendar's address, or UiTdatabank by postal codes."""

    FILE = "file"
    ICAL = "ical"
    UITDATABANK = "uitdatabank"


class Partner(CityOwned, Base):
    """An organisation with events in the agenda. `token_digest` is of the link with which it enters them."""

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("city_id", "slug"),)
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    logo: Mapped[str] = mapped_column(default="")
    is_trusted: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_stopped: Mapped[bool] = mapped_column(default=False, server_default=false())
    token_digest: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True, default=None)
    link_sent_at: Mapped[datetime | None] = mapped_column(default=None)


class EventSource(CityOwned, Base):
    """A calendar that is read. `content` is what was fetched last and waits for somebody who looks at it.

    `address` is an https address, postal codes for UiTdatabank, or the name of a file.
    """

    __tablename__ = "event_source"
    __table_args__ = (UniqueConstraint("city_id", "kind", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    kind: Mapped[str]
    address: Mapped[str]
    made_at: Mapped[datetime]
    is_followed: Mapped[bool] = mapped_column(default=False, server_default=false())
    content: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    content_at: Mapped[datetime | None] = mapped_column(default=None)
    look_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    problem: Mapped[str] = mapped_column(default="")
    outcome: Mapped[dict[str, Any]] = mapped_column(default=dict)
    partner: Mapped[Partner | None] = relationship()


class Event(CityOwned, Base):
    """Something to do. `repeat` is the rule of a series, `exceptions` what differs from it, by first day.

    `proposal` is a change by a partner that waits while residents still see what was approved;
    `owned_by_people` names what an import may not touch. `revision` counts changes: who approves
    says which one was read.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("city_id", "slug"),
        UniqueConstraint("city_id", "source_uid"),
        CheckConstraint("starts_at <= ends_at", name="starts_before_it_ends"),
        CheckConstraint("link = '' OR link LIKE 'https://%'", name="safe_link"),
        Index("ix_event_state", "city_id", "state"),
    )
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    title: Mapped[dict[str, str]]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    search_text: Mapped[str]
    state: Mapped[str] = mapped_column(default=EventState.DRAFT)
    state_reason: Mapped[str] = mapped_column(default="")
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True, default=None)
    location: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default=Audience.EVERYONE)
    is_free: Mapped[bool] = mapped_column(default=False, server_default=false())
    price: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    picture: Mapped[str] = mapped_column(default="")
    picture_alt: Mapped[dict[str, str]] = mapped_column(default=dict)
    has_end: Mapped[bool] = mapped_column(default=True, server_default=true())
    is_all_day: Mapped[bool] = mapped_column(default=False, server_default=false())
    repeat: Mapped[dict[str, Any]] = mapped_column(default=dict)
    exceptions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proposal: Mapped[dict[str, Any]] = mapped_column(default=dict)
    has_proposal: Mapped[bool] = mapped_column(default=False, server_default=false())
    revision: Mapped[int] = mapped_column(default=1)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("event_source.id"), index=True, default=None)
    source_uid: Mapped[str | None] = mapped_column(default=None)
    source_address: Mapped[str] = mapped_column(default="")
    owned_by_people: Mapped[list[str]] = mapped_column(default=list)
    needs_check: Mapped[bool] = mapped_column(default=False, server_default=false())
    partner: Mapped[Partner | None] = relationship()
    place: Mapped[Place | None] = relationship()
    source: Mapped[EventSource | None] = relationship()
    dates: Mapped[list["EventDate"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="EventDate.starts_at"
    )


class EventDate(CityOwned, Base):
    """One time that an event takes place, up to but not including `ends_at`; days as Brussels has them.

    `planned_on` is the day on which the series had it; it differs from `first_day` for a date that was moved.
    """

    __tablename__ = "event_date"
    __table_args__ = (
        UniqueConstraint("event_id", "planned_on", "starts_at"),
        CheckConstraint("starts_at <= ends_at", name="starts_before_it_ends"),
        Index("ix_event_date_when", "city_id", "ends_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    first_day: Mapped[date]
    last_day: Mapped[date]
    planned_on: Mapped[date]
    is_cancelled: Mapped[bool] = mapped_column(default=False, server_default=false())
    event: Mapped[Event] = relationship(back_populates="dates")
