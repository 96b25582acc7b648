"""Writes that another site sends in a visitor's name are refused."""

from urllib.parse import urlsplit

from flask import Flask, current_app, request

from cityshop.core.errors import Refusal
from cityshop.core.words import n_
from cityshop.web.session import SAFE_METHODS


class ForeignOrigin(Refusal):
    status = 403
    message = n_("This form was sent from another site. Open the page here and try again.")


def install(app: Flask) -> None:
    """Judge every write before anything else happens."""
    app.before_request(_refuse_foreign_writes)


def is_foreign(fetch_site: str | None, origin: str | None, own: frozenset[str]) -> bool:
    """Whether a browser says that another site sends this.

    Browsers have sent Sec-Fetch-Site since 2023 and Origin on writes since 2020. What sends neither is no
    browser, carries no stolen cookie, and is let through; forms behind a login ask for their token as well.
    """
    if fetch_site is not None:
        return fetch_site not in ("same-origin", "none")
    return origin is not None and origin not in own


def _refuse_foreign_writes() -> None:
    if request.method in SAFE_METHODS:
        return
    base = urlsplit(current_app.config["BASE_URL"])
    own = frozenset({f"{base.scheme}://{base.netloc}", request.host_url.rstrip("/")})
    if is_foreign(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), own):
        raise ForeignOrigin
