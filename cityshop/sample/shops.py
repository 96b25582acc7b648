"""Invented shops on real streets of Kortrijk, their keepers, their counters, and who signs in."""

from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher

from cityshop.accounts.models import Account, RoleGrant
from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.cities.models import City
from cityshop.cities.queries import city_by_slug
from cityshop.core.codes import derived_key, keyed_digest
from cityshop.core.db import Session, across_cities
from cityshop.core.permissions import Role
from cityshop.merchants.models import Counter, Keeper, Shop, ShopState
from cityshop.sample.periods import DISCOUNT_WEEKEND, VOTE

PASSWORD = "demo-demo-demo"  # noqa: S105 - public on purpose, loaded only where CITYSHOP_DEMO=1
PIN = "2468"


@dataclass(frozen=True)
class SampleShop:
    slug: str
    name: str
    category: str
    street: str
    keeper: str
    person: str
    nl: str
    fr: str
    city: str = "kortrijk"
    postal_code: str = "8500"


SHOPS = (
    SampleShop(
        "bakkerij-vandoorne", "Bakkerij Vandoorne", "bakery", "Doorniksestraat 21", "Lieven Vandoorne", "baker",
        "Zuurdesem die twee nachten rust, en op zaterdag kalletaart zoals mijn grootmoeder ze bakte.",
        "Du levain qui repose deux nuits et, le samedi, la tarte aux amandes de ma grand-mère.",
    ),
    SampleShop(
        "boekhandel-de-letterzetter", "Boekhandel De Letterzetter", "books", "Korte Steenstraat 8", "Karima Benali",
        "bookseller",
        "Vierduizend boeken en één leeszetel. Zeg me wat je mooi vond, ik zoek het volgende.",
        "Quatre mille livres et un fauteuil. Dites-moi ce que vous avez aimé, je trouve la suite.",
    ),
    SampleShop(
        "bloemen-sint-maarten", "Bloemen Sint-Maarten", "flowers", "Sint-Maartenskerkstraat 5", "Hilde Callens", "florist",
        "Boeketten met wat er nu bloeit, de helft van kwekers binnen de tien kilometer.",
        "Des bouquets de saison, dont la moitié vient de producteurs à moins de dix kilomètres.",
    ),
    SampleShop(
        "kaashuis-groeninge", "Kaashuis Groeninge", "cheese", "Groeningestraat 17", "Pieter Deblaere", "cheesemonger",
        "Negentig kazen en van elk een proefje. Mijn kelder ruikt beter dan hij klinkt.",
        "Nonante fromages, et on goûte avant de choisir. Ma cave sent meilleur qu’elle n’en a l’air.",
    ),
    SampleShop(
        "fietsen-leiekant", "Fietsen Leiekant", "bicycles", "Handboogstraat 30", "Simon Maes", "bicycle-maker",
        "Platte band om negen, weer op weg om tien. We herstellen wat anderen vervangen.",
        "Crevaison à neuf heures, repartie à dix. Nous réparons ce que d’autres remplacent.",
    ),
    SampleShop(
        "kledij-madeleine", "Kledij Madeleine", "clothes", "Steenpoort 3", "Madeleine Okafor", "clothes",
        "Mode die je drie winters draagt. Een zoom leggen we terwijl je koffie drinkt.",
        "Une mode qui tient trois hivers. L’ourlet se fait pendant votre café.",
    ),
    SampleShop(
        "speelgoed-de-tol", "Speelgoed De Tol", "toys", "Wijngaardstraat 14", "Tine Verhelst", "toys",
        "Alles mag uit de doos. Een spel dat je niet kent, spelen we eerst samen.",
        "On ouvre toutes les boîtes. Un jeu inconnu ? On y joue d’abord ensemble.",
    ),
    SampleShop(
        "platenzaak-overleie", "Platenzaak Overleie", "records", "Budastraat 22", "Samuel Lambrecht", "records",
        "Vinyl van hier en van ver, met een luisterhoek waar je de tijd vergeet.",
        "Des vinyles d’ici et d’ailleurs, et un coin d’écoute où l’on oublie l’heure.",
    ),
    SampleShop(
        "groenten-en-zo", "Groenten & Zo", "greengrocer", "Overbekeplein 2", "Fatma Yilmaz", "greengrocer",
        "Om zes uur geplukt, om negen uur in de rekken. Kromme komkommers zijn even lekker.",
        "Cueilli à six heures, en rayon à neuf. Les concombres tordus sont tout aussi bons.",
    ),
    SampleShop(
        "ijssalon-polaire", "IJssalon Polaire", "ice-cream", "Grote Markt 36", "Jana Vercruysse", "ice-cream",
        "Twaalf smaken, elke ochtend vers gedraaid. In november ook warme wafels.",
        "Douze parfums turbinés chaque matin. En novembre, il y a aussi des gaufres.",
    ),
    SampleShop(
        "chocolaterie-buda", "Chocolaterie Buda", "chocolate", "Kapucijnenstraat 9", "Emiel Desmet", "baker",
        "Van boon tot praline onder één dak. De brokjes zijn voor wie komt kijken.",
        "De la fève à la praline sous un même toit. Les éclats sont pour les curieux.",
    ),
    SampleShop(
        "koffiebranderij-de-steenpoort", "Koffiebranderij De Steenpoort", "coffee", "Steenpoort 11", "Wendy Dejonghe", "wine",
        "Op dinsdag en vrijdag branden we. Je ruikt het tot op de Grote Markt.",
        "Nous torréfions le mardi et le vendredi. Cela se sent jusqu’à la Grand-Place.",
    ),
    SampleShop(
        "schoenen-van-steenbrugghe", "Schoenen Van Steenbrugghe", "shoes", "Lange Steenstraat 27", "Greet Van Steenbrugghe",
        "clothes",
        "We meten beide voeten, want ze zijn nooit gelijk. En we zolen, al vijftig jaar.",
        "Nous mesurons les deux pieds : ils ne sont jamais pareils. Et nous ressemelons depuis cinquante ans.",
    ),
    SampleShop(
        "juwelen-dhaene", "Juwelen D’haene", "jewellery", "Leiestraat 18", "Mieke D’haene", "florist",
        "Oud goud wordt een nieuwe ring. Kijk gerust mee over mijn schouder.",
        "Le vieil or devient une bague neuve. Venez regarder par-dessus mon épaule.",
    ),
    SampleShop(
        "wijnhandel-broeltorens", "Wijnhandel Broeltorens", "wine", "Broelkaai 4", "Nathalie Cool", "wine",
        "Wijnen van boeren die ik zelf bezocht. Bij elke fles hoort een verhaal.",
        "Des vins de vignerons que j’ai rencontrés. Chaque bouteille a son histoire.",
    ),
    SampleShop(
        "naaiatelier-draad", "Naaiatelier Draad", "sewing", "Sint-Jansstraat 41", "Yasmina El Amrani", "clothes",
        "Stoffen, garen en goede raad. Op donderdagavond naaien we samen.",
        "Des tissus, du fil et de bons conseils. Le jeudi soir, on coud ensemble.",
    ),
    SampleShop(
        "vennestraat-barista", "Barista Vennestraat", "coffee", "Vennestraat 102", "Giulia Conti", "ice-cream",
        "Espresso zoals mijn nonno hem zette, met cannoli van deze morgen.",
        "L’espresso de mon nonno, avec des cannoli de ce matin.", "genk", "3600",
    ),
    SampleShop(
        "kruidenier-molenplein", "Kruidenier Molenplein", "greengrocer", "Molenstraat 15", "Esra Aydin", "greengrocer",
        "Olijven uit het vat en platbrood om het uur.", "Olives au tonneau et pain plat toutes les heures.",
        "genk", "3600",
    ),
    SampleShop(
        "boekencafe-c-mine", "Boekencafé De Schacht", "books", "Evence Coppéelaan 80", "Nele Janssen", "bookseller",
        "Tweedehands boeken en verse soep, onder de schachtbok.", "Livres d’occasion et soupe fraîche, sous le chevalement.",
        "genk", "3600",
    ),
    SampleShop(
        "bakkerij-sint-leonardus", "Bakkerij Sint-Leonardus", "bakery", "Grote Markt 7", "Rik Peeters", "baker",
        "Leeuwse peperkoek, al drie generaties hetzelfde recept.", "Le pain d’épices de Léau, même recette depuis trois générations.",
        "zoutleeuw", "3440",
    ),
    SampleShop(
        "kaasboerderij-het-vinne", "Kaasboerderij Het Vinne", "cheese", "Ossenwegstraat 70", "Wout Vandeput", "cheesemonger",
        "Geitenkaas van honderd meter verder.", "Du fromage de chèvre produit à cent mètres.", "zoutleeuw", "3440",
    ),
)  # fmt: skip

