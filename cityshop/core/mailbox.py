"""One mailbox, however its address is spelled: mail goes to what was typed, people are told apart by key."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from cityshop.core.errors import Refusal
from cityshop.core.lookalikes import has_lookalikes
from cityshop.core.words import n_

ONE_HOST: Mapping[str, str] = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "protonmail.ch": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
}
IGNORES_DOTS = frozenset({"gmail.com"})
# Hosts that say that "+word" is the same mailbox. Anywhere else it may be somebody else's.
IGNORES_PLUS = frozenset(
    {
        "gmail.com",
        "proton.me",
        "icloud.com",
        "outlook.com",
        "outlook.be",
        "outlook.fr",
        "hotmail.com",
        "hotmail.be",
        "hotmail.fr",
        "live.com",
        "live.be",
        "live.fr",
        "msn.com",
        "fastmail.com",
    }
)


_BETWEEN_ADDRESSES = re.compile(r"[\s,;]+")


class MailboxRefused(Refusal):
    status = 422
    message = n_("This is not an e-mail address. Write it like name@example.be.")
    field = "email"


class LettersDeceive(MailboxRefused):
    message = n_(
        "Some letters of this address only look like ordinary ones. Type it again, letter by letter."
    )


class OneMailboxOnly(MailboxRefused):
    message = n_("Give one e-mail address only.")


@dataclass(frozen=True)
class Mailbox:
    """`address` is where mail goes; `key` is the same text for every spelling of one mailbox."""

    address: str
    key: str

    @property
    def host(self) -> str:
        """The host, as mailboxes are compared."""
        return self.key.rpartition("@")[2]


def read_mailbox(typed: str) -> Mailbox:
    """The mailbox that somebody typed; raises MailboxRefused when it cannot be one. Asks no name server."""
    if sum("@" in part for part in _BETWEEN_ADDRESSES.split(typed)) > 1:
        raise OneMailboxOnly
    if any(has_lookalikes(part) for part in typed.strip().split("@")):
        raise LettersDeceive
    try:
        # `.test` can receive no mail either, but people try the site with it
        found = validate_email(
            typed.strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=True,
            strict=True,
        )
    except EmailNotValidError as error:
        raise MailboxRefused from error
    if has_lookalikes(found.domain):  # it was typed as `xn--...`
        raise LettersDeceive
    typed_in_ascii = typed.strip() if typed.isascii() else found.ascii_email or found.normalized
    return Mailbox(typed_in_ascii, _key(found.local_part, found.ascii_domain))


def _key(local_part: str, domain: str) -> str:
    host = ONE_HOST.get(domain.casefold(), domain.casefold())
    name = unicodedata.normalize("NFKC", local_part).casefold()
    if host in IGNORES_PLUS:
        name = name.partition("+")[0] or name
    if host in IGNORES_DOTS:
        name = name.replace(".", "")
    return f"{name}@{host}"
