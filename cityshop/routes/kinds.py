"""How people go along a route, and what they stop for."""

from collections.abc import Mapping
from enum import StrEnum

from cityshop.places.kinds import PlaceKind


class RouteKind(StrEnum):
    CYCLE = "cycle"
    WALK = "walk"


class StopKind(StrEnum):
    HOSPITALITY = "hospitality"
    SHOP = "shop"
    GREEN = "green"
    ICE_CREAM = "ice_cream"
    BARBECUE = "barbecue"


_OTHER_THAN_HOSPITALITY: Mapping[str, StopKind] = {
    PlaceKind.SHOP: StopKind.SHOP,
    PlaceKind.GREEN: StopKind.GREEN,
    PlaceKind.ICE_CREAM: StopKind.ICE_CREAM,
    PlaceKind.BARBECUE: StopKind.BARBECUE,
}
_ROUTE_KINDS: Mapping[str, RouteKind] = {
    "bicycle": RouteKind.CYCLE,
    "mtb": RouteKind.CYCLE,
    "foot": RouteKind.WALK,
    "hiking": RouteKind.WALK,
    "walking": RouteKind.WALK,
}


def stop_kind_of(place_kind: str) -> StopKind:
    """What a place of the guide is on a route."""
    return _OTHER_THAN_HOSPITALITY.get(place_kind, StopKind.HOSPITALITY)


def route_kind_of(tags: Mapping[str, str]) -> RouteKind | None:
    """How a relation of OpenStreetMap is travelled; None for buses and the like."""
    return _ROUTE_KINDS.get(tags.get("route", ""))
