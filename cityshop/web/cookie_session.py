"""The session cookie, read only where there is one: most answers are for people without."""

from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class CookieSession(SecureCookieSessionInterface):
    """Flask's own signed cookie, without making a signer for a request that brings no cookie."""

    def open_session(self, app: Flask, request: Request) -> Any:
        if self.get_cookie_name(app) not in request.environ.get("HTTP_COOKIE", ""):
            return SecureCookieSession()
        return super().open_session(app, request)
