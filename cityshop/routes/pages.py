"""Routes as the public sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import g

from cityshop.campaigns.pages import CampaignLine, campaign_line
from cityshop.campaigns.rules import CampaignPhase, next_change
from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.places.geometry import Position
from cityshop.places.guide import Seen
from cityshop.places.rules import next_midnight
from cityshop.places.words import opening_words
from cityshop.routes import queries
from cityshop.routes.errors import RoutePaused
from cityshop.routes.geometry import Segment, is_round, segments_from_json
from cityshop.routes.kinds import RouteKind
from cityshop.routes.models import Route, RouteStop
from cityshop.routes.open_now import seen_places
from cityshop.routes.queries import CountedRoute
from cityshop.routes.rules import Leg, left_out, legs
from cityshop.routes.sketch import drawing
from cityshop.routes.words import PICTURES, ROUTE_KIND, STOP_KIND, leg_words, length_words, time_words
from cityshop.web.areas import page_city
from cityshop.web.i18n import own_text, translated
from cityshop.web.parts import Part
from cityshop.web.uploads import picture_address

LONGEST_WALK_METRES = 15_000
ROUTES_ON_A_PART = 3


@dataclass(frozen=True)
class RouteCard:
    """A route in a list. `season` is none for one that is there all year."""

    slug: str
    title: str
    picture: str
    kind_words: str
    length: str
    time: str
    stops: int
    season: CampaignLine | None


@dataclass(frozen=True)
class RouteList:
    """Routes, and when (UTC) the clock alone changes what their list says."""

    cards: Sequence[RouteCard]
    until: datetime | None


@dataclass(frozen=True)
class StopLine:
    """A stop in words; `state` is empty where nothing opens. `is_there`: its place is in the guide."""

    number: int
    name: str
    picture: str
    kind_words: str
    note: str
    place_slug: str
    street: str
    state: str
    state_words: str
    is_there: bool
    onward: str


@dataclass(frozen=True)
class RoutePage:
    """A route; `facts` are pairs to show, `left_out` the numbers of the stops that the short cut misses."""

    row: Route
    title: str
    text: str
    photo: str
    photo_alt: str
    kind_words: str
    facts: Sequence[tuple[str, str]]
    stops: Sequence[StopLine]
    left_out: Sequence[int]
    season: CampaignLine | None
    until: datetime

    @property
    def is_paused(self) -> bool:
        """Whether the city stopped it for a while."""
        return self.season is not None and self.season.phase == CampaignPhase.PAUSED


def route_list(session: Session, *, now: datetime) -> RouteList:
    """The published routes."""
    found = queries.published_routes(session)
    campaigns = [one.route.campaign for one in found if one.route.campaign is not None]
    changes = [next_change(campaign, now) for campaign in campaigns]
    return RouteList([_card(one, now) for one in found], min(filter(None, changes), default=None))


def route_page(session: Session, route: Route, *, now: datetime) -> RoutePage:
    """A route as it is at this moment."""
    segments = segments_from_json(route.segments)
    seen = seen_places(session, [stop.place_id for stop in route.stops], now=now)
    onward = legs(segments, positions_of(route))
    changes = [one.opening.next_change for one in seen.values()]
    season_change = next_change(route.campaign, now) if route.campaign else None
    return RoutePage(
        row=route,
        title=own_text(route.title),
        text=own_text(route.text),
        photo=picture_address(route.picture) if route.picture else "",
        photo_alt=own_text(route.picture_alt),
        kind_words=translated(ROUTE_KIND[route.kind]),
        facts=_facts(route, segments),
        stops=[_stop_line(stop, seen, leg, now) for stop, leg in zip(route.stops, onward, strict=True)],
        left_out=left_out(segments, positions_of(route)),
        season=campaign_line(route.campaign, now) if route.campaign else None,
        until=min(filter(None, [next_midnight(now), season_change, *changes])),
    )


def route_drawing(route: Route) -> str:
    """Its line and stops as an SVG file in the colour of the city."""
    segments = segments_from_json(route.segments)
    return drawing(segments, positions_of(route), colour=page_city().theme["city"])


def refuse_pause(page: RoutePage) -> None:
    """Nothing of a paused route is handed out but its explanation; raises RoutePaused."""
    if page.is_paused:
        raise RoutePaused


def home_part(session: Session, now: datetime) -> Part | None:
    """The routes that are not over, on the city's front page."""
    return _part(session, "routes/_home.html", now)


