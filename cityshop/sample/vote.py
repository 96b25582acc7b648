"""The sample votes: one in each city, open, and with nobody's vote in it yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from cityshop.campaigns.queries import campaign_of
from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Session, choose_city
from cityshop.elections import services
from cityshop.elections.models import Contest
from cityshop.elections.services import ContestDraft
from cityshop.merchants.models import Shop
from cityshop.nominations.services import CandidateDraft, Decision, accept_candidate, stand
from cityshop.sample.candidates import CITIES, Stands
from cityshop.sample.prizes import set_prize

CAMPAIGN = "ik-koop-lokaal"
SLUG = "ambassadeur-2026"
CONTESTED_FROM = timedelta(days=7)  # shops could stand so long before the vote opened

TITLE = {
    "nl": "Wie wordt de ambassadeur van {city}?",
    "fr": "Qui sera l’ambassadeur de {city} ?",
    "en": "Who will be the ambassador of {city}?",
    "de": "Wer wird Botschafter von {city}?",
}
INTRODUCTION = {
    "nl": "Kies de winkelier die je het meest zou missen. Wie wint, is een jaar lang het gezicht van onze winkels.",
    "fr": "Choisissez le commerçant qui vous manquerait le plus. Le gagnant sera pendant un an le visage de nos commerces.",
    "en": "Choose the shopkeeper you would miss most. The winner is the face of our shops for a year.",
    "de": "Wähl den Menschen hinter der Theke, der dir am meisten fehlen würde. Wer gewinnt, ist ein Jahr lang das Gesicht unserer Läden.",
}
PRIZE = {
    "nl": "een jaar lang een plek op de affiches, en een avond voor alle klanten",
    "fr": "une place sur les affiches pendant un an, et une soirée pour tous les clients",
    "en": "a place on the posters for a year, and an evening for all customers",
    "de": "ein Jahr lang einen Platz auf den Plakaten und einen Abend für alle Kundinnen und Kunden",
}


def load(session: Session, keys_folder: Path, *, now: datetime) -> None:
    """Propose and accept the candidates, and open each vote with a key of its own."""
    for slug, stands in CITIES.items():
        city = city_by_slug(session, slug)
        if city is None:
            raise LookupError(slug)
        choose_city(session, city.id)
        contest = _contest(session, city.name, now)
        services.open_nominations(session, contest, account_id=None, now=now)
        for one in stands:
            _stand(session, contest, one, now)
        set_prize(session, contest, now=now)
        services.open_contest(session, contest, keys_folder=keys_folder, account_id=None, now=now)


def _contest(session: Session, city: str, now: datetime) -> Contest:
    campaign = campaign_of(session, CAMPAIGN)
    before = campaign.starts_at - CONTESTED_FROM
    contest = services.create_contest(session, campaign, SLUG, account_id=None, now=before)
    words = ContestDraft(title=_in(city, TITLE), introduction=_in(city, INTRODUCTION), prize=dict(PRIZE))
    services.change_contest(session, contest, words, account_id=None, now=before)
    return contest


def _stand(session: Session, contest: Contest, one: Stands, now: datetime) -> None:
    shop = session.scalars(select(Shop).where(Shop.slug == one.shop)).one()
    draft = CandidateDraft(
        shop, dict(one.text), dict(one.specialty), dict(one.sponsors), since_year=one.since
    )
    candidate = stand(session, contest, draft, account_id=None, now=now)
    accept_candidate(session, candidate, Decision(None, candidate.revision), now=now)


def _in(city: str, text: Mapping[str, str]) -> dict[str, str]:
    return {language: words.format(city=city) for language, words in text.items()}
