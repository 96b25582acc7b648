"""The letters in which a shop hears what town hall decided on its offer."""

from cityshop.accounts.models import Account
from cityshop.core.outbox import Letter
from cityshop.offers.models import Offer
from cityshop.web.areas import page_city
from cityshop.web.i18n import own_text
from cityshop.web.letters import full_address, letter


def approved(account: Account, offer: Offer) -> Letter:
    """Residents see your offer."""
    return _about("approved", account, offer, link=full_address("offers.offer", slug=offer.slug))


def refused(account: Account, offer: Offer) -> Letter:
    """Your offer comes back to you, and why."""
    return _about("refused", account, offer, link=full_address("own_offers.edit", offer_id=offer.id))


def _about(template: str, account: Account, offer: Offer, *, link: str) -> Letter:
    facts = {"name": account.name, "offer": own_text(offer.title), "city": page_city().name}
    reason = offer.state_reason
    return letter(f"offers/{template}", account.email, link=link, reason=reason, **facts)
