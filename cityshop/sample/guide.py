"""The sample guide: invented places, with hours and terraces as a town hall knows them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from cityshop.cities.models import City
from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Session, across_cities
from cityshop.places.closures import Reason
from cityshop.places.models import HoursException, Place
from cityshop.places.models import Terrace as PlaceTerrace
from cityshop.places.rules import day_of
from cityshop.places.services import free_slug, write_hours
from cityshop.sample.spots import Spot, Terrace
from cityshop.sample.spots_elsewhere import GENK, ZOUTLEEUW
from cityshop.sample.spots_kortrijk import KORTRIJK

CITIES: Mapping[str, Sequence[Spot]] = {"kortrijk": KORTRIJK, "genk": GENK, "zoutleeuw": ZOUTLEEUW}
FRIDAY = 4
ON_HOLIDAY = "Tafel 36"
CONFIRMED_DAYS_AGO = {"De Leeszaal": 80, "Sushi Sinksen": 400}
USUALLY_DAYS_AGO = 9
DRAWINGS: Mapping[str, Mapping[str, str]] = {
    "bicycle": {"nl": "Tekening van een fiets", "fr": "Dessin d’un vélo"},
    "books": {"nl": "Tekening van een stapel boeken", "fr": "Dessin d’une pile de livres"},
    "bread": {"nl": "Tekening van vers brood", "fr": "Dessin de pain frais"},
    "cheese": {"nl": "Tekening van een kaas", "fr": "Dessin d’un fromage"},
    "coffee": {"nl": "Tekening van een kop koffie", "fr": "Dessin d’une tasse de café"},
    "flowers": {"nl": "Tekening van een boeket", "fr": "Dessin d’un bouquet"},
    "frites": {"nl": "Tekening van een puntzak frieten", "fr": "Dessin d’un cornet de frites"},
    "ice-cream": {"nl": "Tekening van een hoorntje ijs", "fr": "Dessin d’un cornet de glace"},
    "plants": {"nl": "Tekening van planten", "fr": "Dessin de plantes"},
    "records": {"nl": "Tekening van een platenspeler", "fr": "Dessin d’un tourne-disque"},
    "vegetables": {"nl": "Tekening van groenten", "fr": "Dessin de légumes"},
    "wine": {"nl": "Tekening van een fles en een glas", "fr": "Dessin d’une bouteille et d’un verre"},
}


def load(session: Session, *, now: datetime) -> None:
    """Add the places of the three sample cities."""
    for slug, spots in CITIES.items():
        city = city_by_slug(session, slug)
        if city is None:
            continue
        taken: set[str] = set()
        for spot in spots:
            place = _place(city, spot, now)
            place.slug = free_slug(spot.name, taken)
            taken.add(place.slug)
            session.add(place)
    # Places of three cities in one transaction.
    with across_cities(session):
        session.flush()


def _place(city: City, spot: Spot, now: datetime) -> Place:
    place = Place(
        city_id=city.id,
        name=spot.name,
        kind=spot.kind,
        latitude=spot.latitude,
        longitude=spot.longitude,
        street=spot.street,
        postal_code=city.postal_codes[0],
        town=city.name,
        phone=spot.phone,
        website=spot.website,
        text={"nl": spot.nl, "fr": spot.fr},
        wheelchair=spot.wheelchair,
        verified_at=now - timedelta(days=CONFIRMED_DAYS_AGO.get(spot.name, USUALLY_DAYS_AGO)),
        terrace=_terrace(spot.terrace, now),
    )
    write_hours(place, spot.hours)
    if spot.picture:
        place.picture = f"img/offers/{spot.picture}.svg"
        place.picture_alt = dict(DRAWINGS[spot.picture])
    if spot.name in SPECIAL_DAYS:
        place.exceptions += [make(now) for make in SPECIAL_DAYS[spot.name]]
    return place


def _terrace(terrace: Terrace | None, now: datetime) -> PlaceTerrace | None:
    if terrace is None:
        return None
    ends = None if terrace.permit_days is None else day_of(now) + timedelta(days=terrace.permit_days)
    return PlaceTerrace(
        seats=terrace.seats,
        is_covered=terrace.covered,
        is_heated=terrace.heated,
        permit_to=ends,
        closing_hour=terrace.closing_hour,
    )


def _yearly_holiday(now: datetime) -> HoursException:
    first_day = day_of(now) - timedelta(days=1)
    return HoursException(
        first_day=first_day, last_day=first_day + timedelta(days=9), reason=Reason.YEARLY_HOLIDAY
    )


def _late_evening(now: datetime) -> HoursException:
    """A Friday on which the shop stays open for an event in the street."""
    friday = day_of(now) + timedelta(days=14 + (FRIDAY - day_of(now).weekday()) % 7)
    return HoursException(first_day=friday, last_day=friday, reason=Reason.EVENT, intervals=[[600, 1320]])


def _new_year(now: datetime) -> HoursException:
    """The holiday around the next New Year."""
    year = day_of(now).year
    return HoursException(
        first_day=date(year, 12, 25), last_day=date(year + 1, 1, 3), reason=Reason.YEARLY_HOLIDAY
    )


SPECIAL_DAYS: Mapping[str, Sequence[Callable[[datetime], HoursException]]] = {
    "Tafel 36": (_yearly_holiday,),
    "Boekhandel De Letterzetter": (_late_evening, _new_year),
    "Kaashuis Groeninge": (_new_year,),
}
