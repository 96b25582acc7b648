"""Pictures that people sent, as they were kept; what stands at such an address never changes."""

from flask import Response, abort, make_response

from cityshop.core.pictures import Picture
from cityshop.web import areas
from cityshop.web.session import reading

door = areas.open_door("pictures", __name__)

A_YEAR = "public, max-age=31536000, immutable"


@door.get("/picture/<name>.webp")
def picture(name: str) -> Response:
    return _sent(_kept(name).content)


@door.get("/picture/small/<name>.webp")
def small(name: str) -> Response:
    kept = _kept(name)
    return _sent(kept.small or kept.content)


def _kept(name: str) -> Picture:
    kept = reading().get(Picture, name)
    if kept is None:
        abort(404)
    return kept


def _sent(content: bytes) -> Response:
    response = make_response(content)
    response.mimetype = "image/webp"
    response.headers["Cache-Control"] = A_YEAR
    return response
