"""What the sample guide of Kortrijk says of diets, ways to pay and what shops sell."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Session, across_cities
from cityshop.places.models import Place
from cityshop.places.traits import Diet, Ownership, Payment, ShopCategory

EVERYTHING = (Payment.CASH, Payment.BANCONTACT, Payment.CARDS, Payment.PAYCONIQ)
WITH_VOUCHERS = (*EVERYTHING[:3], Payment.MEAL_VOUCHERS, Payment.PAYCONIQ)
WITHOUT_CARDS = (Payment.CASH, Payment.PAYCONIQ)
GREEN = (Diet.VEGETARIAN, Diet.VEGAN)


@dataclass(frozen=True)
class Facts:
    diets: tuple[Diet, ...] = ()
    payments: tuple[Payment, ...] = EVERYTHING
    category: ShopCategory | None = None
    ownership: Ownership = Ownership.INDEPENDENT
    en: str = ""
    de: str = ""


KORTRIJK: Mapping[str, Facts] = {
    "Café ’t Belfort": Facts(
        (Diet.VEGETARIAN,),
        WITH_VOUCHERS,
        en="Under the bells of the belfry. Come before ten and you get an extra speculoos.",
        de="Unter den Glocken des Belfrieds. Vor zehn Uhr gibt es einen Spekulatius mehr.",
    ),
    "De Klokkenluider": Facts(),
    "Koffie Vlas": Facts(GREEN),
    "Bar Ginder": Facts((Diet.VEGETARIAN,), EVERYTHING[1:]),
    "Koffiehuis Het Foyer": Facts((Diet.VEGETARIAN, Diet.GLUTEN_FREE), WITH_VOUCHERS),
    "Estaminet De Tapuit": Facts((), WITHOUT_CARDS),
    "De Leeszaal": Facts((*GREEN, Diet.LACTOSE_FREE)),
    "Brasserie Broelzicht": Facts((Diet.VEGETARIAN,), WITH_VOUCHERS),
    "De Vlasblomme": Facts((*GREEN, Diet.GLUTEN_FREE), WITH_VOUCHERS),
    "Osteria Begijnhof": Facts((Diet.VEGETARIAN, Diet.GLUTEN_FREE)),
    "Eethuis Mijn Gedacht": Facts(GREEN, WITH_VOUCHERS),
    "Tafel 36": Facts((Diet.VEGETARIAN,)),
    "Zuiderburen": Facts((Diet.VEGETARIAN, Diet.HALAL), EVERYTHING),
    "Sushi Sinksen": Facts((Diet.VEGETARIAN,)),
    "Frituur De Steenpoort": Facts((Diet.HALAL,), WITHOUT_CARDS),
    "’t Gulden Sporenfrietje": Facts((Diet.VEGETARIAN,), WITHOUT_CARDS),
    "Gelato Graanmarkt": Facts((*GREEN, Diet.LACTOSE_FREE)),
    "De IJskar van Buda": Facts((), WITHOUT_CARDS),
    "Bakkerij Vandoorne": Facts((), WITH_VOUCHERS, ShopCategory.BAKERY),
    "Boekhandel De Letterzetter": Facts(category=ShopCategory.BOOKS),
    "Bloemen Sint-Maarten": Facts(category=ShopCategory.FLOWERS),
    "Kaashuis Groeninge": Facts((), WITH_VOUCHERS, ShopCategory.FOOD),
    "Fietsen Leiekant": Facts((), EVERYTHING, ShopCategory.BICYCLES, Ownership.CHAIN),
    "Groenten & Zo": Facts(GREEN, WITH_VOUCHERS, ShopCategory.FOOD),
    "Platenzaak Overleie": Facts(category=ShopCategory.BOOKS),
}


def load(session: Session) -> None:
    """Add to Kortrijk's places what town hall knows of them."""
    city = city_by_slug(session, "kortrijk")
    if city is None:
        return
    named = select(Place).where(Place.city_id == city.id, Place.name.in_(KORTRIJK))
    # One city among three that are loaded in one transaction.
    with across_cities(session):
        for place in session.scalars(named):
            _tell(place, KORTRIJK[place.name])
        session.flush()


def _tell(place: Place, facts: Facts) -> None:
    place.diets = [str(diet) for diet in facts.diets]
    place.payments = [str(payment) for payment in facts.payments]
    place.category = str(facts.category or "")
    place.ownership = facts.ownership
    spoken = {"en": facts.en, "de": facts.de}
    place.text = place.text | {language: text for language, text in spoken.items() if text}
