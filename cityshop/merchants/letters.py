"""The letters that shopkeepers get."""

from cityshop.accounts.models import Account
from cityshop.core.outbox import Letter
from cityshop.merchants.models import Shop
from cityshop.web.areas import page_city
from cityshop.web.letters import full_address, letter


def registered(account: Account, shop: Shop) -> Letter:
    """We have your shop, town hall looks at it."""
    return _about("registered", account, shop)


def approved(account: Account, shop: Shop) -> Letter:
    """Your shop takes part."""
    return _about("approved", account, shop)


def refused(account: Account, shop: Shop) -> Letter:
    """Your shop does not take part, and why."""
    return _about("refused", account, shop)


def _about(template: str, account: Account, shop: Shop) -> Letter:
    facts = {"name": account.name, "shop": shop.name, "reason": shop.state_reason, "city": page_city().name}
    return letter(f"merchants/{template}", account.email, link=full_address("own_shop.index"), **facts)
