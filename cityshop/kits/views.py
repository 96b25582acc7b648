"""How it works at the till, for everybody: residents with and without a phone, and who stands behind it."""

from flask import Response, request

from cityshop.kits.pieces import Reader, read_reader
from cityshop.web import areas
from cityshop.web.pages import show

public = areas.public_door("till_guide", __name__)


@public.get("/offers/how")
def how() -> Response:
    return show("kits/till_guide.html")


@public.get("/offers/how/print")
def on_paper() -> Response:
    reader = read_reader(request.args.get("for", ""))
    return show("kits/till_guide_print.html", is_for_shops=reader is Reader.SHOPS)
