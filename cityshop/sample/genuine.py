"""Codes that are ours: the keys of the discount campaigns, and fakes that residents of Kortrijk saw."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cityshop.accounts.rules import token_digest
from cityshop.cities.models import City
from cityshop.core.codes import new_token
from cityshop.core.db import across_cities, in_city
from cityshop.genuine.models import FakeReport, FakeState
from cityshop.offers.keys import keep_key
from cityshop.offers.models import Offer

# Where, what stands on it, days ago, what became of it.
REPORTS = (
    (
        "Op de parkeermeter op het Schouwburgplein, over de QR-code van de stad geplakt",
        "https://parkeren-kortrijk.example/betaal",
        0,
        FakeState.WAITING,
        "",
    ),
    (
        "Aan de etalage van een leegstaand pand in de Lange Steenstraat",
        "https://win-een-bon.example/kortrijk",
        3,
        FakeState.REMOVED,
        "Dank je. De sticker is weg en de politie kreeg een foto van het adres.",
    ),
    (
        "Op een terrastafel op de Grote Markt",
        "",
        6,
        FakeState.OURS,
        "Dit was een sticker van de winkel zelf, met de menukaart. Goed dat je oplet.",
    ),
)


def load(session: Session, secret: str, *, now: datetime) -> None:
    """Keys for every campaign with offers, and reports in Kortrijk."""
    # the sample fills every city
    with across_cities(session):
        campaigns = session.execute(select(Offer.city_id, Offer.campaign_id).distinct()).all()
        kortrijk = session.scalars(select(City).where(City.slug == "kortrijk")).one()
    for city_id, campaign_id in campaigns:
        keep_key(session, city_id, campaign_id, secret=secret, now=now)
    with in_city(session, kortrijk.id):
        session.add_all(_report(*facts, now=now) for facts in REPORTS)


def _report(  # noqa: PLR0913 - one line of the list
    place: str, shown: str, days: int, state: FakeState, answer: str, *, now: datetime
) -> FakeReport:
    sent = now - timedelta(days=days, hours=-9)
    report = FakeReport(digest=token_digest(new_token()), place=place, shown=shown, picture="", sent_at=sent)
    report.state, report.answer = state, answer
    report.answered_at = sent + timedelta(hours=20) if answer else None
    return report
