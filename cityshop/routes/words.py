"""Routes in words: lengths, times, directions and what was found in a file, as people say them."""

from collections.abc import Mapping

from babel.numbers import format_decimal

from cityshop.core.words import n_
from cityshop.places.refused import Reason
from cityshop.routes.drafts import Remark
from cityshop.routes.kinds import RouteKind, StopKind
from cityshop.routes.models import RouteState
from cityshop.routes.rules import Compass, Leg, minutes_for
from cityshop.web.i18n import locale, translated

ROUTE_KIND: Mapping[str, str] = {
    RouteKind.CYCLE: n_("Cycle route"),
    RouteKind.WALK: n_("Walk"),
}
STOP_KIND: Mapping[str, str] = {
    StopKind.HOSPITALITY: n_("Food and drink"),
    StopKind.SHOP: n_("Shop"),
    StopKind.GREEN: n_("Hidden green"),
    StopKind.ICE_CREAM: n_("Ice cream"),
    StopKind.BARBECUE: n_("Barbecue spot"),
}
STATE: Mapping[str, str] = {
    RouteState.DRAFT: n_("Draft"),
    RouteState.PUBLISHED: n_("Published"),
}
# Pictures of the house for each kind of stop and of route.
PICTURES: Mapping[str, str] = {
    StopKind.HOSPITALITY: "cafe",
    StopKind.SHOP: "shop",
    StopKind.GREEN: "green",
    StopKind.ICE_CREAM: "ice_cream",
    StopKind.BARBECUE: "barbecue",
    RouteKind.CYCLE: "bicycle",
    RouteKind.WALK: "person",
}
ALONG: Mapping[str, str] = {
    Compass.NORTH: n_("%(length)s along the route, to the north"),
    Compass.NORTH_EAST: n_("%(length)s along the route, to the north-east"),
    Compass.EAST: n_("%(length)s along the route, to the east"),
    Compass.SOUTH_EAST: n_("%(length)s along the route, to the south-east"),
    Compass.SOUTH: n_("%(length)s along the route, to the south"),
    Compass.SOUTH_WEST: n_("%(length)s along the route, to the south-west"),
    Compass.WEST: n_("%(length)s along the route, to the west"),
    Compass.NORTH_WEST: n_("%(length)s along the route, to the north-west"),
}
AS_THE_CROW_FLIES: Mapping[str, str] = {
    Compass.NORTH: n_("%(length)s to the north, as the crow flies"),
    Compass.NORTH_EAST: n_("%(length)s to the north-east, as the crow flies"),
    Compass.EAST: n_("%(length)s to the east, as the crow flies"),
    Compass.SOUTH_EAST: n_("%(length)s to the south-east, as the crow flies"),
    Compass.SOUTH: n_("%(length)s to the south, as the crow flies"),
    Compass.SOUTH_WEST: n_("%(length)s to the south-west, as the crow flies"),
    Compass.WEST: n_("%(length)s to the west, as the crow flies"),
    Compass.NORTH_WEST: n_("%(length)s to the north-west, as the crow flies"),
}
A_KILOMETRE = 1_000
ROUNDED_TO_METRES = 50
AN_HOUR = 60


def length_words(metres: float) -> str:
    """`28,4 km`, or `350 m` below a kilometre."""
    if metres >= A_KILOMETRE - ROUNDED_TO_METRES / 2:
        kilometres = format_decimal(round(metres / A_KILOMETRE, 1), "#,##0.#", locale())
        return translated(n_("%(count)s km"), count=kilometres)
    rounded = max(ROUNDED_TO_METRES, round(metres / ROUNDED_TO_METRES) * ROUNDED_TO_METRES)
    return translated(n_("%(count)s m"), count=rounded)


def time_words(metres: float, kind: str) -> str:
    """`1 h 55 min`, without stopping."""
    hours, minutes = divmod(minutes_for(metres, kind), AN_HOUR)
    if not hours:
        return translated(n_("%(minutes)s min"), minutes=minutes)
    if not minutes:
        return translated(n_("%(hours)s h"), hours=hours)
    return translated(n_("%(hours)s h %(minutes)s min"), hours=hours, minutes=minutes)


def leg_words(leg: Leg | None) -> str:
    """`900 m along the route, to the north-east`; empty where nothing follows."""
    if leg is None:
        return ""
    sentences = ALONG if leg.follows_line else AS_THE_CROW_FLIES
    return translated(sentences[leg.direction], length=length_words(leg.metres))


def remark_words(remark: Remark) -> str:
    """What was cleaned or is missing, as a sentence."""
    facts = {
        name: translated(fact.sentence) if isinstance(fact, Reason) else fact
        for name, fact in remark.facts.items()
    }
    return translated(remark.sentence, **facts)
