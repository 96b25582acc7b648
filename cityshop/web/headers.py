"""The headers of every answer: nothing foreign is loaded, nothing is framed, nothing is guessed."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
NO_SENSORS = (
    "accelerometer=(), camera=(), geolocation=(self), gyroscope=(), microphone=(), payment=(), usb=()"
)
COUNTER_SENSORS = NO_SENSORS.replace("camera=()", "camera=(self)")
FRAMED = "cityshop.framed"  # a view says so of a page that other sites may show within theirs
TRANSPORT = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload")  # two years


def policy(**changed: str) -> str:
    """The Content-Security-Policy, with other words for some directives: `policy(frame_src="'self'")`."""
    directives = {**POLICY, **{name.replace("_", "-"): words for name, words in changed.items()}}
    return "; ".join(f"{name} {words}" for name, words in directives.items())


EVERYWHERE: Mapping[str, str] = {
    "Content-Security-Policy": policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class StrictHeaders:
    """WSGI layer that adds to every answer what it does not say itself.

    An answer that names who may frame it gets no X-Frame-Options, which cannot name anybody.
    """

    def __init__(self, site: "WSGIApplication", *, is_https: bool) -> None:
        self._site = site
        everywhere = [*EVERYWHERE.items(), *([TRANSPORT] if is_https else [])]
        self._elsewhere = [*everywhere, ("Permissions-Policy", NO_SENSORS)]
        self._counter = [*everywhere, ("Permissions-Policy", COUNTER_SENSORS)]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        ours = self._counter if "/counter/" in environ.get("PATH_INFO", "") else self._elsewhere

        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Callable[[bytes], object]:
            said = {name for name, _ in headers}
            if FRAMED in environ:
                said.add("X-Frame-Options")
            return start_response(status, headers + [pair for pair in ours if pair[0] not in said], *exc_info)

        return self._site(environ, start)
