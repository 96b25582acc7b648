"""One place where refusals and faults become pages, or problem documents for programs."""

import logging
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from cityshop.core.db import UNAVAILABLE, UNSTORABLE
from cityshop.core.errors import Refusal, TooMany
from cityshop.core.words import n_
from cityshop.web.actors import SignInNeeded
from cityshop.web.i18n import translated
from cityshop.web.pages import onward

log = logging.getLogger(__name__)

API = "/api/"
SENTENCES = {
    400: n_("We did not understand this request. Go back and try again."),
    403: n_("You may not do this."),
    404: n_("This page does not exist."),
    405: n_("This page does not work that way. Go back and use the button."),
    409: n_("This is not possible now."),
    413: n_("This is too large to send."),
    415: n_("We cannot read what was sent."),
    422: n_("Something is not filled in right."),
    429: n_("That was a bit too often. Wait a few minutes and try again."),
    500: n_("Something went wrong on our side. Try again in a moment."),
    503: n_("We are busy for a moment. Your data is safe. Try again in a minute."),
}


def install(app: Flask) -> None:
    """Answer every refusal and fault."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(SignInNeeded, _sign_in_first)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _http_error)
    handlers = [(kind, _not_understood) for kind in UNSTORABLE] + [
        (kind, _unavailable) for kind in UNAVAILABLE
    ]
    for kind, handler in handlers:
        app.register_error_handler(kind, handler)
    app.register_error_handler(Exception, _fault)


def _refused(refusal: Refusal) -> Response:
    response = answer(refusal.status, translated(refusal.message, **refusal.facts), code=refusal.code)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _sign_in_first(_: SignInNeeded) -> Response:
    if request.method != "GET":
        return onward("/sign-in")
    return onward(f"{request.script_root}/sign-in?{urlencode({'next': request.full_path.rstrip('?')})}")


def _form_expired(_: CSRFError) -> Response:
    return answer(
        400, translated(n_("This form was open for too long. Load the page again and send it once more."))
    )


def _http_error(error: HTTPException) -> Response:
    original = getattr(error, "original_exception", None)
    if isinstance(original, UNAVAILABLE):
        return _unavailable(original)
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    response = answer(status, translated(SENTENCES.get(status, SENTENCES[400])))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _not_understood(_: Exception) -> Response:
    return answer(400, translated(SENTENCES[400]))


def _unavailable(error: Exception) -> Response:
    cause = getattr(error, "orig", None) or error
    said = str(cause).partition("\n")[0]  # the lines after it may hold what was sent
    log.warning(
        "unavailable kind=%s said=%s path=%s", type(cause).__name__, said, request.path.split("/")[:3]
    )
    response = answer(503, translated(SENTENCES[503]))
    response.headers["Retry-After"] = "10"
    return response


def _fault(error: Exception) -> Response:
    log.error("fault kind=%s", type(error).__name__, exc_info=error)
    return answer(500, translated(SENTENCES[500]))


def answer(status: int, sentence: str, *, code: str = "") -> Response:
    """A problem document under /api/, a page elsewhere. Never needs the database."""
    if request.path.startswith(API):
        title = HTTPStatus(status).phrase
        name = code or title.lower().replace(" ", "-")
        response = jsonify(type="about:blank", title=title, status=status, code=name, detail=sentence)
        response.mimetype = "application/problem+json"
    else:
        facts = {"status": status, "sentence": sentence, "city": g.get("city") or _remembered_city()}
        response = make_response(render_template([f"errors/{status}.html", "errors/other.html"], **facts))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _remembered_city() -> object | None:
    """The city in the address as it was last seen, so that even a page without database wears its colours."""
    slug = request.path.lstrip("/").partition("/")[0]
    remembered: object | None = current_app.extensions.get("cityshop.seen_cities", {}).get(slug)
    return remembered
