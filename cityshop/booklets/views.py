"""The guide on paper."""

from flask import Response, request

from cityshop.booklets.pages import By, booklet_page
from cityshop.core import clock
from cityshop.places.filters import filters_from
from cityshop.web import areas
from cityshop.web.pages import show
from cityshop.web.session import reading

public = areas.public_door("booklets", __name__)


@public.get("/guide/booklet")
def booklet() -> Response:
    filters = filters_from(request.args.to_dict(flat=False))
    by = By.STREET if request.args.get("by") == By.STREET else By.KIND
    page = booklet_page(reading(), filters, by, now=clock.utc_now())
    return show("booklets/booklet.html", until=page.until, page=page)
