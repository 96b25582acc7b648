"""The sample agenda of Kortrijk: invented partners and events, on days that follow the moment of loading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from cityshop.agenda.facts import EventFacts, PartnerFacts
from cityshop.agenda.models import Audience, EventState, Partner
from cityshop.agenda.partnering import create_partner
from cityshop.agenda.repeats import Change, Repeat, Rule, Times, exception_as_json, whole_days
from cityshop.agenda.services import enter_event
from cityshop.cities.queries import city_by_slug
from cityshop.core.clock import BRUSSELS, local
from cityshop.core.db import Session, in_city
from cityshop.places.models import Place

MONDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 2, 3, 4, 5, 6
JULY = 7
PARTNERS = {
    "markt": PartnerFacts(name="Marktdienst Kortrijk", email="markt@kortrijk.example", is_trusted=True),
    "leie": PartnerFacts(name="Gidsen aan de Leie", email="gidsen@kortrijk.example", is_trusted=True),
    "klank": PartnerFacts(name="Klankbord vzw", email="klankbord@kortrijk.example", is_trusted=True),
    "handen": PartnerFacts(name="Tweede Handen", email="handen@kortrijk.example"),
}


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An event of the sample. `weekday` says on which day of this or next week it begins."""

    partner: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    weekday: int
    hours: tuple[time, time]
    where: str = ""
    place: str = ""
    rule: Rule = field(default_factory=Rule)
    audience: Audience = Audience.EVERYONE
    price: str = ""


PLANNED = (
    Planned(
        partner="markt",
        title={"nl": "Maandagmarkt", "fr": "Marché du lundi", "en": "Monday market", "de": "Montagsmarkt"},
        text={
            "nl": "Groenten, kaas, bloemen en kleren: elke maandagvoormiddag staan de kramen op de Grote Markt.",
            "fr": "Légumes, fromages, fleurs et vêtements : chaque lundi matin sur la Grand-Place.",
            "en": "Vegetables, cheese, flowers and clothes: every Monday morning on the Grote Markt.",
            "de": "Gemüse, Käse, Blumen und Kleidung: jeden Montagvormittag auf dem Grote Markt.",
        },
        weekday=MONDAY,
        hours=(time(8), time(12, 30)),
        where="Grote Markt, 8500 Kortrijk",
        rule=Rule(Repeat.WEEKLY, times=40),
    ),
    Planned(
        partner="leie",
        title={"nl": "Wandeling langs de Leie", "fr": "Promenade le long de la Lys", "en": "Walk along the river", "de": "Spaziergang an der Leie"},
        text={
            "nl": "Een gids vertelt over de bruggen, de Broeltorens en de vlasnijverheid. Twee uur stappen, ook met een kinderwagen.",
            "fr": "Un guide raconte les ponts, les tours du Broel et le lin. Deux heures de marche, aussi avec une poussette.",
        },
        weekday=SATURDAY,
        hours=(time(10), time(12)),
        where="Broelkaai, 8500 Kortrijk",
        rule=Rule(Repeat.WEEKLY, weeks=2, times=12),
        price="€ 6",
    ),
    Planned(
        partner="klank",
        title={"nl": "Donderdagconcert", "fr": "Concert du jeudi"},
        text={
            "nl": "Een uur muziek van jonge muzikanten, één donderdag per maand. Deuren om half acht.",
            "fr": "Une heure de musique par de jeunes musiciens, un jeudi par mois. Portes à dix-neuf heures trente.",
        },
        weekday=THURSDAY,
        hours=(time(20), time(21, 15)),
        where="Schouwburgplein, 8500 Kortrijk",
        rule=Rule(Repeat.MONTHLY, times=10),
        price="€ 8",
    ),
    Planned(
        partner="leie",
        title={"nl": "Voorlezen op woensdag", "fr": "Heure du conte"},
        text={"nl": "Verhalen voor kinderen van 4 tot 8 jaar, met een koekje. Ouders mogen blijven of een boodschap doen."},
        weekday=WEDNESDAY,
        hours=(time(14), time(15)),
        place="De Leeszaal",
        where="De Leeszaal, 8500 Kortrijk",
        rule=Rule(Repeat.WEEKLY, times=20),
        audience=Audience.CHILDREN,
    ),
    Planned(
        partner="markt",
        title={"nl": "Boeken- en platenmarkt", "fr": "Marché aux livres et aux disques"},
        text={"nl": "Zestig kramen met tweedehands boeken, strips en platen onder de arcades."},
        weekday=SUNDAY,
        hours=(time(9), time(13)),
        where="Schouwburgplein, 8500 Kortrijk",
        rule=Rule(Repeat.MONTHLY, times=12),
    ),
)  # fmt: skip


