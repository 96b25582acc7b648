"""Which addresses a link may lead to, and which visits are people's."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from cityshop.core.clock import local
from cityshop.links.models import ShortLink

LATELY = timedelta(days=6)
# One path of our own: no other host (`//`, or `/\\` in some browsers), nothing that breaks a header.
_OWN_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9/_.~%?=&+-]+")
_FETCHED_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
# Programs that look at a link to draw a preview of it or to index it. Cubot is a telephone.
_MACHINE = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|facebookexternalhit|facebookcatalog|whatsapp|embedly|iframely"
    r"|skypeuri|cardyb|mastodon|pinterest/|vkshare|outbrain|curl/|wget/|python-|okhttp|go-http|headless"
    r"|meta-external|google-read-aloud|googleother|ms-office|synapse|node-fetch|undici|axios/|httpclient"
    r"|libwww|java/|ruby|lighthouse|monitor|scan(?:ner)?/|ia_archiver",
    re.IGNORECASE,
)


def is_own_path(target: str) -> bool:
    """Whether this is a path of this site and nothing else."""
    return _OWN_PATH.fullmatch(target) is not None


def is_followed_by_a_person(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a visit counts as a scan, as far as it tells: no HEAD, nothing fetched ahead, no program."""
    if method != "GET" or any(
        word in headers.get(name, "").lower() for name in _FETCHED_AHEAD for word in ("prefetch", "preview")
    ):
        return False
    agent = headers.get("User-Agent", "")
    return bool(agent) and _MACHINE.search(agent) is None


def is_over(link: ShortLink, now: datetime) -> bool:
    """Whether the campaign that the link was made for has ended."""
    return link.campaign is not None and link.campaign.ends_at <= now


def grouped(code: str) -> str:
    """A code as people read it aloud: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def first_day_lately(now: datetime) -> date:
    """From which day on scans are of the last seven days, today included."""
    return (local(now) - LATELY).date()
