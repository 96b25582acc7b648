"""What every page stands on: how Flask is set up, what a request passes, and the layers around it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, current_app
from flask_login import LoginManager
from werkzeug.middleware.proxy_fix import ProxyFix

from cityshop.accounts import cookie as account_cookie
from cityshop.cities import queries as city_queries
from cityshop.cities.models import City
from cityshop.cities.rules import theme_hash
from cityshop.core.db import Database, Session
from cityshop.elections import services as election_services
from cityshop.maps.tile_layer import TileLayer
from cityshop.maps.tiles import TileShelf
from cityshop.settings import Settings
from cityshop.web import areas, assets, error_pages, forms, health, i18n, origin, session, uploads
from cityshop.web.city_versions import CityVersions
from cityshop.web.cookie_session import CookieSession
from cityshop.web.headers import StrictHeaders
from cityshop.web.language_prefix import LanguagePrefix
from cityshop.web.page_cache import PageCache

MOST_BYTES_SENT = 1_000_000
MOST_FORM_PARTS = 200


class Site(Flask):
    """Flask, told once that no view or hook of ours is a coroutine instead of asking at every call."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def configure(app: Flask, settings: Settings) -> None:
    """What Flask and its extensions go by."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-session" if settings.is_https else "session",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=MOST_BYTES_SENT,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES_SENT,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        BASE_URL=settings.base_url,
        KEYS_FOLDER=settings.keys_folder,
        UITDATABANK_KEY=settings.uitdatabank_key,
        BUNDLES_FOLDER=settings.bundles_folder,
        BASEMAPS_FOLDER=settings.basemaps_folder,
        KEEPS_GUIDES=settings.keeps_guides,
        SECURITY_CONTACT=settings.security_contact,
        SHOW_METRICS=settings.show_metrics,
        HAS_EID=bool(settings.oidc_issuer),
    )
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def install_web(app: Flask, settings: Settings) -> None:
    """What every request passes before a view runs."""
    app.session_interface = CookieSession()
    origin.install(app)
    uploads.install(app)
    session.install(app)
    i18n.install(app)
    areas.install(app, _find_city)
    forms.protection.init_app(app)
    error_pages.install(app)
    health.install(app, keys=partial(election_services.has_every_key, keys_folder=settings.keys_folder))
    login = LoginManager()
    login.session_protection = None  # the row of the sign-in ends it, not a guess at the address
    login.user_loader(account_cookie.actor_of_token)
    app.login_manager = login  # type: ignore[attr-defined]  # without init_app, which opens the session on every page
    app.jinja_env.filters["theme_hash"] = theme_hash


def wrap(app: Flask, database: Database, settings: Settings) -> None:
    """From the inside out: languages, kept pages, tiles, files, the proxy's word for who is calling."""

    def read_versions() -> Any:
        with database.reads() as reading:
            return city_queries.city_versions(reading)

    versions = CityVersions(read_versions)
    database.after_renewal(versions.look_again)
    app.extensions["cityshop.city_versions"] = versions
    strict = StrictHeaders(LanguagePrefix(app.wsgi_app), is_https=settings.is_https)
    cache = PageCache(strict, versions)
    app.extensions["cityshop.page_cache"] = cache
    shelf = TileShelf(settings.basemaps_folder)
    app.extensions["cityshop.tiles"] = shelf
    app.wsgi_app = TileLayer(cache, shelf)  # type: ignore[method-assign]
    assets.install(app)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]


def _find_city(reading: Session, slug: str) -> City | None:
    """A city by its word in the address, remembered for the day the database is away."""
    city = city_queries.city_by_slug(reading, slug)
    if city is not None:
        current_app.extensions["cityshop.seen_cities"][slug] = city
    return city
