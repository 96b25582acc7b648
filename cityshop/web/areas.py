"""The doors to the site: public, signed-in, staff. What is behind a door is closed before any view runs."""

from collections.abc import Callable
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, g, request
from werkzeug.routing import IntegerConverter, Map

from cityshop.core.db import Session, choose_city
from cityshop.core.errors import Unknown
from cityshop.core.permissions import STAFF
from cityshop.web.actors import actor
from cityshop.web.forms import protection
from cityshop.web.session import SAFE_METHODS, reading

KEEP = "cityshop.keep"
MOST_ID = 2**31 - 1


class CityOnPage(Protocol):
    """What a page needs to know of its city."""

    id: int
    slug: str
    name: str
    theme: dict[str, str]
    version: int


class IdConverter(IntegerConverter):
    """`<int:...>` in an address is an id: a number that no column can hold leads nowhere."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MOST_ID)


CityFinder = Callable[[Session, str], Any]


def public_door(name: str, import_name: str, *, prefix: str = "/<city>") -> Blueprint:
    """Pages of a city for everybody under `/<city>`; whole pages may be kept by the page cache."""
    door = Blueprint(name, import_name, url_prefix=prefix)
    door.url_value_preprocessor(_enter_city)
    door.after_request(_may_be_kept)
    return door


def everywhere_door(name: str, import_name: str, *, prefix: str) -> Blueprint:
    """Pages about many cities for everybody, kept whole until what the public sees of any city changes."""
    door = Blueprint(name, import_name, url_prefix=prefix)
    door.before_request(_note_versions)
    door.after_request(_may_be_kept_everywhere)
    return door


def open_door(name: str, import_name: str, *, prefix: str = "") -> Blueprint:
    """Pages outside any city, for everybody, never kept: a voucher, the sign-in page, a counter."""
    door = Blueprint(name, import_name, url_prefix=prefix or None)
    door.after_request(_private)
    return door


def staff_door(name: str, import_name: str) -> Blueprint:
    """Pages of the town hall under `/staff/<city>`; whoever has no role there gets a 404."""
    door = Blueprint(name, import_name, url_prefix="/staff/<city>")
    door.url_value_preprocessor(_enter_city)
    door.before_request(_staff_only)
    door.after_request(_private)
    return door


def signed_in_door(name: str, import_name: str, *, prefix: str) -> Blueprint:
    """Pages of people with an account that are not about one city: merchants, organisers, creators."""
    door = Blueprint(name, import_name, url_prefix=prefix)
    door.before_request(_signed_in_only)
    door.after_request(_private)
    return door


def page_city() -> CityOnPage:
    """The city of the page being made."""
    return cast("CityOnPage", g.city)


def enter(city: CityOnPage) -> None:
    """Make this the city of the page and of its sessions."""
    g.city = city
    choose_city(reading(), city.id)
    if "writing" in g:
        choose_city(g.writing, city.id)


def enter_by_word(slug: str) -> None:
    """Make the city with this word in the address the city of the page; raises Unknown."""
    city = current_app.extensions["cityshop.find_city"](reading(), slug)
    if city is None:
        raise Unknown
    enter(city)


def install(app: Flask, find_city: CityFinder) -> None:
    """Teach addresses and templates about the city of the page."""
    app.extensions["cityshop.find_city"] = find_city
    app.url_map.converters["int"] = IdConverter
    app.url_defaults(_same_city_in_addresses)
    own = urlsplit(app.config["BASE_URL"]).netloc
    app.context_processor(lambda: {"city": g.get("city"), "account": g.get("account"), "own_site": own})


def _enter_city(endpoint: str | None, values: dict[str, Any] | None) -> None:
    enter_by_word((values or {}).pop("city", ""))


def _same_city_in_addresses(endpoint: str, values: dict[str, Any]) -> None:
    if "city" not in values and "city" in g and current_app.url_map.is_endpoint_expecting(endpoint, "city"):
        values["city"] = g.city.slug


def _staff_only() -> None:
    _signed_in_only()
    if actor().roles_in(page_city().id).isdisjoint(STAFF):
        raise Unknown


def _signed_in_only() -> None:
    g.account = actor()
    if request.method not in SAFE_METHODS:
        protection.protect()


def _may_be_kept(response: Response) -> Response:
    """Tell the page cache that this answer is the same for everybody, unless the view said otherwise."""
    if request.method in SAFE_METHODS and "Cache-Control" not in response.headers:
        request.environ[KEEP] = (page_city().slug, page_city().version)
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _note_versions() -> None:
    """Before anything is read: a page made of newer rows than its number is only made once too often."""
    g.all_versions = current_app.extensions["cityshop.city_versions"].number_of("")


def _may_be_kept_everywhere(response: Response) -> Response:
    if request.method in SAFE_METHODS and "Cache-Control" not in response.headers:
        request.environ[KEEP] = ("", g.all_versions)
    return response


def _private(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response