ACCOUNTS: tuple[tuple[str, str, str, Role], ...] = (
    ("staff@kortrijk.example", "Amélie Devos", "kortrijk", Role.COORDINATOR),
    ("second@kortrijk.example", "Bram Claeys", "kortrijk", Role.APPROVER),
    ("staff@genk.example", "Amina Yildiz", "genk", Role.COORDINATOR),
    ("staff@zoutleeuw.example", "Joris Claes", "zoutleeuw", Role.COORDINATOR),
    ("organiser@cityshop.example", "Ine Lefevere", "", Role.ORGANISER),
    ("merchant@kortrijk.example", "Lieven Vandoorne", "kortrijk", Role.MERCHANT),
    ("creator@genk.example", "Noor Haddad", "genk", Role.CREATOR),
)


def load(session: Session, secret_key: str, *, now: datetime) -> None:
    """Add accounts, shops, counters and the two campaigns they take part in."""
    cities = {slug: _city(session, slug) for slug in ("kortrijk", "genk", "zoutleeuw")}
    digest, pin_digest = PasswordHasher().hash(PASSWORD), PasswordHasher().hash(PIN)
    accounts = {account.email: account for account in _accounts(cities, digest, now)}
    session.add_all(accounts.values())
    # the sample fills several cities at once
    with across_cities(session):
        shops = [shop_of(number, sample, cities[sample.city], now) for number, sample in enumerate(SHOPS)]
        session.add_all(shops)
        session.flush()
        session.add(Keeper(account_id=accounts["merchant@kortrijk.example"].id, shop_id=shops[0].id))
        session.add_all(counter_of(shop, secret_key, pin_digest, now) for shop in shops)
        for city in cities.values():
            session.add_all(_campaigns(city, now))
        session.flush()


