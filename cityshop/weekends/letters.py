"""A mail to one shop: its own name, its own address, and nobody else's."""

from cityshop.core.outbox import Letter
from cityshop.core.words import DEFAULT_LANGUAGE
from cityshop.web.areas import page_city
from cityshop.web.i18n import speaking
from cityshop.web.letters import full_address, letter
from cityshop.weekends.models import ShopMail
from cityshop.weekends.recipients import Recipient

SECOND = "fr"


def to_shop(mail: ShopMail, shop: Recipient) -> Letter:
    """The mail to a shop: in Dutch, and below it in French where town hall wrote that too."""
    written = _in_one_language(DEFAULT_LANGUAGE, mail, shop)
    if not mail.text.get(SECOND):
        return written
    second = _in_one_language(SECOND, mail, shop)
    subject = written.subject
    if mail.subject.get(SECOND):
        subject = f"{subject} / {second.subject}"
    return Letter(shop.address, subject, f"{written.text}\n---\n\n{second.text}")


def _in_one_language(language: str, mail: ShopMail, shop: Recipient) -> Letter:
    with speaking(language):
        facts = {
            "subject": " ".join((mail.subject.get(language) or mail.subject[DEFAULT_LANGUAGE]).split()),
            "text": mail.text[language],
            "name": shop.keeper,
            "shop": shop.shop,
            "city": page_city().name,
            "link": full_address("own_offers.index"),
        }
        return letter("weekends/to_shop", shop.address, **facts)
