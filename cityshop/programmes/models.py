"""Programmes, their editions, the cities that take part, and the titles that shops hold."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.cities.models import City
from cityshop.core.db import Base, CityOwned
from cityshop.elections.models import Contest
from cityshop.merchants.models import Shop


class EditionState(StrEnum):
    DRAFT = "draft"
    PUBLIC = "public"


class Programme(Base):
    """One campaign of an organiser over many cities. `cities` are those that a new edition starts with."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    message: Mapped[dict[str, str]]
    cities: Mapped[list[City]] = relationship(secondary="programme_city", order_by=City.name)


class ProgrammeCity(Base):
    """A city that takes part."""

    __tablename__ = "programme_city"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("city.id"), primary_key=True)


class Edition(Base):
    """One season of a programme: the dates, rules and words that its cities share.

    `vote_title` and `vote_introduction` are what each city's vote starts with; `{city}` in them becomes the
    city's name. `rules` is a document of VoteRules.
    """

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("programme_id", "season"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    season: Mapped[int]
    title: Mapped[dict[str, str]]
    message: Mapped[dict[str, str]]
    vote_title: Mapped[dict[str, str]]
    vote_introduction: Mapped[dict[str, str]]
    rules: Mapped[dict[str, Any]]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    nominations_from: Mapped[datetime | None] = mapped_column(default=None)
    ceremony_at: Mapped[datetime | None] = mapped_column(default=None)
    prize: Mapped[dict[str, str]] = mapped_column(default=dict)
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=EditionState.DRAFT)
    programme: Mapped[Programme] = relationship()


class Funder(Base):
    """Who pays for an edition: a logo (`picture` is its name) with the words that stand for it."""

    __tablename__ = "funder"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    name: Mapped[str]
    website: Mapped[str] = mapped_column(default="")
    picture: Mapped[str] = mapped_column(default="")
    alt: Mapped[dict[str, str]] = mapped_column(default=dict)


class EditionCity(CityOwned, Base):
    """A city in an edition: its selling point, prize and contact, and its vote once there is one."""

    __tablename__ = "edition_city"
    __table_args__ = (UniqueConstraint("edition_id", "city_id"), UniqueConstraint("contest_id"))
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    usp: Mapped[dict[str, str]] = mapped_column(default=dict)
    prize: Mapped[dict[str, str]] = mapped_column(default=dict)
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contest_id: Mapped[int | None] = mapped_column(ForeignKey("contest.id"), default=None)
    edition: Mapped[Edition] = relationship()
    city: Mapped[City] = relationship()
    contest: Mapped[Contest | None] = relationship()


class Title(CityOwned, Base):
    """A shop is ambassador of its city from `held_from` up to but not including `held_until`.

    `programme_id` names the programme of the vote. Who won before the city voted here has no `contest_id`.
    """

    __tablename__ = "title"
    __table_args__ = (UniqueConstraint("contest_id", "shop_id"),)
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    season: Mapped[int]
    held_from: Mapped[datetime]
    held_until: Mapped[datetime]
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True, default=None)
    contest_id: Mapped[int | None] = mapped_column(ForeignKey("contest.id"), default=None)
    shop: Mapped[Shop] = relationship()