def guide_part(session: Session, now: datetime) -> Part | None:
    """The way from the guide to the routes."""
    return _part(session, "routes/_guide.html", now)


def place_part(session: Session, now: datetime) -> Part | None:
    """The routes that stop at this place."""
    stops = queries.stops_at_place(session, g.place.id)
    if not stops:
        return None
    lines = [(stop.route.slug, own_text(stop.route.title), stop.position) for stop in stops]
    return Part("routes/_place.html", {"stops": lines})


def _part(session: Session, template: str, now: datetime) -> Part | None:
    found = route_list(session, now=now)
    cards = [card for card in found.cards if not _is_over(card)]
    if not cards:
        return None
    facts = {"routes": cards[:ROUTES_ON_A_PART], "count": len(cards)}
    return Part(template, facts, found.until)


def _is_over(card: RouteCard) -> bool:
    return card.season is not None and card.season.phase == CampaignPhase.OVER


def _card(counted: CountedRoute, now: datetime) -> RouteCard:
    route = counted.route
    return RouteCard(
        slug=route.slug,
        title=own_text(route.title),
        picture=PICTURES[route.kind],
        kind_words=translated(ROUTE_KIND[route.kind]),
        length=length_words(route.length_m),
        time=time_words(route.length_m, route.kind),
        stops=counted.stops,
        season=campaign_line(route.campaign, now) if route.campaign else None,
    )


def positions_of(route: Route) -> list[Position]:
    """Where its stops are."""
    return [Position(stop.longitude, stop.latitude) for stop in route.stops]


def _facts(route: Route, segments: Sequence[Segment]) -> list[tuple[str, str]]:
    walkable = route.kind == RouteKind.WALK or route.length_m <= LONGEST_WALK_METRES
    ascent = "" if route.ascent_m is None else translated(n_("%(count)s m"), count=route.ascent_m)
    shorter = length_words(route.short_cut_m) if route.short_cut_m else ""
    return [
        (translated(n_("Length")), length_words(route.length_m)),
        (translated(n_("By bicycle")), time_words(route.length_m, RouteKind.CYCLE)),
        (translated(n_("On foot")), time_words(route.length_m, RouteKind.WALK) if walkable else ""),
        (translated(n_("With the short cut")), shorter),
        (translated(n_("To climb")), ascent),
        (translated(n_("Begins and ends")), _ends(segments)),
        (translated(n_("Follow the numbers")), " – ".join(route.numbers)),
    ]


def _ends(segments: Sequence[Segment]) -> str:
    if not segments:
        return ""
    return translated(n_("At the same point")) if is_round(segments) else translated(n_("At two points"))


def _stop_line(stop: RouteStop, seen: Mapping[int, Seen], leg: Leg | None, now: datetime) -> StopLine:
    place = seen.get(stop.place_id) if stop.place_id is not None else None
    is_there = stop.place_id is None or place is not None
    kind_words = translated(STOP_KIND[stop.kind])
    return StopLine(
        number=stop.position,
        name=(place.place.name if place else stop.name) if is_there else kind_words,
        picture=PICTURES[stop.kind],
        kind_words=kind_words,
        note=own_text(stop.note) if is_there else "",
        place_slug=place.place.slug if place else "",
        street=place.place.street if place else "",
        state=place.opening.state if place else "",
        state_words=opening_words(place.opening, place.next_state, now) if place else "",
        is_there=is_there,
        onward=leg_words(leg),
    )
