"""Our own cookies: set after somebody did something, never for reading, never seen by a script."""

from datetime import timedelta

from flask import Response, current_app, request


def keep_cookie(response: Response, name: str, value: str, kept: timedelta) -> Response:
    """Let the browser keep this value for so long."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=kept,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def kept_cookie(name: str) -> str:
    """What the browser kept under this name; empty when nothing."""
    return request.cookies.get(cookie_name(name), "")


def cookie_name(name: str) -> str:
    """With TLS, a cookie that no other host or path can set."""
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name
