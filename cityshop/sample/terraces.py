"""The sample terraces of Kortrijk: permits, what faces the sun, and TerrassenXXL."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.cities.models import City
from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Session, across_cities
from cityshop.places.models import Place, Terrace
from cityshop.places.rules import day_of
from cityshop.places.sun import SECTOR_DEGREES, SECTORS
from cityshop.sample.periods import LARGER_TERRACES

SEASON = "terrassenxxl"
FACADE = 75  # degrees up, close to a wall
ACROSS = 14  # degrees up, over the roofs across a square
HALF_VIEW = 80  # degrees to either side


@dataclass(frozen=True)
class Facts:
    """`faces`: degrees from north, none where nobody measured. Days are counted from the day of loading."""

    square_metres: int
    faces: int | None = None
    since: int | None = -600
    extra_seats: int | None = None
    extra_days: int | None = None
    in_season: bool = True


KORTRIJK = {
    "Café ’t Belfort": Facts(96, faces=200, extra_seats=32, extra_days=120),
    "De Klokkenluider": Facts(120, faces=315, extra_seats=40, extra_days=120),
    "Koffie Vlas": Facts(36, faces=150, extra_seats=12, extra_days=45),
    "Bar Ginder": Facts(45, faces=245, extra_seats=16, extra_days=120),
    "De Buda Barge": Facts(60, faces=180),
    "Café De Sluiswachter": Facts(78, faces=170, extra_seats=20, extra_days=120),
    "Koffiehuis Het Foyer": Facts(54, faces=260),
    "Brasserie Broelzicht": Facts(90, faces=165, extra_seats=24, extra_days=90, in_season=False),
    "Osteria Begijnhof": Facts(39, faces=90),
    "Zuiderburen": Facts(66, extra_seats=10, extra_days=-20),
    "Het Schippershuis": Facts(51, faces=20),
    "Gelato Graanmarkt": Facts(33, faces=225, extra_seats=14, extra_days=120),
    "Estaminet De Tapuit": Facts(27, since=None),
}


def load(session: Session, *, now: datetime) -> None:
    """Add TerrassenXXL to Kortrijk, and to its terraces what town hall knows of them."""
    city = city_by_slug(session, "kortrijk")
    if city is None:
        return
    session.add(_season(city, now))
    named = select(Place).where(Place.city_id == city.id, Place.name.in_(KORTRIJK))
    # One city among three that are loaded in one transaction.
    with across_cities(session):
        for place in session.scalars(named.options(joinedload(Place.terrace))):
            if place.terrace is not None:
                _tell(place.terrace, KORTRIJK[place.name], day_of(now))
        session.flush()


def _tell(terrace: Terrace, facts: Facts, today: date) -> None:
    terrace.square_metres = facts.square_metres
    if facts.since is not None:
        terrace.permit_from = today + timedelta(days=facts.since)
        terrace.permit_to = terrace.permit_to or today + timedelta(days=365)
    if facts.faces is not None:
        terrace.horizon = [_height(sector * SECTOR_DEGREES, facts.faces) for sector in range(SECTORS)]
    if facts.extra_days is not None and facts.extra_seats is not None:
        terrace.extension_seats = facts.extra_seats
        terrace.extension_square_metres = facts.extra_seats * 3 // 2
        terrace.extension_from = today - timedelta(days=40)
        terrace.extension_to = today + timedelta(days=facts.extra_days)
        terrace.season = SEASON if facts.in_season else ""


def _height(azimuth: float, faces: int) -> int:
    aside = abs((azimuth - faces + 180) % 360 - 180)
    return ACROSS if aside < HALF_VIEW else FACADE


def _season(city: City, now: datetime) -> Campaign:
    return Campaign(
        city_id=city.id,
        slug=SEASON,
        kind=CampaignKind.TERRACES,
        title={"nl": "TerrassenXXL", "fr": "TerrassenXXL", "en": "TerrassenXXL", "de": "TerrassenXXL"},
        summary={
            "nl": "Meer tafels op de pleinen: deze zaken kregen voor even een groter terras.",
            "fr": "Plus de tables sur les places : ces établissements ont pour un temps une terrasse plus grande.",
            "en": "More tables on the squares: these places have a larger terrace for a while.",
            "de": "Mehr Tische auf den Plätzen: Diese Lokale haben eine Zeit lang eine größere Terrasse.",
        },
        starts_at=now + LARGER_TERRACES[0],
        ends_at=now + LARGER_TERRACES[1],
    )
