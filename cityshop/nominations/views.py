"""Residents suggest a shop; the shop answers behind the link in its mail."""

from typing import Any

from flask import Response, current_app, request, url_for

from cityshop.core import clock
from cityshop.core.codes import derived_key
from cityshop.core.errors import Refusal
from cityshop.core.mailbox import read_mailbox
from cityshop.core.throttle import attempt_key
from cityshop.elections.pages import contest_page
from cityshop.elections.queries import public_contest
from cityshop.merchants.queries import shop_by_slug
from cityshop.nominations import letters, queries, suggesting
from cityshop.nominations.forms import SuggestForm
from cityshop.nominations.models import Suggestion
from cityshop.nominations.rules import mailbox_limit, suggestion_limits
from cityshop.nominations.suggesting import SuggestionDraft
from cityshop.nominations.titles import holds_title
from cityshop.web import areas
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show, show_again, show_private, show_refused
from cityshop.web.session import db, reading

public = areas.public_door("nominations", __name__)


@public.get("/vote/<contest>/propose")
def suggest(contest: str) -> Response:
    form = SuggestForm()
    return show("nominations/suggest.html", form=form, **_facts(contest, form))


@public.post("/vote/<contest>/propose")
def send(contest: str) -> Response:
    form = SuggestForm(request.form)
    facts = _facts(contest, form)
    if not form.validate():
        return show_again("nominations/suggest.html", form=form, **facts)
    try:
        _suggest(contest, form)
    except Refusal as refusal:
        return show_refused("nominations/suggest.html", form, refusal, **facts)
    return onward(url_for(".sent", contest=contest))


@public.get("/vote/<contest>/propose/sent")
def sent(contest: str) -> Response:
    page = contest_page(public_contest(reading(), contest), clock.utc_now())
    return show("nominations/sent.html", contest=page)


@public.get("/vote/<contest>/propose/<token>")
def answer(contest: str, token: str) -> Response:
    """Shows two buttons. Uses nothing up: mail scanners open links."""
    found = queries.suggestion_by_token(reading(), contest, token)
    return show_private("nominations/answer.html", refused="", **_asked(found))


@public.post("/vote/<contest>/propose/<token>")
def decide(contest: str, token: str) -> Response:
    found, now = queries.suggestion_by_token(db(), contest, token), clock.utc_now()
    try:
        if request.form.get("answer") == "yes":
            is_holder = holds_title(db(), found.shop_id or 0, now)
            suggesting.agree_to_stand(db(), found, holds_title=is_holder, now=now)
        else:
            suggesting.decline_to_stand(db(), found, now=now)
    except Refusal as refusal:
        response = show_private("nominations/answer.html", refused=refusal.message, **_asked(found))
        response.status_code = refusal.status
        return response
    return onward(url_for(".answer", contest=contest, token=token))


def _facts(contest: str, form: SuggestForm) -> dict[str, Any]:
    found = public_contest(reading(), contest)
    form.offer(queries.shops_to_suggest(reading(), found.id))
    return {"contest": contest_page(found, clock.utc_now())}


def _asked(suggestion: Suggestion) -> dict[str, Any]:
    page = contest_page(suggestion.contest, clock.utc_now())
    return {"contest": page, "contest_id": suggestion.contest_id, "suggestion": suggestion}


def _suggest(contest: str, form: SuggestForm) -> None:
    """Tries are counted before anything is written: SQLite has one writer."""
    draft = _registered(form) if form.shop.data else _unregistered(contest, form)
    found = public_contest(db(), contest)
    asking = letters.asking(found, draft)
    write = asking if draft.shop is not None else letters.inviting(found, draft, form.email.text)
    suggesting.suggest_shop(db(), found, draft, write=write, now=clock.utc_now())


def _registered(form: SuggestForm) -> SuggestionDraft:
    shop = shop_by_slug(reading(), form.shop.data)
    subject = f"shop {shop.id}"
    count_tries(suggestion_limits(subject, request.remote_addr))
    return SuggestionDraft(subject, shop.name, shop.street, form.reason.text, shop)


def _unregistered(contest: str, form: SuggestForm) -> SuggestionDraft:
    mailbox = read_mailbox(form.email.text)
    key = derived_key(current_app.config["SECRET_KEY"], "suggestion")
    subject = attempt_key(key, contest, mailbox.key)
    count_tries((*suggestion_limits(subject, request.remote_addr), mailbox_limit(mailbox.key)))
    return SuggestionDraft(subject, form.name.text, form.street.text, form.reason.text)
