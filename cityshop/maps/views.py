"""Points for the map, and the guide in a pocket."""

from flask import Blueprint, Response, current_app, jsonify, make_response, request

from cityshop.core import clock, files
from cityshop.core.errors import Unknown
from cityshop.maps import pages
from cityshop.maps.points import points as points_of
from cityshop.maps.saved_guide import saved_guide
from cityshop.places.filters import filters_from
from cityshop.web import areas
from cityshop.web.pages import NEXT_CHANGE, show
from cityshop.web.session import reading

public = areas.public_door("maps", __name__)
worker = Blueprint("service_worker", __name__)

public.add_app_template_global(pages.ground, "ground")


@public.get("/guide/points.json")
def points() -> Response:
    filters = filters_from(request.args.to_dict(flat=False))
    found, request.environ[NEXT_CHANGE] = points_of(reading(), filters, now=clock.utc_now())
    return jsonify(found)


@public.get("/guide/offline")
def offline() -> Response:
    if not current_app.config["KEEPS_GUIDES"]:
        raise Unknown
    page = pages.offline_page(reading(), now=clock.utc_now())
    return show("maps/offline.html", page=page)


@public.get("/guide/offline.json")
def offline_guide() -> Response:
    return jsonify(saved_guide(reading(), now=clock.utc_now()))


@worker.get("/service-worker.js")
def script() -> Response:
    """The worker that answers without reception, or the one that ends it everywhere.

    Browsers look at this one address again and again, so it has no hash and is kept by nobody.
    """
    name = "js/service-worker.js" if current_app.config["KEEPS_GUIDES"] else "js/service-worker-off.js"
    built = files.STATIC_BUILT / current_app.extensions["cityshop.assets"][name].removeprefix("/static/")
    response = make_response(built.read_bytes())
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return response
