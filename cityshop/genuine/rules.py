"""Reading what somebody typed or pasted, and how often strangers may ask."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from cityshop.core.networks import NEIGHBOURHOOD, network_of
from cityshop.core.throttle import Limit

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
MISSES_AN_HOUR = 60
REPORTS_AN_HOUR = 5
REPORTS_A_DAY = 200
# No spaces, no backslash (browsers read it as a slash), nothing that only looks like a letter of ours.
_PLAIN = re.compile(r"[A-Za-z0-9/_.~%?#=&+:@!$'()*,;\[\]-]+")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_LABEL = re.compile(r"\s*sticker\b[\s:]*", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """Where an address leads: its host with a port if it has one, empty where it cannot be read."""

    host: str
    path: str


def code_in(shown: str) -> str:
    """What was typed without the word that stands before it on paper."""
    return _LABEL.sub("", shown, count=1).strip()


def read_address(shown: str) -> Address | None:
    """The address that was pasted; None when it is none, but a code."""
    if not any(mark in shown for mark in "./:@\\"):
        return None
    whole = shown if _SCHEME.match(shown) else f"https://{shown}"
    try:
        parts = urlsplit(whole) if _PLAIN.fullmatch(whole) else None
    except ValueError:
        parts = None
    return Address(parts.netloc.lower(), parts.path) if parts else Address("", "")


def miss_limit(address: str | None) -> Limit:
    """How many codes that are none a network may ask about: nobody shall find vouchers by trying."""
    return Limit(("genuine", network_of(address, NEIGHBOURHOOD)), MISSES_AN_HOUR, AN_HOUR)


def report_limits(address: str | None, city_id: int) -> list[Limit]:
    """How often one network may report a fake, and how often anybody in one city."""
    return [
        Limit(("fake-report", network_of(address, NEIGHBOURHOOD)), REPORTS_AN_HOUR, AN_HOUR),
        Limit(("fake-report-in", str(city_id)), REPORTS_A_DAY, A_DAY),
    ]
