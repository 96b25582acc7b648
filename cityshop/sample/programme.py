"""The organiser's programme over West Flanders: one edition, what some of its cities say, and last year's winners."""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select

from cityshop.cities.models import City
from cityshop.core.db import Session, across_cities
from cityshop.core.pictures import keep_picture
from cityshop.elections.models import Contest
from cityshop.merchants.models import Shop
from cityshop.places.models import Place
from cityshop.programmes import services
from cityshop.programmes.drafts import EditionDates, EditionDraft, EditionWords, FunderDraft, NewEdition
from cityshop.programmes.models import EditionCity, Programme, Title
from cityshop.programmes.rules import end_of_title, shared_rules
from cityshop.sample.cities import west_flanders
from cityshop.sample.vote import INTRODUCTION, PRIZE, SLUG, TITLE

SEASON = 2026
KORTRIJK = "kortrijk"
CEREMONY_AFTER = timedelta(days=14)
WON_BEFORE = timedelta(days=350)

NAME = "Ik koop lokaal bij een winkelier van hier"
MESSAGE = {
    "nl": "Eén boodschap in heel West-Vlaanderen: koop bij een winkelier van hier.",
    "fr": "Un seul message dans toute la Flandre-Occidentale : achetez chez un commerçant d’ici.",
    "en": "One message all over West Flanders: buy from a shopkeeper right here.",
    "de": "Eine Botschaft in ganz Westflandern: Kauf bei einem Händler von hier.",
}
EDITION = {
    "nl": "Ik koop lokaal 2026",
    "fr": "J’achète local 2026",
    "en": "I shop local 2026",
    "de": "Ich kaufe lokal 2026",
}
USPS: Mapping[str, Mapping[str, str]] = {
    "kortrijk": {
        "nl": "De oudste winkelwandelstraat van het land, en achter elke hoek een maker.",
        "fr": "La plus ancienne rue piétonne commerçante du pays, et un artisan à chaque coin.",
    },
    "brugge": {
        "nl": "Kant, bier en chocolade kent iedereen. Kom voor de slager, de schoenmaker en de fietsenmaker.",
        "fr": "Dentelle, bière et chocolat, tout le monde connaît. Venez pour le boucher, le cordonnier et le vélociste.",
    },
    "oostende": {
        "nl": "Na het strand de winkels: open op zondag, met zout in de lucht.",
        "fr": "Après la plage, les commerces : ouverts le dimanche, l’air salé en plus.",
    },
    "roeselare": {
        "nl": "Parkeren voor de deur en winkelen onder de toren.",
        "fr": "On se gare devant la porte et on fait ses courses au pied de la tour.",
    },
    "ieper": {
        "nl": "Een Grote Markt vol vakmensen, en tijd voor een praatje.",
        "fr": "Une grand-place pleine de gens de métier, et le temps de bavarder.",
    },
    "knokke-heist": {
        "nl": "Van Lippenslaan tot Kustlaan: etalages om in te verdwalen.",
        "fr": "De la Lippenslaan à la Kustlaan : des vitrines où se perdre.",
    },
    "waregem": {
        "nl": "Alles op wandelafstand van het station, van boerenkaas tot bruidsjurk.",
        "fr": "Tout à pied depuis la gare, du fromage fermier à la robe de mariée.",
    },
    "veurne": {
        "nl": "De kleinste stad met de grootste bakkers.",
        "fr": "La plus petite ville, les plus grands boulangers.",
    },
    "poperinge": {
        "nl": "Hop in het glas, hoppescheuten op het bord, en winkeliers die ze zelf plukken.",
        "fr": "Du houblon dans le verre, des jets dans l’assiette, et des commerçants qui les cueillent.",
    },
    "mesen": {
        "nl": "De kleinste stad van het land: hier kent elke winkelier je voornaam.",
        "fr": "La plus petite ville du pays : ici, chaque commerçant connaît votre prénom.",
    },
}
FUNDERS = ("Provincie West-Vlaanderen", "Europees Fonds voor Regionale Ontwikkeling")
LOGO_OF = "Fonds Levende Kernen"  # invented, so that we may draw its logo
LAST_WINNERS = ("kaashuis-groeninge",)


