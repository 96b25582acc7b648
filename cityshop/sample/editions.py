"""Two discount weekends that are over, and who came to the one that runs: so that cards and reports have figures.

Edition 2 ended last weekend, edition 1 ten weeks before it. Five more shops of one street took part then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.cities.models import City
from cityshop.cities.queries import city_by_slug
from cityshop.core.clock import BRUSSELS
from cityshop.core.db import Session, across_cities
from cityshop.merchants.models import Counter, Shop
from cityshop.offers.models import DiscountRules, Offer, OfferKind, OfferState, StockCounts
from cityshop.offers.writing import keep_version
from cityshop.sample.crowds import Crowd, come
from cityshop.sample.discounts import CAMPAIGN, CITY, GIFTS, Gift, offer_of
from cityshop.sample.shops import SampleShop, counter_of, shop_of

LASTS = timedelta(days=3)  # from Friday to Sunday
BETWEEN = timedelta(weeks=10)
AT_LEAST_AGO = timedelta(days=4)
FIRST_NUMBER = 40  # after those of the other sample shops

NEIGHBOURS = (
    SampleShop(
        "slagerij-ter-doornik", "Slagerij Ter Doornik", "other", "Doorniksestraat 9", "Geert Baert", "cheesemonger",
        "Droge worst van eigen hand, en op vrijdag vol-au-vent om mee te nemen.",
        "Saucisson sec maison et, le vendredi, un vol-au-vent à emporter.",
    ),
    SampleShop(
        "optiek-scherp", "Optiek Scherp", "other", "Doorniksestraat 33", "Sofie Wille", "bookseller",
        "We meten een uur, dan zie je er tien jaar van.",
        "Une heure de mesure, dix ans de bonne vue.",
    ),
    SampleShop(
        "kapsalon-krul", "Kapsalon Krul", "hairdresser", "Doorniksestraat 40", "Aicha Mansouri", "florist",
        "Krullen knip ik droog. Koffie staat klaar, zwijgen mag ook.",
        "Les boucles se coupent à sec. Le café est prêt, le silence est permis.",
    ),
    SampleShop(
        "lampenwinkel-lumen", "Lampenwinkel Lumen", "furniture", "Doorniksestraat 52", "Bart Ghesquiere", "bicycle-maker",
        "Breng een foto van je kamer mee, wij zoeken het licht.",
        "Apportez une photo de la pièce, nous cherchons la lumière.",
    ),
    SampleShop(
        "theehuis-de-kan", "Theehuis De Kan", "coffee", "Doorniksestr. 18", "Mei-Lin Chan", "wine",
        "Tachtig theeën, één lange tafel.",
        "Quatre-vingts thés et une longue table.",
    ),
)  # fmt: skip

NEIGHBOURS_GIVE = (
    Gift(
        "slagerij-ter-doornik",
        OfferKind.BUNDLE,
        3,
        {"nl": "Vierde droge worst gratis", "fr": "Le quatrième saucisson offert"},
        stock=80,
    ),
    Gift(
        "optiek-scherp",
        OfferKind.AMOUNT,
        4000,
        {"nl": "40 euro korting op een bril", "fr": "40 euros de remise sur des lunettes"},
        stock=30,
        min_spend_cents=150_00,
    ),
    Gift(
        "kapsalon-krul",
        OfferKind.GIFT,
        0,
        {"nl": "Een haarmasker bij elke knipbeurt", "fr": "Un masque offert à chaque coupe"},
        stock=40,
    ),
    Gift(
        "lampenwinkel-lumen",
        OfferKind.PERCENT,
        15,
        {"nl": "15 % op alle leeslampen", "fr": "15 % sur toutes les lampes de lecture"},
    ),
    Gift(
        "theehuis-de-kan",
        OfferKind.SECOND,
        50,
        {"nl": "Tweede pot thee aan halve prijs", "fr": "La deuxième théière à moitié prix"},
        stock=90,
    ),
)

# How many came to a shop in edition 2, how many of them used their voucher, and what they usually paid.
CROWDS: Mapping[str, Crowd] = {
    "bakkerij-vandoorne": Crowd(142, 118, 14_60),
    "boekhandel-de-letterzetter": Crowd(76, 51, 38_20),
    "bloemen-sint-maarten": Crowd(58, 44, 27_50),
    "kaashuis-groeninge": Crowd(93, 71, 24_10),
    "fietsen-leiekant": Crowd(24, 17, 84_00),
    "kledij-madeleine": Crowd(38, 22, 96_40),
    "speelgoed-de-tol": Crowd(66, 47, 31_80),
    "platenzaak-overleie": Crowd(30, 26, 29_90),
    "groenten-en-zo": Crowd(121, 88, 17_30),
    "ijssalon-polaire": Crowd(118, 96, 9_20),
    "chocolaterie-buda": Crowd(84, 62, 21_70),
    "koffiebranderij-de-steenpoort": Crowd(71, 49, 19_40),
    "wijnhandel-broeltorens": Crowd(46, 33, 67_80),
    "naaiatelier-draad": Crowd(12, 9, 45_00),
    "slagerij-ter-doornik": Crowd(67, 52, 22_60),
    "optiek-scherp": Crowd(19, 11, 212_00),
    "kapsalon-krul": Crowd(34, 29, 48_00),
    "lampenwinkel-lumen": Crowd(41, 18, 74_30),
    "theehuis-de-kan": Crowd(63, 47, 12_40),
}
# The weekend that runs began yesterday.
SO_FAR: Mapping[str, Crowd] = {
    **{gift.shop: Crowd(gift.claimed, gift.claimed // 3, 30_00) for gift in GIFTS if gift.claimed},
    "bakkerij-vandoorne": Crowd(31, 12, 14_60),
    "groenten-en-zo": Crowd(40, 17, 17_30),
    "ijssalon-polaire": Crowd(35, 14, 9_20),
    "kaashuis-groeninge": Crowd(22, 9, 24_10),
}


@dataclass(frozen=True)
class Edition:
    """A weekend that is over; `share` is how many came, in percent of edition 2."""

    number: int
    share: int
    first: date

    @property
    def slug(self) -> str:
        return f"{CAMPAIGN}-{self.number}"


def editions(today: date) -> Sequence[Edition]:
    """The two weekends that are over, the older first."""
    recent = today - AT_LEAST_AGO
    sunday = recent - timedelta(days=(recent.weekday() + 1) % 7)
    friday = sunday - timedelta(days=2)
    return Edition(1, 74, friday - BETWEEN), Edition(2, 100, friday)


def load(session: Session, secret_key: str, *, now: datetime) -> None:
    """Add both editions of Kortrijk, and who came to the one that runs, which follows them."""
    city = city_by_slug(session, CITY)
    if city is None:
        return
    # the sample fills several cities at once
    with across_cities(session):
        _add_neighbours(session, city, secret_key, now)
        shops, counters = _shops(session, city)
        before: Campaign | None = None
        for edition in editions(now.date()):
            before = _hold(session, edition, city, (shops, counters), before)
        running = session.scalars(
            select(Campaign).where(Campaign.city_id == city.id, Campaign.slug == CAMPAIGN)
        ).one()
        _follow(session, running, before)
        for offer in session.scalars(select(Offer).where(Offer.campaign_id == running.id).order_by(Offer.id)):
            crowd = SO_FAR.get(offer.shop.slug)
            if crowd is not None and offer.state == OfferState.LIVE:
                come(session, offer, counters[offer.shop_id], crowd, days=[now.date() - timedelta(days=1)])


def _add_neighbours(session: Session, city: City, secret_key: str, now: datetime) -> None:
    shops = [shop_of(number, one, city, now) for number, one in enumerate(NEIGHBOURS, FIRST_NUMBER)]
    session.add_all(shops)
    session.flush()
    pin = session.scalars(select(Counter.pin_digest).order_by(Counter.id).limit(1)).one()
    session.add_all(counter_of(shop, secret_key, pin, now) for shop in shops)
    session.flush()


Outlets = tuple[Mapping[str, Shop], Mapping[int, Counter]]


def _shops(session: Session, city: City) -> Outlets:
    """Shops by their word, their counters by the shop's id."""
    shops = session.scalars(select(Shop).where(Shop.city_id == city.id).order_by(Shop.id)).all()
    counters = session.scalars(select(Counter).where(Counter.city_id == city.id).order_by(Counter.id))
    return {shop.slug: shop for shop in shops}, {counter.shop_id: counter for counter in counters}


