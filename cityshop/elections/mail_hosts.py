"""What kind of host a mailbox is at, and what its name looks like: a score, never a reason to refuse.

Only hosts that give a mailbox to anybody for ten minutes are refused, by the public list of them.
"""

import re
from enum import StrEnum

from cityshop.core.mailbox import IGNORES_PLUS, Mailbox
from cityshop.core.throwaway import RELAYS, is_throwaway


class MailHost(StrEnum):
    """`plus`: an unknown host, with a "+" in the name that may be the same mailbox or may not."""

    COMMON = "common"
    OWN = "own"
    RELAY = "relay"
    PLUS = "plus"
    THROWAWAY = "throwaway"


# Where most people of a Belgian town have their mail.
COMMON_HOSTS = IGNORES_PLUS | {
    *(
        "telenet.be",
        "skynet.be",
        "proximus.be",
        "pandora.be",
        "scarlet.be",
        "belgacom.net",
        "voo.be",
        "base.be",
    ),
    *(
        "yahoo.com",
        "yahoo.fr",
        "ymail.com",
        "aol.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "t-online.de",
    ),
    *("orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "ziggo.nl", "kpnmail.nl", "hotmail.nl"),
}
_NUMBER = re.compile(r"\d+")


def kind_of_host(mailbox: Mailbox) -> MailHost:
    """Where somebody reads mail."""
    host = mailbox.host
    if host in RELAYS:
        return MailHost.RELAY
    if is_throwaway(host):
        return MailHost.THROWAWAY
    if host in COMMON_HOSTS:
        return MailHost.COMMON
    return MailHost.PLUS if "+" in mailbox.key else MailHost.OWN


def is_numbered(mailbox: Mailbox) -> bool:
    """Whether there is a number in the name: jan1, jan2 ... are cheap to make."""
    return _NUMBER.search(_name(mailbox)) is not None


def pattern_of(mailbox: Mailbox) -> str:
    """What mailboxes made in a row have in common: `jan#@host`; all of a host of one's own; else nothing."""
    name, host = _name(mailbox), mailbox.host
    if kind_of_host(mailbox) in (MailHost.OWN, MailHost.PLUS):
        return f"@{host}"
    return f"{_NUMBER.sub('#', name)}@{host}" if is_numbered(mailbox) else ""


def _name(mailbox: Mailbox) -> str:
    return mailbox.key.rpartition("@")[0]
