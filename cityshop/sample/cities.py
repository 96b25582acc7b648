"""Three cities with a page of their own, and every municipality of West Flanders.

Names and NIS codes are those of Statbel after the mergers of 1 January 2025; postal codes are facts of bpost.
"""

from dataclasses import dataclass

from cityshop.cities.models import City
from cityshop.cities.rules import theme_from
from cityshop.core.db import Session

CITY_COLOURS = ("#a5182b", "#1d4f79", "#1c6738", "#7a3b12", "#5b2a6e", "#8a1f4d", "#0d5c63", "#3d4f16")


@dataclass(frozen=True)
class Municipality:
    slug: str
    name: str
    nis_code: str
    postal_codes: str


def _kortrijk() -> City:
    return City(
        slug="kortrijk",
        name="Kortrijk",
        nis_code="34022",
        postal_codes=["8500", "8501", "8510", "8511"],
        theme=theme_from("#a5182b"),
        latitude=50.8279,
        longitude=3.2646,
        logo="img/mark-kortrijk.svg",
        headline={
            "nl": "Kortrijk koopt van hier",
            "fr": "Courtrai achète d’ici",
            "en": "Kortrijk shops right here",
            "de": "Kortrijk kauft von hier",
        },
        introduction={
            "nl": "Je bakker kent je naam, de boekhandel je smaak en op het terras schuift iedereen een stoel bij. "
            "Kies je ambassadeur, zoek een plek in de zon en ga langs voor wat je alleen hier krijgt.",
            "fr": "Votre boulanger connaît votre prénom, la libraire vos goûts, et en terrasse on vous fait une place. "
            "Choisissez votre ambassadeur, trouvez un coin au soleil et passez voir ce qu’on ne trouve qu’ici.",
            "en": "Your baker knows your name, the bookshop knows your taste and on the terrace there is always room for "
            "one more. Choose your ambassador, find a seat in the sun and drop in for what you only get here.",
            "de": "Der Bäcker kennt deinen Namen, die Buchhandlung deinen Geschmack und auf der Terrasse rückt man zusammen. "
            "Wähle deine Botschafterin, such dir einen Platz in der Sonne und komm vorbei.",
        },
        contact_name="Dienst Handel en Horeca",
        contact_email="winkelhier@kortrijk.example",
    )


def _genk() -> City:
    return City(
        slug="genk",
        name="Genk",
        nis_code="71016",
        postal_codes=["3600"],
        theme=theme_from("#0b5d52"),
        latitude=50.9661,
        longitude=5.5021,
        logo="img/mark-genk.svg",
        headline={
            "nl": "Genk, straten vol smaak",
            "fr": "Genk, des rues pleines de saveurs",
            "en": "Genk, streets full of flavour",
            "de": "Genk, Straßen voller Geschmack",
        },
        introduction={
            "nl": "Van de Vennestraat tot het Molenplein: winkels en zaken van mensen die hier wonen.",
            "fr": "De la Vennestraat au Molenplein : des commerces tenus par des gens d’ici.",
            "en": "From Vennestraat to Molenplein: shops run by people who live here.",
            "de": "Von der Vennestraat bis zum Molenplein: Läden von Menschen, die hier wohnen.",
        },
        contact_name="Team Genk Centrum",
        contact_email="centrum@genk.example",
    )


def _zoutleeuw() -> City:
    return City(
        slug="zoutleeuw",
        name="Zoutleeuw",
        nis_code="24130",
        postal_codes=["3440"],
        theme=theme_from("#24476f"),
        latitude=50.8333,
        longitude=5.1036,
        logo="img/mark-zoutleeuw.svg",
        headline={
            "nl": "Klein Zoutleeuw, grote winkeliers",
            "fr": "Petite Léau, grands commerçants",
            "en": "Small Zoutleeuw, great shopkeepers",
            "de": "Kleines Zoutleeuw, große Händler",
        },
        introduction={
            "nl": "Rond de Sint-Leonarduskerk vind je alles op wandelafstand.",
            "fr": "Autour de l’église Saint-Léonard, tout se trouve à quelques pas.",
            "en": "Everything is within walking distance of Saint Leonard’s church.",
            "de": "Rund um die Sankt-Leonhard-Kirche ist alles zu Fuß erreichbar.",
        },
        contact_name="Dienst Lokale Economie",
        contact_email="economie@zoutleeuw.example",
    )


