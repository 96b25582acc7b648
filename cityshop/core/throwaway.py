"""Hosts that give a mailbox to anybody for ten minutes: one person has as many of them as they like."""

from functools import cache
from importlib import import_module

# They pass mail on to a mailbox of somebody who does not want to give it; one person can have many.
RELAYS = frozenset(
    {
        *("duck.com", "mozmail.com", "relay.firefox.com", "privaterelay.appleid.com", "passmail.net"),
        *("simplelogin.com", "slmail.me", "aleeas.com", "anonaddy.com", "anonaddy.me", "addy.io"),
    }
)


def is_throwaway(host: str) -> bool:
    """Whether a host is on the list of throw-away mailboxes; relays are not, whatever the list says."""
    return host in _throwaway_hosts() and host not in RELAYS


@cache
def _throwaway_hosts() -> frozenset[str]:
    """About 10,000 hosts, 1.5 MB: read when the first mailbox of this process is looked at."""
    return frozenset(import_module("disposable_email_domains").blocklist)
