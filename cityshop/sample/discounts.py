"""The sample discount weekend: what the invented shops give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from cityshop.campaigns.models import Campaign
from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Session, across_cities, choose_city
from cityshop.core.pictures import claim_picture, keep_picture
from cityshop.core.slugs import slug_of
from cityshop.merchants.models import Shop
from cityshop.offers.models import LimitPeriod, Offer, OfferKind, OfferState, StockCounts
from cityshop.offers.writing import keep_version, picture_of

PHOTO = Path(__file__).with_name("photos") / "bread.webp"
CITY = "kortrijk"
CAMPAIGN = "kortrijkkorting"
WEEKDAYS, WEEKEND, EVERY_DAY = [0, 1, 2, 3, 4], [5, 6], [0, 1, 2, 3, 4, 5, 6]


@dataclass(frozen=True)
class Gift:
    """What one shop gives; `claimed` vouchers were taken before the sample begins, `more` are other facts."""

    shop: str
    kind: OfferKind
    value: int
    title: Mapping[str, str]
    conditions: Mapping[str, str] = field(default_factory=dict)
    stock: int | None = None
    claimed: int = 0
    min_spend_cents: int = 0
    hours: tuple[list[int], str, str] | None = None
    state: OfferState = OfferState.LIVE
    per_resident: int = 1
    limit_period: LimitPeriod = LimitPeriod.CAMPAIGN
    more: Mapping[str, Any] = field(default_factory=dict)


GIFTS = (
    Gift(
        "bakkerij-vandoorne",
        OfferKind.PERCENT,
        20,
        {
            "nl": "20 % op al ons brood",
            "fr": "20 % sur tous nos pains",
            "en": "20 % off all our bread",
            "de": "20 % auf alle Brote",
        },
        {"nl": "Ook op het desembrood van zaterdag.", "fr": "Le pain au levain du samedi compris."},
        stock=150,
        more={
            "product": {
                "nl": "Wit, grijs, volkoren en desem, van 600 en 800 gram.",
                "fr": "Blanc, gris, complet et au levain, de 600 et 800 grammes.",
            },
            "photo_alt": {
                "nl": "Een mand met stokbroden en een bol brood",
                "fr": "Un panier de baguettes et une miche",
            },
            "is_combinable": False,
        },
    ),
    Gift(
        "boekhandel-de-letterzetter",
        OfferKind.AMOUNT,
        500,
        {
            "nl": "5 euro korting op een boek",
            "fr": "5 euros de remise sur un livre",
            "en": "5 euros off a book",
            "de": "5 Euro Rabatt auf ein Buch",
        },
        {"nl": "Niet op schoolboeken.", "fr": "Hors manuels scolaires."},
        stock=80,
        min_spend_cents=25_00,
        more={"stock_counts": StockCounts.USED},
    ),
    Gift(
        "bloemen-sint-maarten",
        OfferKind.GIFT,
        0,
        {
            "nl": "Een bos tulpen bij elk boeket",
            "fr": "Une botte de tulipes avec chaque bouquet",
            "en": "A bunch of tulips with every bouquet",
            "de": "Ein Bund Tulpen zu jedem Strauß",
        },
        stock=60,
    ),
    Gift(
        "kaashuis-groeninge",
        OfferKind.BUNDLE,
        2,
        {
            "nl": "Derde stuk kaas gratis",
            "fr": "Le troisième fromage offert",
            "en": "Third piece of cheese for free",
            "de": "Das dritte Stück Käse gratis",
        },
        {"nl": "Het goedkoopste stuk is gratis.", "fr": "Le moins cher est offert."},
        stock=100,
        hours=(EVERY_DAY, "09:00", "18:30"),
    ),
    Gift(
        "fietsen-leiekant",
        OfferKind.AMOUNT,
        1500,
        {
            "nl": "15 euro korting op een grote beurt",
            "fr": "15 euros de remise sur un grand entretien",
            "en": "15 euros off a full service",
            "de": "15 Euro Rabatt auf die große Inspektion",
        },
        {"nl": "Breng je fiets voor zondag binnen.", "fr": "Déposez votre vélo avant dimanche."},
        stock=25,
        claimed=23,
    ),
    Gift(
        "kledij-madeleine",
        OfferKind.GIFT,
        0,
        {
            "nl": "Gratis zoom bij een nieuwe broek",
            "fr": "Ourlet offert à l’achat d’un pantalon",
            "en": "Free hemming with new trousers",
            "de": "Gratis Saum zur neuen Hose",
        },
        stock=40,
    ),
    Gift(
        "speelgoed-de-tol",
        OfferKind.PERCENT,
        15,
        {
            "nl": "15 % op houten speelgoed",
            "fr": "15 % sur les jouets en bois",
            "en": "15 % off wooden toys",
            "de": "15 % auf Holzspielzeug",
        },
        stock=70,
    ),
    Gift(
        "platenzaak-overleie",
        OfferKind.BUNDLE,
        2,
        {
            "nl": "Twee tweedehandsplaten, de derde gratis",
            "fr": "Deux vinyles d’occasion, le troisième offert",
            "en": "Two second-hand records, the third free",
            "de": "Zwei gebrauchte Platten, die dritte gratis",
        },
        stock=30,
        claimed=30,
    ),
    Gift(
        "groenten-en-zo",
        OfferKind.PERCENT,
        10,
        {
            "nl": "10 % op alles wat hier groeide",
            "fr": "10 % sur tout ce qui a poussé ici",
            "en": "10 % off everything grown nearby",
            "de": "10 % auf alles, was hier wächst",
        },
        min_spend_cents=10_00,
        limit_period=LimitPeriod.DAY,
    ),
    Gift(
        "ijssalon-polaire",
        OfferKind.BUNDLE,
        1,
        {
            "nl": "Tweede wafel met ijs gratis",
            "fr": "La deuxième gaufre glacée offerte",
            "en": "Second waffle with ice cream free",
            "de": "Die zweite Waffel mit Eis gratis",
        },
        stock=120,
        hours=(EVERY_DAY, "11:00", "22:00"),
        per_resident=2,
    ),
    Gift(
        "chocolaterie-buda",
        OfferKind.GIFT,
        0,
        {
            "nl": "Drie pralines bij een doosje",
            "fr": "Trois pralines avec un ballotin",
            "en": "Three pralines with every box",
            "de": "Drei Pralinen zu jeder Schachtel",
        },
        stock=90,
    ),
    Gift(
        "koffiebranderij-de-steenpoort",
        OfferKind.AMOUNT,
        300,
        {
            "nl": "3 euro korting op een zak bonen",
            "fr": "3 euros de remise sur un paquet de grains",
            "en": "3 euros off a bag of beans",
            "de": "3 Euro Rabatt auf eine Tüte Bohnen",
        },
        {"nl": "Zakken van 500 gram of meer.", "fr": "Paquets de 500 grammes ou plus."},
        stock=75,
        more={
            "product": {
                "nl": "Huismelange “Broelbrug”, 1 kilo.",
                "fr": "Mélange maison « Broelbrug », 1 kilo.",
            },
            "reference_cents": 24_00,
        },
    ),
    Gift(
        "wijnhandel-broeltorens",
        OfferKind.PERCENT,
        12,
        {
            "nl": "12 % op zes flessen naar keuze",
            "fr": "12 % sur six bouteilles au choix",
            "en": "12 % off six bottles of your choice",
            "de": "12 % auf sechs Flaschen nach Wahl",
        },
        {
            "nl": "Vanaf 18 jaar voor sterkedrank, 16 jaar voor wijn.",
            "fr": "Vin dès 16 ans, spiritueux dès 18 ans.",
        },
        stock=50,
    ),
    Gift(
        "naaiatelier-draad",
        OfferKind.PERCENT,
        25,
        {
            "nl": "25 % op een naailes voor beginners",
            "fr": "25 % sur un cours de couture pour débutants",
            "en": "25 % off a sewing class for beginners",
            "de": "25 % auf einen Nähkurs für Anfänger",
        },
        stock=12,
        claimed=11,
    ),
    Gift(
        "bakkerij-vandoorne",
        OfferKind.GIFT,
        0,
        {"nl": "Koffie bij je ontbijt", "fr": "Un café avec le petit-déjeuner"},
        {"nl": "In het weekend, tot de pot leeg is."},
        stock=40,
        hours=(WEEKEND, "07:30", "11:00"),
        state=OfferState.WAITING,
    ),
    Gift(
        "kledij-madeleine",
        OfferKind.PERCENT,
        30,
        {"nl": "Solden op winterjassen", "fr": "Soldes sur les manteaux d’hiver"},
        stock=20,
        state=OfferState.WAITING,
    ),
    Gift(
        "wijnhandel-broeltorens",
        OfferKind.SECOND,
        50,
        {"nl": "Tweede fles aan halve prijs", "fr": "La deuxième bouteille à moitié prix"},
        stock=40,
        state=OfferState.REFUSED,
        more={
            "state_reason": "Zeg over welke wijn het gaat: nu is het niet duidelijk voor wie aan de kassa staat."
        },
    ),
)


def load(session: Session, *, now: datetime) -> None:
    """Add the offers of the discount weekend of Kortrijk."""
    city = city_by_slug(session, CITY)
    if city is None:
        return
    choose_city(session, city.id)
    ours = select(Shop).where(Shop.city_id == city.id)
    running = select(Campaign).where(Campaign.city_id == city.id, Campaign.slug == CAMPAIGN)
    # the sample fills several cities at once
    with across_cities(session):
        shops = {shop.slug: shop for shop in session.scalars(ours.order_by(Shop.id))}
        campaign = session.scalars(running).one()
        for gift in GIFTS:
            offer = offer_of(gift, shops[gift.shop], campaign)
            if offer.photo_alt:
                offer.photo = _photo(session, now)
            session.add(offer)
            keep_version(session, offer, now=now)


def offer_of(gift: Gift, shop: Shop, campaign: Campaign) -> Offer:
    """The offer a shop gives in a campaign."""
    return Offer(
        city_id=shop.city_id,
        campaign_id=campaign.id,
        shop_id=shop.id,
        slug=slug_of(f"{shop.slug} {gift.title['nl']}", otherwise=shop.slug),
        kind=gift.kind,
        value=gift.value,
        title=dict(gift.title),
        conditions=dict(gift.conditions),
        picture=picture_of(shop),
        stock=gift.stock,
        claimed=gift.claimed,
        version=1,
        min_spend_cents=gift.min_spend_cents,
        windows=_windows(gift),
        state=gift.state,
        **{"per_resident": gift.per_resident, "limit_period": gift.limit_period, **gift.more},
    )


def _photo(session: Session, now: datetime) -> str:
    """The baker's photo, kept for good."""
    photo = keep_picture(session, PHOTO.read_bytes(), now=now)
    claim_picture(session, photo)
    return photo


def _windows(gift: Gift) -> list[dict[str, Any]]:
    if gift.hours is None:
        return []
    days, opens, closes = gift.hours
    return [{"days": days, "from": opens, "to": closes}]