WEST_FLANDERS = """
31003 Beernem: 8730
31004 Blankenberge: 8370
31005 Brugge: 8000 8200 8310 8380
31006 Damme: 8340
31012 Jabbeke: 8490
31022 Oostkamp: 8020
31033 Torhout: 8820
31040 Zedelgem: 8210 8211
31042 Zuienkerke: 8377
31043 Knokke-Heist: 8300 8301
32003 Diksmuide: 8600
32006 Houthulst: 8650
32010 Koekelare: 8680
32011 Kortemark: 8610
32030 Lo-Reninge: 8647
33011 Ieper: 8900 8902 8904 8906 8908
33016 Mesen: 8957
33021 Poperinge: 8970 8972 8978
33029 Wervik: 8940
33037 Zonnebeke: 8980
33039 Heuvelland: 8950 8951 8952 8953 8954 8956 8958
33040 Langemark-Poelkapelle: 8920
33041 Vleteren: 8640
34002 Anzegem: 8570 8572 8573
34003 Avelgem: 8580 8581 8582 8583
34009 Deerlijk: 8540
34013 Harelbeke: 8530 8531
34023 Kuurne: 8520
34025 Lendelede: 8860
34027 Menen: 8930
34040 Waregem: 8790 8791 8792 8793
34041 Wevelgem: 8560
34042 Zwevegem: 8550 8551 8552 8553 8554
34043 Spiere-Helkijn: 8587
35002 Bredene: 8450
35005 Gistel: 8470
35006 Ichtegem: 8480
35011 Middelkerke: 8430 8431 8432 8433 8434
35013 Oostende: 8400
35014 Oudenburg: 8460
35029 De Haan: 8420 8421
36006 Hooglede: 8830
36007 Ingelmunster: 8770
36008 Izegem: 8870
36010 Ledegem: 8880
36011 Lichtervelde: 8810
36012 Moorslede: 8890
36015 Roeselare: 8800
36019 Staden: 8840
37002 Dentergem: 8720
37010 Oostrozebeke: 8780
37011 Pittem: 8740
37017 Wielsbeke: 8710
37020 Ardooie: 8850 8851
37021 Wingene: 8750 8755
37022 Tielt: 8700 8760
38002 Alveringem: 8690 8691
38008 De Panne: 8660
38014 Koksijde: 8670
38016 Nieuwpoort: 8620
38025 Veurne: 8630
"""


def load(session: Session) -> None:
    """Add the cities."""
    others = [_plain_city(number, municipality) for number, municipality in enumerate(west_flanders())]
    session.add_all([_kortrijk(), _genk(), _zoutleeuw(), *others])
    session.flush()


def west_flanders() -> list[Municipality]:
    """The municipalities, without Kortrijk, which has a page of its own."""
    lines = WEST_FLANDERS.strip().splitlines()
    return [_municipality(*line.split(" ", 1)) for line in lines]


def _municipality(nis_code: str, rest: str) -> Municipality:
    name, _, postal_codes = rest.partition(": ")
    return Municipality(name.lower().replace(" ", "-"), name, nis_code, postal_codes)


def _plain_city(number: int, municipality: Municipality) -> City:
    """A municipality that takes part and has not yet written its own page."""
    name = municipality.name
    return City(
        slug=municipality.slug,
        name=name,
        nis_code=municipality.nis_code,
        postal_codes=municipality.postal_codes.split(),
        theme=theme_from(CITY_COLOURS[number % len(CITY_COLOURS)]),
        headline={
            "nl": f"{name} koopt lokaal",
            "fr": f"{name} achète local",
            "en": f"{name} shops local",
            "de": f"{name} kauft lokal",
        },
        introduction={
            "nl": f"{name} doet mee met ‘Ik koop lokaal bij een winkelier van hier’. Binnenkort lees je hier meer.",
            "fr": f"{name} participe à « J’achète local chez un commerçant d’ici ». Plus d’infos bientôt sur cette page.",
            "en": f"{name} takes part in ‘I shop local with a shopkeeper from here’. More on this page soon.",
            "de": f"{name} macht mit bei „Ich kaufe lokal bei einem Händler von hier“. Bald steht hier mehr.",
        },
        contact_name="Ik koop lokaal",
        contact_email="organiser@cityshop.example",
    )
