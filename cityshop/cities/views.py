"""The cities, a city's own page, and the pages every city owes its residents."""

from flask import Blueprint, Response, current_app, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cityshop.cities import queries
from cityshop.cities.rules import theme_css, theme_hash
from cityshop.core import clock
from cityshop.core.errors import Unknown
from cityshop.web import areas
from cityshop.web.pages import show
from cityshop.web.parts import next_change, parts_of
from cityshop.web.session import reading

front = Blueprint("front", __name__)
public = areas.public_door("city", __name__)

SHORT_WORDS = {"stem": "vote", "gids": "guide", "acties": "offers", "route": "routes", "bonnen": "vouchers"}


@front.get("/")
def cities() -> AnyResponse:
    everyone = queries.all_cities(reading())
    if len(everyone) == 1:
        return redirect(url_for("city.home", city=everyone[0].slug))
    parts = parts_of("front", reading(), clock.utc_now())
    return show("cities/index.html", cities=everyone, parts=parts)


@front.get("/theme/<slug>-<digest>.css")
def theme(slug: str, digest: str) -> Response:
    city = queries.city_by_slug(reading(), slug)
    if city is None or theme_hash(city.theme) != digest:
        raise Unknown
    response = make_response(theme_css(city.theme))
    response.mimetype = "text/css"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@front.get("/.well-known/security.txt")
def security_contact() -> Response:
    contact = current_app.config["SECURITY_CONTACT"]
    expires = clock.utc_now().replace(hour=0, minute=0, second=0, microsecond=0, day=1, month=1)
    expires = expires.replace(year=expires.year + 1)
    text = f"Contact: {contact}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\nPreferred-Languages: nl, fr, en, de\n"
    response = make_response(f"{text}Policy: {current_app.config['BASE_URL']}/security\n")
    response.mimetype = "text/plain"
    return response


@front.get("/security")
def security() -> Response:
    return show("cities/security.html", contact=current_app.config["SECURITY_CONTACT"])


@public.get("")
def home() -> Response:
    parts = parts_of("home", reading(), clock.utc_now())
    return show("cities/home.html", until=next_change(parts), parts=parts)


@public.get("/<any(stem, gids, acties, route, bonnen):word>", defaults={"rest": ""})
@public.get("/<any(stem, gids, acties, route, bonnen):word>/<path:rest>")
def short_word(word: str, rest: str) -> AnyResponse:
    home_of_city = url_for(".home")
    target = "/".join(filter(None, (home_of_city, SHORT_WORDS[word], rest)))
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{target}?{query}" if query else target, code=308)


@front.get("/privacy", endpoint="privacy")
@public.get("/privacy")
def privacy() -> Response:
    return show("cities/privacy.html")


@front.get("/accessibility", endpoint="accessibility")
@public.get("/accessibility")
def accessibility() -> Response:
    return show("cities/accessibility.html")


@front.get("/how-we-count", endpoint="how_we_count")
@public.get("/how-we-count")
def how_we_count() -> Response:
    return show("cities/how_we_count.html")