def load(session: Session, *, now: datetime) -> None:
    """Add partners and events to the agenda of Kortrijk."""
    city = city_by_slug(session, "kortrijk")
    if city is None:
        return
    with in_city(session, city.id):
        partners = {
            key: create_partner(session, facts, account_id=None, now=now) for key, facts in PARTNERS.items()
        }
        places = {name: place_id for place_id, name in session.execute(select(Place.id, Place.name))}
        for planned in PLANNED:
            enter_event(session, partners[planned.partner], _facts(planned, places, now), now=now)
        _summer(session, partners["klank"], now)
        _exhibition(session, partners["leie"], now)
        _cancelled_and_waiting(session, partners, now)


def _facts(planned: Planned, places: Mapping[str, int], now: datetime) -> EventFacts:
    day = _next(planned.weekday, now)
    return EventFacts(
        title=dict(planned.title),
        text=dict(planned.text),
        picture_alt={},
        times=Times(_at(day, planned.hours[0]), _at(day, planned.hours[1])),
        rule=planned.rule,
        place_id=places.get(planned.place),
        location="" if places.get(planned.place) else planned.where,
        audience=planned.audience,
        price=planned.price,
        is_free=not planned.price,
    )


def _summer(session: Session, partner: Partner, now: datetime) -> None:
    """Eight Friday evenings in the next summer."""
    today = local(now).date()
    first = date(today.year if today < date(today.year, JULY, 1) else today.year + 1, JULY, 1)
    friday = first + timedelta(days=(FRIDAY - first.weekday()) % 7)
    facts = EventFacts(
        title={"nl": "Zomerconcerten aan het water", "fr": "Concerts d’été au bord de l’eau"},
        text={"nl": "Acht vrijdagavonden met muziek op de Buda-oever. Breng een dekentje mee.", "fr": "Huit vendredis soir en musique sur la rive de Buda. Apportez une couverture."},
        picture_alt={},
        times=Times(_at(friday, time(20)), _at(friday, time(22, 30))),
        rule=Rule(Repeat.WEEKLY, times=8),
        location="Buda, 8500 Kortrijk",
        is_free=True,
    )  # fmt: skip
    enter_event(session, partner, facts, now=now)


def _exhibition(session: Session, partner: Partner, now: datetime) -> None:
    """Something that lasts for weeks."""
    today = local(now).date()
    facts = EventFacts(
        title={"nl": "Foto’s van winkelstraten toen en nu", "fr": "Photos des rues commerçantes d’hier et d’aujourd’hui"},
        text={"nl": "Veertig grote foto’s in de etalages van de Leiestraat en de Lange Steenstraat. Loop langs wanneer je wil."},
        picture_alt={},
        times=whole_days(today - timedelta(days=10), today + timedelta(days=32)),
        is_all_day=True,
        location="Leiestraat, 8500 Kortrijk",
        is_free=True,
    )  # fmt: skip
    enter_event(session, partner, facts, now=now)


def _cancelled_and_waiting(session: Session, partners: Mapping[str, Partner], now: datetime) -> None:
    """One date of a series that is off, and an event that waits for town hall."""
    saturday = _next(SATURDAY, now)
    facts = EventFacts(
        title={"nl": "Repaircafé", "fr": "Repair café"},
        text={
            "nl": "Breng een kapotte lamp, broek of broodrooster mee. Vrijwilligers herstellen samen met jou."
        },
        picture_alt={},
        times=Times(_at(saturday, time(13, 30)), _at(saturday, time(17))),
        rule=Rule(Repeat.WEEKLY, weeks=4, times=6),
        location="Overleiestraat, 8500 Kortrijk",
        is_free=True,
    )
    event = enter_event(session, partners["handen"], facts, now=now)
    event.state = EventState.PUBLISHED
    event.exceptions = {saturday.isoformat(): exception_as_json(Change.CANCELLED)}
    for one in event.dates:
        one.is_cancelled = one.planned_on == saturday
    evening = Times(_at(saturday + timedelta(days=6), time(19)), _at(saturday + timedelta(days=6), time(22)))
    waiting = EventFacts(
        title={"nl": "Ruilavond kinderkleren"},
        text={"nl": "Breng kleren mee die te klein zijn en neem andere mee naar huis."},
        picture_alt={},
        times=evening,
        location="Overleiestraat, 8500 Kortrijk",
        audience=Audience.FAMILIES,
        is_free=True,
    )
    enter_event(session, partners["handen"], waiting, now=now)


def _next(weekday: int, now: datetime) -> date:
    today = local(now).date()
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BRUSSELS).astimezone(UTC)
