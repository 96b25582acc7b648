"""Public pages kept as whole bytes before Flask: with ETag, brotli and gzip, dropped when their city changes.

A page is kept per process, for one version of its city (a number in the database, looked at once a second at
most) and never past the moment at which it stops being true. `make bench` shows what that is worth.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import brotli

from cityshop.core import clock
from cityshop.web.areas import KEEP
from cityshop.web.city_versions import CityVersions
from cityshop.web.pages import NEXT_CHANGE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STREAMED = "cityshop.streamed"  # a view says so of an answer too large to be held whole
MOST_PAGES = 4_000
MOST_BYTES = 64_000_000
LONGEST_SECONDS = 120.0
SHARED_SECONDS = 5
SMALLEST_TO_COMPRESS = 600
ENCODINGS = ("br", "gzip")
QUICK, THOROUGH = 4, 6  # how hard to compress what is sent once, and what is kept
COMPRESSED_TYPES = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/geo+json",
    "application/gpx+xml",
    "application/vnd.google-earth.kml+xml",
    "image/svg+xml",
)

Headers = list[tuple[str, str]]


@dataclass
class Answer:
    """A whole answer; how it travels in each encoding is worked out when first asked for.

    A streamed one has no body here: its `parts` pass by as they are.
    """

    status: str
    headers: Headers
    body: bytes
    quality: int = QUICK
    etag: str = ""
    travelling: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)
    parts: Iterable[bytes] | None = None

    def encoding_for(self, accepted: str) -> str:
        """The best encoding that both sides know; empty for none."""
        return _best_encoding(accepted) if self.is_compressible else ""

    @cached_property
    def is_compressible(self) -> bool:
        kind = dict(self.headers).get("Content-Type", "")
        return len(self.body) >= SMALLEST_TO_COMPRESS and kind.startswith(COMPRESSED_TYPES)

    def in_encoding(self, encoding: str) -> tuple[Headers, bytes]:
        """Headers and body as they travel."""
        if encoding not in self.travelling:
            body = _compressed(self.body, encoding, self.quality) if encoding else self.body
            self.travelling[encoding] = (self._headers(encoding, body), body)
        return self.travelling[encoding]

    def _headers(self, encoding: str, body: bytes) -> Headers:
        headers = [pair for pair in self.headers if body == b"" or pair[0] != "Content-Length"]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        if self.is_compressible:
            headers.append(("Vary", "Accept-Encoding"))
        if self.etag:
            headers.append(("ETag", f'"{self.etag}-{encoding}"' if encoding else f'"{self.etag}"'))
        if body:
            headers.append(("Content-Length", str(len(body))))
        return headers


@dataclass
class KeptPage:
    """A public page, the version of its city that it shows, and until when it is true (monotonic seconds)."""

    answer: Answer
    city: str
    version: int
    good_until: float


class PageCache:
    """WSGI layer before Flask: answers kept pages itself, and compresses everything else on its way out."""

    def __init__(self, site: "WSGIApplication", versions: CityVersions) -> None:
        self._site = site
        self._versions = versions
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _send(self._ask(environ), environ, start_response)
        address = f"{environ.get('PATH_INFO', '')}?{environ.get('QUERY_STRING', '')}"
        page = self._pages.get(address)
        if page is None or not self._is_true(page):
            answer = self._ask(environ)
            kept = self._keep(address, answer, environ)
            if kept is None:
                return _send(answer, environ, start_response)
            page = kept
        return _send_kept(page, environ, start_response)

    def forget_all(self) -> None:
        """Keep nothing of what was kept."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0
        self._versions.forget_all()

    def _is_true(self, page: KeptPage) -> bool:
        return time.monotonic() < page.good_until and self._versions.number_of(page.city) == page.version

    def _ask(self, environ: "WSGIEnvironment") -> Answer:
        """The site's own answer, whole."""
        heard: list[tuple[str, Headers]] = []
        rest: list[bytes] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            heard[:] = [(status, headers)]
            return rest.append

        parts = self._site(environ, start_response)
        if STREAMED in environ:
            return Answer(*heard[0], b"", parts=parts)
        try:
            body = b"".join([*rest, *parts])
        finally:
            getattr(parts, "close", lambda: None)()
        return Answer(*heard[0], body)

    def _keep(self, address: str, answer: Answer, environ: "WSGIEnvironment") -> KeptPage | None:
        if KEEP not in environ or not answer.status.startswith("200") or environ["REQUEST_METHOD"] != "GET":
            return None
        if any(name.lower() == "set-cookie" for name, _ in answer.headers):
            return None
        city, version = environ[KEEP]
        self._versions.learn(city, version)
        answer.quality = THOROUGH
        answer.etag = hashlib.blake2b(answer.body, digest_size=12).hexdigest()
        page = KeptPage(answer, city, version, time.monotonic() + _seconds_true(environ))
        with self._lock:
            self._forget(address)
            self._pages[address] = page
            self._bytes += len(answer.body)
            while len(self._pages) > MOST_PAGES or self._bytes > MOST_BYTES:
                self._forget(next(iter(self._pages)))
        return page

    def _forget(self, address: str) -> None:
        page = self._pages.pop(address, None)
        if page is not None:
            self._bytes -= len(page.answer.body)


def _seconds_true(environ: "WSGIEnvironment") -> float:
    change: datetime | None = environ.get(NEXT_CHANGE)
    if change is None:
        return LONGEST_SECONDS
    return min(LONGEST_SECONDS, max(0.0, (change - clock.utc_now()).total_seconds()))


def _send_kept(
    page: KeptPage, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    left = page.good_until - time.monotonic()
    shared = SHARED_SECONDS if left > SHARED_SECONDS else max(0, int(left))
    control = ("Cache-Control", f"public, max-age=0, s-maxage={shared}, must-revalidate")
    return _send(page.answer, environ, start_response, control)


def _send(
    answer: Answer, environ: "WSGIEnvironment", start_response: "StartResponse", *more: tuple[str, str]
) -> Iterable[bytes]:
    if answer.parts is not None:
        start_response(answer.status, answer.headers)
        return answer.parts
    headers, body = answer.in_encoding(answer.encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
    if answer.etag and answer.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        kept = [pair for pair in headers if not pair[0].startswith("Content-")]
        start_response("304 Not Modified", [*kept, *more])
        return []
    start_response(answer.status, [*headers, *more])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@lru_cache(maxsize=256)
def _best_encoding(accepted: str) -> str:
    refused = [f"{name};q=0" for name in ENCODINGS]
    words = [word.strip().replace(" ", "") for word in accepted.split(",")]
    wanted = {word.partition(";")[0] for word in words if word not in refused}
    return next((name for name in ENCODINGS if name in wanted), "")


def _compressed(body: bytes, encoding: str, quality: int) -> bytes:
    if encoding == "br":
        compressed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality)
        return compressed
    return gzip.compress(body, compresslevel=quality, mtime=0)
