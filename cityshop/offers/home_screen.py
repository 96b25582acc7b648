"""A counter on the home screen of a phone: its web app manifest (https://www.w3.org/TR/appmanifest/)."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, url_for

from cityshop.core.words import n_
from cityshop.merchants.models import Counter
from cityshop.web.i18n import language, translated

PAPER, INK = "#f8f1e3", "#231b15"
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))
MIME_TYPE = "application/manifest+json"
KEPT = "private, max-age=3600"  # no shared cache: the address is half of what opens the counter


def manifest(counter: Counter) -> Mapping[str, Any]:
    """What a phone needs to keep this counter like an app: it opens at its link, without bars."""
    start = url_for("counter.scan", token=counter.token)
    return {
        "id": start,
        "name": translated(n_("Counter of %(shop)s"), shop=counter.shop.name),
        "short_name": counter.shop.name,
        "description": counter.name,
        "lang": language(),
        "dir": "ltr",
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": INK,
        "icons": [_icon(size, purpose) for size, purpose in ICONS],
    }


def _icon(size: int, purpose: str) -> Mapping[str, str]:
    name = f"img/counter/{purpose}-{size}.png"
    address = current_app.extensions["cityshop.assets"][name]
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
