"""The mails of Mondays: the card with its figures, and one reminder."""

from datetime import timedelta

from cityshop.core.clock import local
from cityshop.core.outbox import Letter
from cityshop.core.words import LANGUAGES
from cityshop.mondays.models import CardMail
from cityshop.mondays.rules import survey_closes_at
from cityshop.mondays.services import CardFacts
from cityshop.mondays.tokens import make_token
from cityshop.web.i18n import own_text, speaking
from cityshop.web.letters import full_address, letter


def card(mail: CardMail, facts: CardFacts, language: str, *, city: str, secret: str) -> Letter:
    """A card or a reminder, by the kind of the mail, in the shop's language; no look at it is followed."""
    token = make_token(mail.id, secret)
    with speaking(language if language in LANGUAGES else "nl"):
        said = {
            "name": facts.keeper.name,
            "shop": facts.shop.name,
            "campaign": own_text(facts.campaign.title),
            "figures": facts.figures,
            "scans": facts.scans,
            "until": local(survey_closes_at(facts.campaign.ends_at) - timedelta(seconds=1)),
            "card_link": full_address("own_card.show_card", campaign_id=mail.campaign_id, shop=mail.shop_id),
            "survey_link": full_address("monday.survey", city=city, token=token),
            "stop_link": full_address("monday.stop", city=city, token=token),
        }
        return letter(f"mondays/{mail.kind}", facts.keeper.email, **said)
