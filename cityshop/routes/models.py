"""Routes and their stops."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Base, CityOwned
from cityshop.places.models import Place


class RouteState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Route(CityOwned, Base):
    """A line with stops. Lengths are whole metres; `short_cut_m` is the way round with the short cut.

    `segments` is what `geometry.segments_as_json` writes, `numbers` are the junctions of a node network in
    the order of the line, `source_id` is its relation on the map, such as `relation/12`. Once `line_is_ours`
    is set, people chose this line and no map touches it.
    """

    __tablename__ = "route"
    __table_args__ = (
        UniqueConstraint("city_id", "slug"),
        UniqueConstraint("city_id", "source_id"),
        CheckConstraint("length_m >= 0", name="length_in_metres"),
        CheckConstraint("state <> 'published' OR length_m > 0", name="published_with_a_line"),
    )
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    slug: Mapped[str]
    kind: Mapped[str]
    title: Mapped[dict[str, str]]
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default=RouteState.DRAFT)
    segments: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    length_m: Mapped[int] = mapped_column(default=0)
    ascent_m: Mapped[int | None] = mapped_column(default=None)
    short_cut_m: Mapped[int | None] = mapped_column(default=None)
    numbers: Mapped[list[str]] = mapped_column(default=list)
    picture: Mapped[str] = mapped_column(default="")
    picture_alt: Mapped[dict[str, str]] = mapped_column(default=dict)
    source_id: Mapped[str | None] = mapped_column(default=None)
    line_is_ours: Mapped[bool] = mapped_column(default=False, server_default=false())
    changed_at: Mapped[datetime]
    campaign: Mapped[Campaign | None] = relationship()
    stops: Mapped[list["RouteStop"]] = relationship(
        back_populates="route", cascade="all, delete-orphan", order_by="RouteStop.position"
    )


class RouteStop(CityOwned, Base):
    """A stop, at a place of the guide or at a point of its own (WGS 84 degrees); `position` counts from 1."""

    __tablename__ = "route_stop"
    __table_args__ = (
        UniqueConstraint("route_id", "position"),
        UniqueConstraint("route_id", "place_id"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_in_degrees"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_in_degrees"),
    )
    is_public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("route.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    note: Mapped[dict[str, str]] = mapped_column(default=dict)
    route: Mapped[Route] = relationship(back_populates="stops")
    place: Mapped[Place | None] = relationship()
