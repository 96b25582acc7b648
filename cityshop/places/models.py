"""Places of the guide and their terraces."""

import unicodedata
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from cityshop.core import clock
from cityshop.core.db import Base, CityOwned
from cityshop.places.traits import Ownership


def folded(text: str) -> str:
    """A text as people search for it: small letters without accents, one space between words."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(plain.casefold().split())


def _search_text(context: DefaultExecutionContext) -> str:
    row = context.get_current_parameters()  # type: ignore[no-untyped-call]  # published without types
    return folded(f"{row['name']} {row.get('street') or ''}")


def _added_now() -> datetime:
    """The site's clock, asked when the row is written: imports write rows past the services."""
    return clock.utc_now()


class PlaceState(StrEnum):
    DRAFT = "draft"
    PENDING = "pending"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    CLOSED = "closed"


class HoursState(StrEnum):
    """How well the hours are known: `parsed` into rules, only as `text`, or not at all."""

    PARSED = "parsed"
    TEXT = "text"
    UNKNOWN = "unknown"


class Place(CityOwned, Base):
    """A point of the guide (WGS 84 degrees).

    `owned_by_people` names the fields that no import may touch, `owned_by_files` those that came with a list
    of the city's own: no map touches them.

    `search_text` is name and street as people type them; it also puts places in order of the alphabet.
    """

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("city_id", "slug"),
        UniqueConstraint("city_id", "source_id"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_in_degrees"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_in_degrees"),
        CheckConstraint("ownership IN ('unknown', 'independent', 'chain')", name="ownership_known"),
        Index("ix_place_where", "city_id", "longitude", "latitude"),
        Index("ix_place_listed", "city_id", "state", "kind", "name"),
    )
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    state: Mapped[str] = mapped_column(default=PlaceState.PUBLISHED)
    street: Mapped[str] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(default="")
    town: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default=_search_text)
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    picture: Mapped[str] = mapped_column(default="")
    picture_alt: Mapped[dict[str, str]] = mapped_column(default=dict)
    hours_state: Mapped[str] = mapped_column(default=HoursState.UNKNOWN)
    hours_text: Mapped[str] = mapped_column(default="")
    hours_rules: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    wheelchair: Mapped[str] = mapped_column(default="unknown")
    diets: Mapped[list[str]] = mapped_column(default=list)
    payments: Mapped[list[str]] = mapped_column(default=list)
    category: Mapped[str] = mapped_column(default="")
    ownership: Mapped[str] = mapped_column(default=Ownership.UNKNOWN)
    source_id: Mapped[str | None] = mapped_column(default=None)
    source_version: Mapped[int | None] = mapped_column(default=None)
    owned_by_people: Mapped[list[str]] = mapped_column(default=list)
    owned_by_files: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    needs_check: Mapped[bool] = mapped_column(default=False)
    verified_at: Mapped[datetime | None] = mapped_column(default=None)
    added_at: Mapped[datetime | None] = mapped_column(default=_added_now)
    terrace: Mapped["Terrace | None"] = relationship(back_populates="place", cascade="all, delete-orphan")
    exceptions: Mapped[list["HoursException"]] = relationship(
        cascade="all, delete-orphan", order_by="HoursException.first_day"
    )

    @property
    def known_at(self) -> datetime | None:
        """When it was last known to be right: confirmed, else added."""
        return self.verified_at or self.added_at

    @validates("name", "street")
    def _keep_searchable(self, key: str, value: str) -> str:
        parts = {"name": self.name or "", "street": self.street or "", key: value}
        self.search_text = folded(f"{parts['name']} {parts['street']}")
        return value


class Terrace(Base):
    """Outdoor seats, on a point of their own (WGS 84 degrees) or where the place is.

    `horizon`: 72 whole degrees of skyline, every 5 degrees from north; else empty. An extension is there when
    `extension_to` is: seats and square metres beside the others, under a permit of their own. `season` is the
    word in the address of the campaign it belongs to; empty, it stands by its permit alone.
    """

    __tablename__ = "terrace"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_in_degrees"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_in_degrees"),
        CheckConstraint("extension_from <= extension_to", name="extension_ends_after_it_begins"),
    )

    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    seats: Mapped[int | None] = mapped_column(default=None)
    is_covered: Mapped[bool] = mapped_column(default=False)
    is_heated: Mapped[bool] = mapped_column(default=False)
    sunny_from: Mapped[str] = mapped_column(default="")
    sunny_to: Mapped[str] = mapped_column(default="")
    permit_from: Mapped[date | None] = mapped_column(default=None)
    permit_to: Mapped[date | None] = mapped_column(default=None)
    closing_hour: Mapped[str] = mapped_column(default="")
    square_metres: Mapped[int | None] = mapped_column(default=None)
    horizon: Mapped[list[int]] = mapped_column(default=list)
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    extension_from: Mapped[date | None] = mapped_column(default=None)
    extension_to: Mapped[date | None] = mapped_column(default=None)
    extension_seats: Mapped[int | None] = mapped_column(default=None)
    extension_square_metres: Mapped[int | None] = mapped_column(default=None)
    season: Mapped[str] = mapped_column(default="")
    place: Mapped[Place] = relationship(back_populates="terrace")


class HoursException(Base):
    """Other hours, or none, from one day to another (both included), such as the yearly holiday.

    `intervals` are pairs of minutes after midnight; the second passes 1440 for what closes after midnight.
    """

    __tablename__ = "hours_exception"
    __table_args__ = (
        UniqueConstraint("place_id", "first_day"),
        CheckConstraint("first_day <= last_day", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    intervals: Mapped[list[list[int]]] = mapped_column(JSON, default=list)


class PlaceRevision(CityOwned, Base):
    """One change of a place: the fields that differed, before and after. The place that goes takes it along.

    `account_id` is a plain number: an account may be erased, what it changed stays.
    """

    __tablename__ = "place_revision"
    __table_args__ = (Index("ix_place_revision_of_place", "place_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    who: Mapped[str]
    old: Mapped[dict[str, Any]]
    new: Mapped[dict[str, Any]]
    account_id: Mapped[int | None] = mapped_column(default=None)
