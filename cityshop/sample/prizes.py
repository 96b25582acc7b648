"""The sample prize for voters, the same in each city."""

from datetime import datetime

from cityshop.core.db import Session
from cityshop.elections.models import Contest
from cityshop.prizes.services import PrizeDraft, change_prize

TEXT = {
    "nl": "Een mand vol lekkers van de winkels uit onze stad, ter waarde van 100 euro",
    "fr": "Un panier gourmand des commerces de notre ville, d’une valeur de 100 euros",
    "en": "A basket of good things from the shops of our town, worth 100 euro",
    "de": "Ein Korb voller Leckereien aus den Läden unserer Stadt im Wert von 100 Euro",
}
QUESTION = {
    "nl": "Hoeveel stemmen worden er in onze stad uitgebracht?",
    "fr": "Combien de votes seront émis dans notre ville ?",
    "en": "How many votes will be cast in our town?",
    "de": "Wie viele Stimmen werden in unserer Stadt abgegeben?",
}


def set_prize(session: Session, contest: Contest, *, now: datetime) -> None:
    """Something to win for whoever guesses the number of votes."""
    change_prize(session, contest, PrizeDraft(dict(TEXT), dict(QUESTION)), account_id=None, now=now)
