"""Which sites may frame a page, and what a header says of them."""

import re
from collections.abc import Sequence

MOST_SITES = 30
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# An origin as a Content-Security-Policy names it: one host, or all hosts below one (`https://*.kortrijk.be`).
_SITE = re.compile(rf"https://(\*\.)?(?:{_LABEL}\.)+[a-z]{{2,}}(:[0-9]{{2,5}})?")


def site_from(text: str) -> str | None:
    """The site in an address that somebody typed, its path left out; None when it is none."""
    address = text.strip().lower()
    if "://" not in address:
        address = f"https://{address}"
    scheme, _, rest = address.partition("://")
    site = f"{scheme}://{rest.partition('/')[0]}"
    return site if _SITE.fullmatch(site) else None


def frame_ancestors(sites: Sequence[str]) -> str:
    """Who may frame the guide: ourselves, to show it beforehand, and these sites."""
    return " ".join(("'self'", *sites))
