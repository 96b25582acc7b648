"""The sample routes: a summer cycle route with a short cut, a walk along the Lys, and one that is not ready."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.cities.models import City
from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Session, in_city
from cityshop.places.models import Place
from cityshop.routes.geometry import Segment, SegmentRole, TrackPoint
from cityshop.routes.kinds import RouteKind, StopKind
from cityshop.routes.models import Route, RouteState
from cityshop.routes.printed import make_plates
from cityshop.routes.services import RouteFacts, create_route, set_line
from cityshop.routes.stops import StopFacts, add_place, add_point
from cityshop.sample.periods import SUMMER_ROUTE

CITY = "kortrijk"
STEPS = 8  # points drawn between two anchors

# Latitude, longitude and height of bends on the way, as far as a drawing needs them.
ROUND = (
    (50.82795, 3.26455, 18), (50.82900, 3.26580, 18), (50.83100, 3.26810, 14), (50.83260, 3.26930, 13),
    (50.83310, 3.26840, 13), (50.83320, 3.26560, 14), (50.83480, 3.26460, 15), (50.83900, 3.25800, 16),
    (50.84120, 3.24600, 17), (50.84250, 3.23450, 17), (50.83700, 3.22700, 18), (50.83150, 3.22600, 19),
    (50.83350, 3.23900, 18), (50.84500, 3.26200, 18), (50.85150, 3.27700, 17), (50.85400, 3.28600, 15),
    (50.85600, 3.30100, 13), (50.85300, 3.30900, 14), (50.84600, 3.31600, 13), (50.83900, 3.31800, 15),
    (50.83100, 3.32400, 19), (50.82000, 3.33000, 22), (50.81200, 3.33200, 24), (50.80300, 3.32300, 33),
    (50.79500, 3.31000, 42), (50.78500, 3.30000, 55), (50.77400, 3.29300, 66), (50.78100, 3.28300, 63), (50.78300, 3.26900, 58),
    (50.79000, 3.26200, 49), (50.79900, 3.26900, 47), (50.80500, 3.27600, 39), (50.80400, 3.26400, 34),
    (50.80200, 3.25000, 28), (50.80700, 3.23600, 20), (50.81400, 3.23100, 14), (50.81900, 3.23900, 13),
    (50.82400, 3.24800, 13), (50.82900, 3.25600, 14), (50.82960, 3.26180, 16), (50.82795, 3.26455, 18),
)  # fmt: skip
SHORT_CUT = (
    (50.83900, 3.31800, 15), (50.83300, 3.30000, 16), (50.82650, 3.28500, 18), (50.82000, 3.27000, 19),
    (50.81700, 3.25200, 16), (50.81900, 3.23900, 13),
)  # fmt: skip
BROEL = (
    (50.82795, 3.26455, 18), (50.82850, 3.26500, 18), (50.82932, 3.26690, 17), (50.82940, 3.26900, 16),
    (50.83106, 3.26790, 14), (50.83190, 3.26760, 13), (50.83285, 3.26930, 13), (50.83330, 3.26840, 13),
    (50.83240, 3.26545, 14), (50.83145, 3.26335, 14), (50.82995, 3.26320, 16), (50.82795, 3.26455, 18),
)  # fmt: skip


@dataclass(frozen=True)
class Point:
    """A stop that is no place of the guide."""

    name: str
    kind: StopKind
    latitude: float
    longitude: float
    nl: str
    fr: str


SUMMER_STOPS: Sequence[str | Point] = (
    "Café ’t Belfort",
    "Barbecueplek Buda",
    "De Buda Barge",
    "Café Overleie",
    Point(
        "Molentuin Heule", StopKind.GREEN, 50.84235, 3.23470,
        "Een boomgaard achter de molen. De bank onder de perelaar is van iedereen.",
        "Un verger derrière le moulin. Le banc sous le poirier est à tout le monde.",
    ),
    Point(
        "IJshoeve De Drie Koeien", StopKind.ICE_CREAM, 50.85395, 3.28580,
        "Schepijs van melk van vanmorgen. De koeien kijken toe.",
        "Une glace au lait de ce matin, sous le regard des vaches.",
    ),
    Point(
        "Bakkershuis Harelbeke", StopKind.SHOP, 50.85310, 3.30880,
        "Haal hier je picknick: mattentaart, kaas en appelen uit de streek.",
        "Faites ici vos provisions : tarte au maton, fromage et pommes du coin.",
    ),
    Point(
        "Barbecueplek Stasegem", StopKind.BARBECUE, 50.83880, 3.31820,
        "Twee roosters aan het kanaal. Breng je eigen houtskool mee en neem je afval terug.",
        "Deux grils au bord du canal. Apportez votre charbon et remportez vos déchets.",
    ),
    Point(
        "Uitzicht Bellegem", StopKind.GREEN, 50.78130, 3.28330,
        "Het hoogste punt van de route. Bij helder weer zie je de Broeltorens en Rijsel.",
        "Le point culminant. Par temps clair, on voit les tours du Broel et Lille.",
    ),
    Point(
        "Kasteeltuin Marke", StopKind.GREEN, 50.80720, 3.23620,
        "Loop langs de vijver; het poortje aan de kerk is altijd open.",
        "Longez l’étang ; la petite porte près de l’église est toujours ouverte.",
    ),
    "Barbecueplek Astridpark",
    "Gelato Graanmarkt",
)  # fmt: skip
WALK_STOPS: Sequence[str | Point] = (
    "Bloemen Sint-Maarten",
    "Binnentuin Sint-Elisabeth",
    "Brasserie Broelzicht",
    "De IJskar van Buda",
    "Leieboorden Budastrand",
    "Fietsen Leiekant",
)
SUMMER_TITLE = {"nl": "Zomerroute", "fr": "Route d’été", "en": "Summer route", "de": "Sommerroute"}
SUMMER_TEXT = {
    "nl": "Van de Grote Markt langs de Leie naar de heuvels van Bellegem, en terug met een ijsje. "
    "Moe? Neem in Stasegem de kortere weg.",
    "fr": "De la Grand-Place aux collines de Bellegem en suivant la Lys, et retour avec une glace. "
    "Fatigués ? Prenez le raccourci à Stasegem.",
    "en": "From the market square along the Lys to the hills of Bellegem, and back with an ice cream. "
    "Tired? Take the short cut at Stasegem.",
    "de": "Vom Großen Markt an der Leie entlang zu den Hügeln von Bellegem und zurück mit einem Eis. "
    "Müde? Nimm in Stasegem die Abkürzung.",
}
WALK_TITLE = {
    "nl": "Ommetje Broel en Buda", "fr": "Balade du Broel à Buda", "en": "Stroll from Broel to Buda",
    "de": "Spaziergang von Broel nach Buda",
}  # fmt: skip
WALK_TEXT = {
    "nl": "Een uurtje tussen begijnhof en strand. Ook met een kinderwagen.",
    "fr": "Une petite heure entre béguinage et plage. La poussette passe partout.",
    "en": "An hour between beguinage and beach. A pram gets through everywhere.",
    "de": "Eine Stunde zwischen Beginenhof und Strand. Auch mit Kinderwagen.",
}


def load(session: Session, *, now: datetime) -> None:
    """Add the routes of Kortrijk, with plates for the one of the summer."""
    city = city_by_slug(session, CITY)
    if city is None:
        return
    with in_city(session, city.id):
        campaign = _season(city, now)
        session.add(campaign)
        session.flush()
        line = [_segment(ROUND, SegmentRole.MAIN), _segment(SHORT_CUT, SegmentRole.SHORT_CUT)]
        summer = RouteFacts(
            title=SUMMER_TITLE,
            text=SUMMER_TEXT,
            kind=RouteKind.CYCLE,
            campaign_id=campaign.id,
            picture_alt={},
        )
        route = _route(session, summer, line, SUMMER_STOPS, now)
        make_plates(session, route, account_id=None, now=now)
        walk = RouteFacts(title=WALK_TITLE, text=WALK_TEXT, kind=RouteKind.WALK, picture_alt={})
        _route(session, walk, [_segment(BROEL, SegmentRole.MAIN)], WALK_STOPS, now)
        idea = RouteFacts(title={"nl": "Langs de kerststallen"}, text={}, kind=RouteKind.WALK, picture_alt={})
        create_route(session, idea, account_id=None, now=now)


def _route(
    session: Session,
    facts: RouteFacts,
    line: Sequence[Segment],
    stops: Sequence[str | Point],
    now: datetime,
) -> Route:
    route = create_route(session, facts, account_id=None, now=now)
    set_line(session, route, line, account_id=None, now=now)
    for stop in stops:
        if isinstance(stop, str):
            place = session.scalars(select(Place).where(Place.name == stop)).one()
            add_place(session, route, place, account_id=None, now=now)
        else:
            add_point(session, route, _facts(stop), account_id=None, now=now)
    route.state = RouteState.PUBLISHED
    session.flush()
    return route


def _season(city: City, now: datetime) -> Campaign:
    return Campaign(
        city_id=city.id,
        slug="zomerroute",
        kind=CampaignKind.SUMMER,
        title=SUMMER_TITLE,
        summary={
            "nl": "Fiets langs ijs, terrassen en verborgen groen.",
            "fr": "À vélo, de glaces en terrasses et jardins cachés.",
            "en": "Cycle past ice cream, terraces and hidden green.",
            "de": "Mit dem Rad zu Eis, Terrassen und verstecktem Grün.",
        },
        starts_at=now + SUMMER_ROUTE[0],
        ends_at=now + SUMMER_ROUTE[1],
    )


def _facts(point: Point) -> StopFacts:
    return StopFacts(
        name=point.name,
        kind=point.kind,
        latitude=point.latitude,
        longitude=point.longitude,
        note={"nl": point.nl, "fr": point.fr},
    )


Anchor = tuple[float, float, float]


def _segment(anchors: Sequence[Anchor], role: SegmentRole) -> Segment:
    return Segment(tuple(_bent(anchors)), role)


def _bent(anchors: Sequence[Anchor]) -> Iterator[TrackPoint]:
    """A line that bends through the anchors instead of turning at them (Catmull and Rom)."""
    before = [anchors[0], *anchors]
    after = [*anchors[2:], anchors[-1], anchors[-1]]
    for number, (start, end) in enumerate(pairwise(anchors)):
        for step in range(STEPS):
            share = step / STEPS
            latitude, longitude, height = (
                _between(*values, share)
                for values in zip(before[number], start, end, after[number], strict=True)
            )
            yield TrackPoint(round(longitude, 6), round(latitude, 6), round(height, 1))
    latitude, longitude, height = anchors[-1]
    yield TrackPoint(longitude, latitude, height)


def _between(one: float, two: float, three: float, four: float, share: float) -> float:
    return (
        two
        + (three - one) * share / 2
        + (2 * one - 5 * two + 4 * three - four) * share**2 / 2
        + (3 * two - one - 3 * three + four) * share**3 / 2
    )
