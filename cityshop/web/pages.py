"""Answers: a page, a page for one person only, a form that needs another look, the way onward."""

from datetime import datetime
from typing import Any

from flask import Response, make_response, redirect, render_template, request

from cityshop.core.errors import Refusal, TooMany

NEXT_CHANGE = "cityshop.next_change"
INVALID = 422


def show(template: str, *, until: datetime | None = None, **facts: Any) -> Response:
    """A page; `until` (UTC) is the moment at which what it says stops being true."""
    if until is not None:
        request.environ[NEXT_CHANGE] = until
    return make_response(render_template(template, **facts))


def show_private(template: str, **facts: Any) -> Response:
    """A page for one person: kept by nobody."""
    response = make_response(render_template(template, **facts))
    response.headers["Cache-Control"] = "no-store"
    return response


def show_again(template: str, **facts: Any) -> Response:
    """The form again with what was typed and what is wrong with it."""
    response = show_private(template, **facts)
    response.status_code = INVALID
    return response


def show_refused(template: str, form: Any, refusal: Refusal, **facts: Any) -> Response:
    """The form again with everything typed, why it was refused, and the refusal's own status."""
    form.refuse(refusal)
    response = show_again(template, form=form, **facts)
    response.status_code = refusal.status
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def onward(address: str) -> Response:
    """After a write: see the result at another address, so that reloading repeats nothing."""
    response = make_response(redirect(address, code=303))
    response.headers["Cache-Control"] = "no-store"
    return response
