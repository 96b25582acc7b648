"""Vacant premises for everybody, where a city shows them."""

from flask import Response, jsonify

from cityshop.vacancies.lists import as_geojson
from cityshop.vacancies.pages import public_lines
from cityshop.vacancies.queries import shown_vacancies
from cityshop.web import areas
from cityshop.web.pages import show
from cityshop.web.session import reading

public = areas.public_door("vacancies", __name__)


@public.get("/vacant")
def index() -> Response:
    return show("vacancies/index.html", lines=public_lines(reading()))


@public.get("/vacant.geojson")
def geojson() -> Response:
    response = jsonify(as_geojson(shown_vacancies(reading())))
    response.mimetype = "application/geo+json"
    return response
