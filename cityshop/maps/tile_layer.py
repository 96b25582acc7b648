"""WSGI layer before the site: `/tiles/<city>/<digest>/<z>/<x>/<y>.mvt` from basemap files, without Flask.

An address holds one content for ever, so every cache may keep it; a plain 200, never a range (ADR 44).
"""

import gzip
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cityshop.maps.tiles import Missing, TileShelf, Where

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/tiles/"
ADDRESS = re.compile(r"/tiles/([a-z0-9-]+)/([0-9a-f]{16})/([0-9]{1,2})/([0-9]{1,7})/([0-9]{1,7})\.mvt")
FOR_A_YEAR = ("Cache-Control", "public, max-age=31536000, immutable")
SAFE = (("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin"))
TILE = (
    ("Content-Type", "application/vnd.mapbox-vector-tile"),
    ("Vary", "Accept-Encoding"),
    FOR_A_YEAR,
    *SAFE,
)
ZIPPED = (*TILE, ("Content-Encoding", "gzip"))
SENTENCE = (("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), *SAFE)


class TileLayer:
    """Answers what begins with `/tiles/` itself and leaves everything else to the site."""

    def __init__(self, site: "WSGIApplication", shelf: TileShelf) -> None:
        self._site = site
        self._shelf = shelf

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return self._site(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            start_response(
                "405 Method Not Allowed", [("Allow", "GET, HEAD"), ("Content-Length", "0"), *SENTENCE]
            )
            return []
        tile = self._tile(path)
        if isinstance(tile, Missing):
            return _without(tile, environ, start_response)
        return _with(tile, environ, start_response)

    def _tile(self, path: str) -> bytes | Missing:
        found = ADDRESS.fullmatch(path)
        if found is None:
            return Missing.NOWHERE
        city, digest, zoom, x, y = found.groups()
        return self._shelf.tile(city, digest, Where(int(zoom), int(x), int(y)))


def _with(tile: bytes, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """The tile as it stands in the file, or unpacked for the rare program that takes no gzip."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    is_zipped = "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")
    body = tile if is_zipped else gzip.decompress(tile)
    headers = [*(ZIPPED if is_zipped else TILE), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _without(
    missing: Missing, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    if missing is Missing.EMPTY:
        start_response("204 No Content", [FOR_A_YEAR, *SAFE])
        return []
    body = b"There is no such tile.\n"
    start_response("404 Not Found", [*SENTENCE, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