def load(session: Session, *, now: datetime) -> None:
    """Add the programme, its public edition, the words of some cities and the titles of the season before."""
    # the sample fills several cities at once
    with across_cities(session):
        programme = _programme(session)
        contest = session.scalars(
            select(Contest).join(City).where(City.slug == KORTRIJK, Contest.slug == SLUG)
        ).one()
        edition = services.create_edition(session, programme, _wanted(contest), account_id=None, now=now)
        _fill_places(session, edition.id, contest)
        for name in FUNDERS:
            draft = FunderDraft(name, website="", picture="", alt={"nl": name})
            services.add_funder(session, edition, draft, account_id=None, now=now)
        logo = keep_picture(session, _logo(), now=now)
        alt = {"nl": f"logo van {LOGO_OF}", "fr": f"logo de {LOGO_OF}"}
        draft = FunderDraft(LOGO_OF, website="", picture=logo, alt=alt)
        services.add_funder(session, edition, draft, account_id=None, now=now)
        services.show_to_everybody(session, edition, account_id=None, now=now)
        _give_titles(session, programme, now)


def _logo() -> bytes:
    """Three roofs in a row over a name."""
    image = Image.new("RGBA", (760, 300), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for left, colour in ((40, "#a5182b"), (280, "#1d4f79"), (520, "#1c6738")):
        draw.polygon([(left, 150), (left + 100, 40), (left + 200, 150)], fill=colour)
        draw.rectangle((left + 30, 150, left + 170, 190), fill=colour)
    font = ImageFont.load_default(size=60)
    draw.text((380, 245), LOGO_OF, fill="#231b15", font=font, anchor="mm")
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _programme(session: Session) -> Programme:
    slugs = [KORTRIJK, *(one.slug for one in west_flanders())]
    cities = session.scalars(select(City).where(City.slug.in_(slugs)).order_by(City.name)).all()
    programme = Programme(slug="ik-koop-lokaal", name=NAME, message=dict(MESSAGE), cities=list(cities))
    session.add(programme)
    session.flush()
    return programme


def _wanted(contest: Contest) -> NewEdition:
    """The edition with the dates of the vote that is on."""
    words = EditionWords(dict(EDITION), dict(MESSAGE), dict(TITLE), dict(INTRODUCTION), dict(PRIZE))
    dates = EditionDates(
        contest.opens_at,
        contest.closes_at,
        contest.opens_at - timedelta(days=28),
        contest.closes_at + CEREMONY_AFTER,
    )
    return NewEdition(
        SEASON,
        EditionDraft(
            words, dates, shared_rules(contest.rules), "Team Ik koop lokaal", "organiser@cityshop.example"
        ),
    )


def _fill_places(session: Session, edition_id: int, contest: Contest) -> None:
    places = select(EditionCity, City.slug).join(City).where(EditionCity.edition_id == edition_id)
    for place, slug in session.execute(places.where(City.slug.in_(USPS))):
        place.usp = dict(USPS[slug])
        if slug == KORTRIJK:
            place.contest_id = contest.id


def _give_titles(session: Session, programme: Programme, now: datetime) -> None:
    held_from = now - WON_BEFORE
    dates = {"season": SEASON - 1, "held_from": held_from, "held_until": end_of_title(held_from)}
    for shop in session.scalars(select(Shop).where(Shop.slug.in_(LAST_WINNERS)).order_by(Shop.id)).all():
        same = select(Place.id).where(Place.name == shop.name, Place.city_id == shop.city_id)
        shop.place_id = session.scalar(same.limit(1))
        session.add(Title(city_id=shop.city_id, shop_id=shop.id, programme_id=programme.id, **dates))
    session.flush()