def counter_token(secret_key: str, slug: str) -> str:
    """The link of a sample counter: always the same on one installation, guessed by nobody."""
    return keyed_digest(derived_key(secret_key, "sample counter"), slug).hex()[:24]


def _city(session: Session, slug: str) -> City:
    city = city_by_slug(session, slug)
    if city is None:
        raise LookupError(slug)
    return city


def _accounts(cities: dict[str, City], digest: str, now: datetime) -> list[Account]:
    return [
        Account(
            email=email,
            name=name,
            password_digest=digest,
            created_at=now,
            roles=[RoleGrant(role=role, city_id=cities[city].id if city else None)],
        )
        for email, name, city, role in ACCOUNTS
    ]


def shop_of(number: int, sample: SampleShop, city: City, now: datetime) -> Shop:
    """One of the invented shops; `number` makes its telephone and enterprise number."""
    return Shop(
        city_id=city.id,
        slug=sample.slug,
        name=sample.name,
        enterprise_number=_enterprise_number(4_231_000 + number * 7_919),
        category=sample.category,
        street=sample.street,
        postal_code=sample.postal_code,
        registered_at=now,
        keeper_name=sample.keeper,
        phone=f"056 20 {number:02} {(number * 37) % 100:02}",
        picture=f"img/people/{sample.person}.svg",
        introduction={"nl": sample.nl, "fr": sample.fr},
        state=ShopState.APPROVED,
    )


def _enterprise_number(body: int) -> str:
    """A number of the right form, with its two check digits."""
    return f"{body:08}{97 - body % 97:02}"


def counter_of(shop: Shop, secret_key: str, pin_digest: str, now: datetime) -> Counter:
    """A shop's only counter."""
    return Counter(
        city_id=shop.city_id,
        shop_id=shop.id,
        name="Kassa",
        token=counter_token(secret_key, shop.slug),
        pin_digest=pin_digest,
        opened_at=now,
    )


def _campaigns(city: City, now: datetime) -> list[Campaign]:
    return [
        Campaign(
            city_id=city.id,
            slug="ik-koop-lokaal",
            kind=CampaignKind.VOTE,
            title={
                "nl": "Ik koop lokaal bij een winkelier van hier",
                "fr": "J’achète local chez un commerçant d’ici",
                "en": "I shop local with a shopkeeper from here",
                "de": "Ich kaufe lokal bei einem Händler von hier",
            },
            summary={
                "nl": f"{city.name} kiest een ambassadeur onder de eigen winkeliers.",
                "fr": f"{city.name} choisit un ambassadeur parmi ses commerçants.",
                "en": f"{city.name} chooses an ambassador among its own shopkeepers.",
                "de": f"{city.name} wählt unter den eigenen Händlern eine Botschafterin oder einen Botschafter.",
            },
            starts_at=now + VOTE[0],
            ends_at=now + VOTE[1],
        ),
        Campaign(
            city_id=city.id,
            slug=f"{city.slug}korting",
            kind=CampaignKind.DISCOUNT,
            title={
                "nl": f"#{city.name}Korting",
                "fr": f"#{city.name}Korting",
                "en": f"#{city.name}Korting",
                "de": f"#{city.name}Korting",
            },
            summary={
                "nl": "Een lang weekend kortingen en extra’s die elke winkel zelf kiest.",
                "fr": "Un long week-end de remises et d’extras choisis par chaque commerce.",
                "en": "A long weekend of discounts and extras that every shop chooses itself.",
                "de": "Ein langes Wochenende mit Rabatten und Extras, die jeder Laden selbst wählt.",
            },
            starts_at=now + DISCOUNT_WEEKEND[0],
            ends_at=now + DISCOUNT_WEEKEND[1],
        ),
    ]
