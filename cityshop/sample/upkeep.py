"""The sample's upkeep: shops tied to their places, what waits for town hall, and premises that stand empty."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from cityshop.accounts.models import Account
from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Session, choose_city
from cityshop.core.pictures import keep_picture
from cityshop.merchants.models import Shop
from cityshop.places.models import Place
from cityshop.upkeep import reporting, services
from cityshop.upkeep.models import Answer, Delivery, MonthlyAsk, ReportKind
from cityshop.upkeep.reporting import ReportDraft
from cityshop.upkeep.rules import month_of
from cityshop.vacancies.models import VacancyStatus
from cityshop.vacancies.services import VacancyDraft, add_vacancy, show_vacancies

OWN_SHOP = "bakkerij-vandoorne"
ASKED_BEFORE = timedelta(days=8)
ASKED = {
    "Bakkerij Vandoorne": (Delivery.SENT, Answer.RIGHT),
    "Boekhandel De Letterzetter": (Delivery.SENT, Answer.NONE),
    "Kaashuis Groeninge": (Delivery.FAILED, Answer.NONE),
}
REPORTS = (
    ("De Leeszaal", ReportKind.HOURS, "Op zondag is het hier sinds september al om 16 uur dicht.", ""),
    ("Sushi Sinksen", ReportKind.CLOSED, "Op het raam hangt “over te nemen”.", "lien@inwoner.example"),
    ("Tafel 36", ReportKind.ADDRESS, "De ingang is om de hoek, aan de kant van de Leie.", ""),
)
VANISHED = ("Café Overleie", "node/4152637485")
PHOTO = Path(__file__).with_name("photos") / "bread.webp"
VACANCIES = (
    VacancyDraft(
        street="Leiestraat", number="14", postal_code="8500", latitude=50.82935, longitude=3.26492,
        square_metres=120, contact="Immo Broel, 056 20 99 01", note="Etalage van acht meter.", is_shown=True,
    ),
    VacancyDraft(
        street="Leiestraat", number="31", postal_code="8500", latitude=50.82988, longitude=3.26541,
        square_metres=65, status=VacancyStatus.IN_TALKS, contact="Eigenaar: mevrouw D., via de dienst",
        note="Een koffiebar is kandidaat.", is_shown=True,
    ),
    VacancyDraft(
        street="Doorniksestraat", number="58", postal_code="8500", latitude=50.82551, longitude=3.26623,
        square_metres=240, contact="Immo Broel, 056 20 99 01",
    ),
    VacancyDraft(
        street="Budastraat", number="7", postal_code="8500", latitude=50.83152, longitude=3.26498,
        square_metres=90, status=VacancyStatus.RENOVATION, note="Werken tot het voorjaar.", is_shown=True,
    ),
)  # fmt: skip


def load(session: Session, *, now: datetime) -> None:
    """Add all of it to Kortrijk."""
    city = city_by_slug(session, "kortrijk")
    if city is None:
        raise LookupError("kortrijk")
    choose_city(session, city.id)
    staff = session.scalars(select(Account).where(Account.email == "staff@kortrijk.example")).one()
    merchant = session.scalars(select(Account).where(Account.email == "merchant@kortrijk.example")).one()
    shops = _tie_shops(session)
    _ask_changes(session, shops, merchant, now)
    _ask_keepers(session, now)
    _lose_one_on_the_map(session)
    for name, kind, sentence, mailbox in REPORTS:
        draft = ReportDraft(kind, sentence, "nl", mailbox)
        reporting.send_report(session, _place(session, name), draft, now=now)
    for premises in VACANCIES:
        add_vacancy(session, premises, account_id=staff.id, now=now)
    show_vacancies(session, account_id=staff.id, now=now)


def _tie_shops(session: Session) -> Sequence[Shop]:
    """Where shop and place have the same name they are the same."""
    places = {place.name: place.id for place in session.scalars(select(Place).order_by(Place.id))}
    shops = session.scalars(select(Shop).order_by(Shop.id)).all()
    for shop in shops:
        shop.place_id = places.get(shop.name)
    session.flush()
    return shops


def _ask_changes(session: Session, shops: Sequence[Shop], merchant: Account, now: datetime) -> None:
    """The baker has a new name and a photo; a shop without a place says which one is its own."""
    baker = next(shop for shop in shops if shop.slug == OWN_SHOP)
    photo = keep_picture(session, PHOTO.read_bytes(), now=now)
    asked = {
        "name": "Bakkerij Vandoorne en dochter",
        "picture": photo,
        "picture_alt": {"nl": "Een mand met stokbroden en een bol brood"},
    }
    services.ask_change(session, baker, asked, account_id=merchant.id, now=now)
    other = next((shop for shop in shops if shop.place_id is None), None)
    if other is not None:
        place = _place(session, "Koffie Vlas")
        services.ask_tie(session, other, place, account_id=merchant.id, now=now)


def _ask_keepers(session: Session, now: datetime) -> None:
    """Last month's mails, and what came of them."""
    for name, (delivery, answer) in ASKED.items():
        asked = MonthlyAsk(
            place_id=_place(session, name).id,
            month=month_of(now - ASKED_BEFORE),
            asked_at=now - ASKED_BEFORE,
            mailbox_digest="",
            to_keeper=True,
            delivery=delivery,
            answer=answer,
            answered_at=now - ASKED_BEFORE if answer else None,
        )
        session.add(asked)
    session.flush()


def _lose_one_on_the_map(session: Session) -> None:
    name, source_id = VANISHED
    place = _place(session, name)
    place.source_id, place.needs_check = source_id, True
    session.flush()


def _place(session: Session, name: str) -> Place:
    return session.scalars(select(Place).where(Place.name == name).order_by(Place.id)).one()
