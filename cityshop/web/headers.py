"""The headers of every answer: nothing foreign is loaded, nothing is framed, nothing is guessed."""

from collections.abc import Mapping

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
NO_SENSORS = (
    "accelerometer=(), camera=(), geolocation=(self), gyroscope=(), microphone=(), payment=(), usb=()"
)
COUNTER_SENSORS = NO_SENSORS.replace("camera=()", "camera=(self)")
TWO_YEARS = "max-age=63072000; includeSubDomains; preload"

EVERYWHERE: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def install(app: Flask, *, is_https: bool) -> None:
    """Add the headers to every answer; strict transport only where there is TLS to be strict about."""

    def add(response: Response) -> Response:
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        sensors = COUNTER_SENSORS if request.path.startswith("/counter/") else NO_SENSORS
        response.headers.setdefault("Permissions-Policy", sensors)
        if is_https:
            response.headers.setdefault("Strict-Transport-Security", TWO_YEARS)
        return response

    app.after_request(add)
