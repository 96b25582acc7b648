"""Files that may be larger than memory: they pass by piece by piece, and a broken download goes on."""

from collections.abc import Iterator
from pathlib import Path

from flask import Response, request

from cityshop.web.page_cache import STREAMED

PIECE = 65_536


def send_piecewise(path: Path, *, mimetype: str, etag: str) -> Response:
    """A public file from disk, checked again at each visit."""
    size = path.stat().st_size
    response = Response(_pieces(path), mimetype=mimetype)
    response.content_length = size
    response.set_etag(etag)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.make_conditional(request, accept_ranges=True, complete_length=size)
    request.environ[STREAMED] = True
    return response


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
