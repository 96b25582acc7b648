"""Residents vote: look at the candidates, ask for a code, type it, keep the receipt."""

import re
from typing import Any

from flask import Response, current_app, g, request, url_for

from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.core.errors import Refusal, TooMany, Unknown
from cityshop.core.outbox import post
from cityshop.elections import queries, services
from cityshop.elections.arrivals import arrive, work_for
from cityshop.elections.asking import CodeRequest, ask_for_code, read_nonce
from cityshop.elections.casting import TypedCode, cast_ballot
from cityshop.elections.errors import CodeWrong, ContestKeyMissing, VotingPaused
from cityshop.elections.forms import ConfirmForm, VoteForm, read_request_id
from cityshop.elections.keys import ContestKey, read_key
from cityshop.elections.letters import code_letter
from cityshop.elections.models import Contest
from cityshop.elections.pages import candidate_cards, candidate_page, contest_page, receipt_page
from cityshop.elections.polling import Box, ballot_box
from cityshop.elections.rules import code_limits
from cityshop.web import areas, parts
from cityshop.web.i18n import language
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show, show_again, show_private
from cityshop.web.session import reading, short_write

public = areas.public_door("vote", __name__)

_LEAF = re.compile(r"[0-9a-f]{64}")


@public.get("/vote")
def index() -> Response:
    """Every vote of the city; where there is one, that vote itself."""
    contests, now = queries.public_contests(reading()), clock.utc_now()
    if len(contests) == 1:
        return _show_contest(contests[0])
    pages = [contest_page(one, now) for one in contests]
    changes = [page.until for page in pages if page.until is not None]
    return show("elections/index.html", until=min(changes, default=None), contests=pages)


@public.get("/vote/<contest>")
def contest(contest: str) -> Response:
    return _show_contest(queries.public_contest(reading(), contest))


@public.get("/vote/<contest>/<candidate>")
def candidate(contest: str, candidate: str) -> Response:
    facts = _candidate_facts(contest, candidate)
    return show("elections/candidate.html", until=facts["contest"].until, form=VoteForm(), **facts)


@public.post("/vote/<contest>/<candidate>")
def ask(contest: str, candidate: str) -> Response:
    found = queries.public_contest(reading(), contest)
    wanted, form = queries.candidate_on_page(reading(), found.id, candidate), VoteForm(request.form)
    if not form.validate():
        return show_again("elections/candidate.html", form=form, **_candidate_facts(contest, candidate))
    try:
        arrival = arrive(found, form, now=clock.utc_now())
        nonce, mailbox = read_nonce(form.nonce.data or ""), form.email.mailbox
        request_id = _send_code(found, CodeRequest(found.id, wanted.id, mailbox, nonce, arrival, language()))
    except Refusal as refusal:
        facts = {**_candidate_facts(contest, candidate), "work": work_for(found, refusal)}
        return _refused("elections/candidate.html", form, refusal, **facts)
    return onward(url_for(".confirm", contest=contest, request=request_id))


@public.get("/vote/<contest>/confirm")
def confirm(contest: str) -> Response:
    """Shows where the code goes, filled in by the mailed link. Uses nothing up: mail scanners open links."""
    request_id = read_request_id(request.args.get("request"))
    form = ConfirmForm(code=request.args.get("code", "")[:7], request=request_id)
    return show_private("elections/confirm.html", form=form, **_confirm_facts(contest, form))


@public.post("/vote/<contest>/confirm")
def cast(contest: str) -> Response:
    form = ConfirmForm(request.form)
    form.request.data = read_request_id(form.request.data or request.args.get("request"))
    if not form.validate():
        return show_again("elections/confirm.html", form=form, **_confirm_facts(contest, form))
    try:
        leaf = _cast(contest, form.typed())
    except Refusal as refusal:
        return _refused("elections/confirm.html", form, refusal, **_confirm_facts(contest, form))
    return onward(url_for(".receipt", contest=contest, leaf=leaf))


@public.get("/vote/<contest>/receipt/<leaf>")
def receipt(contest: str, leaf: str) -> Response:
    found = queries.public_contest(reading(), contest)
    if not _LEAF.fullmatch(leaf):
        raise Unknown
    page = receipt_page(found, leaf, queries.receipt_state(reading(), found.id, leaf))
    return show_private("elections/receipt.html", receipt=page, contest=contest_page(found, clock.utc_now()))


def _show_contest(found: Contest) -> Response:
    now = clock.utc_now()
    page, cards = contest_page(found, now), candidate_cards(reading(), found, now)
    g.contest = found
    more = parts.parts_of("contest", reading(), now)
    facts = {"contest": page, "candidates": cards, "votes": queries.counted_votes(reading(), found.id)}
    until = min(filter(None, (page.until, parts.next_change(more))), default=None)
    return show("elections/contest.html", until=until, parts=more, **facts)


def _candidate_facts(contest: str, candidate: str) -> dict[str, Any]:
    found = queries.public_contest(reading(), contest)
    row = queries.candidate_on_page(reading(), found.id, candidate)
    g.contest, g.candidate, now = found, row, clock.utc_now()
    page = candidate_page(found, row, city=areas.page_city().name)
    more = parts.parts_of("candidate", reading(), now)
    return {"contest": contest_page(found, now), "candidate": page, "parts": more}


def _confirm_facts(contest: str, form: ConfirmForm) -> dict[str, Any]:
    """Whom the code is for; the form then carries the nonce, so that a second click finds the receipt."""
    found, now = queries.public_contest(reading(), contest), clock.utc_now()
    asked = queries.open_request(reading(), found.id, form.request.data or "", now=now)
    if asked is not None:
        form.nonce.data = asked.nonce
    return {"contest": contest_page(found, now), "asked": asked}


def _send_code(found: Contest, asked: CodeRequest) -> str:
    now = clock.utc_now()
    count_tries(code_limits(asked.mailbox.key))
    letter = code_letter(found, asked)
    with short_write() as session:
        key = _key_or_pause(session, found)
        if key is not None:
            ask_for_code(session, asked, key=key, now=now)
            post(session, letter, now=now)
    if key is None:
        raise VotingPaused
    return asked.id


def _cast(contest: str, typed: TypedCode) -> str:
    """One transaction, and nothing asked of the database before it: many vote in the last hour."""
    leaf: str | None = None
    with short_write() as session:
        box = ballot_box(session.connection(), areas.page_city().id, contest)
        key = _key_or_pause(session, box)
        if key is not None:
            leaf = cast_ballot(session, box.id, typed, key=key, now=clock.utc_now())
    if key is None:
        raise VotingPaused
    if leaf is None:  # only now, so that the try stays counted
        raise CodeWrong
    return leaf


def _key_or_pause(session: Session, contest: Contest | Box) -> ContestKey | None:
    """The contest's key. None where it is missing: this transaction then pauses the contest, so commit it."""
    try:
        return read_key(current_app.config["KEYS_FOLDER"], contest.key_fingerprint)
    except ContestKeyMissing:
        services.pause_for_missing_key(session, contest.id, now=clock.utc_now())
        current_app.logger.critical("contest=%s key file missing or another one: paused", contest.id)
        return None


def _refused(template: str, form: VoteForm | ConfirmForm, refusal: Refusal, **facts: Any) -> Response:
    """The form again with everything typed, and the refusal's own status."""
    form.refuse(refusal)
    response = show_again(template, form=form, **facts)
    response.status_code = refusal.status
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response
