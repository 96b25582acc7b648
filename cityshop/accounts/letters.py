"""The letters that accounts send."""

from cityshop.accounts.models import Account
from cityshop.core.outbox import Letter
from cityshop.web.letters import full_address, letter


def password_link(account: Account, token: str) -> Letter:
    """Choose a new password."""
    return letter("accounts/password_link", account.email, name=account.name, link=_link(token))


def invitation(account: Account, token: str, *, city: str) -> Letter:
    """Somebody gave you a role: choose a password."""
    return letter("accounts/invitation", account.email, name=account.name, city=city, link=_link(token))


def password_changed(account: Account) -> Letter:
    """So that the owner notices when it was somebody else."""
    forgotten = full_address("accounts.forgotten")
    return letter("accounts/password_changed", account.email, name=account.name, link=forgotten)


def _link(token: str) -> str:
    return full_address("accounts.new_password", token=token)