def _hold(
    session: Session, edition: Edition, city: City, outlets: Outlets, before: Campaign | None
) -> Campaign:
    campaign = _campaign(edition, city)
    session.add(campaign)
    session.flush()
    _follow(session, campaign, before)
    shops, counters = outlets
    given = [gift for gift in GIFTS if gift.state == OfferState.LIVE]
    for gift in (*given, *NEIGHBOURS_GIVE):
        offer = offer_of(replace(gift, claimed=0), shops[gift.shop], campaign)
        offer.slug, offer.stock_counts = f"{offer.slug}-{edition.number}", StockCounts.CLAIMED
        session.add(offer)
        keep_version(session, offer, now=campaign.starts_at - timedelta(days=14))
        crowd = CROWDS[gift.shop].at(edition.share)
        days = [edition.first + timedelta(days=number) for number in range(LASTS.days)]
        come(session, offer, counters[offer.shop_id], crowd, days=days, ended_at=campaign.ends_at)
    return campaign


def _campaign(edition: Edition, city: City) -> Campaign:
    name = f"#{city.name}Korting"
    return Campaign(
        city_id=city.id,
        slug=edition.slug,
        kind=CampaignKind.DISCOUNT,
        title={
            "nl": f"{name}, editie {edition.number}",
            "fr": f"{name}, édition {edition.number}",
            "en": f"{name}, edition {edition.number}",
            "de": f"{name}, Ausgabe {edition.number}",
        },
        summary={
            "nl": "Drie dagen kortingen en extra’s die elke winkel zelf kiest.",
            "fr": "Trois jours de remises et d’extras choisis par chaque commerce.",
            "en": "Three days of discounts and extras that every shop chooses itself.",
            "de": "Drei Tage Rabatte und Extras, die jeder Laden selbst wählt.",
        },
        starts_at=datetime.combine(edition.first, time(), BRUSSELS),
        ends_at=datetime.combine(edition.first + LASTS, time(), BRUSSELS),
    )


def _follow(session: Session, campaign: Campaign, before: Campaign | None) -> None:
    """Say which edition came before this one."""
    rules = session.get(DiscountRules, campaign.id)
    if rules is None:
        rules = DiscountRules(city_id=campaign.city_id, campaign_id=campaign.id, asks_postal_code=True)
        session.add(rules)
    rules.edition_before_id = before.id if before else None
    session.flush()
