"""Residents brag about a shopkeeper, confirm it with a code, take it back; the wall shows it outside."""

from typing import Any

from flask import Response, request, url_for

from cityshop.accounts.rules import token_digest
from cityshop.brags import queries, services
from cityshop.brags.errors import BragCodeWrong, BraggingNotOpen, BraggingPaused, NobodyToBragAbout
from cityshop.brags.forms import BragCodeForm, BragForm
from cityshop.brags.letters import code_letter
from cityshop.brags.pages import own_card, wall_page
from cityshop.brags.rules import code_limits, sending_limit
from cityshop.brags.services import BragAsked, BragDraft
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.outbox import post
from cityshop.elections.errors import VotingPaused
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import CandidateState, Contest
from cityshop.elections.pages import candidate_card, candidate_cards, contest_page
from cityshop.elections.queries import AnyRow, candidate_on_page, public_contest
from cityshop.elections.receiving import box_of_site
from cityshop.elections.rules import Stage, Timetable, VoteRules, stage
from cityshop.web import areas
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show, show_again, show_private, show_refused
from cityshop.web.session import db, let_go, reading, short_write
from cityshop.web.uploads import takes_pictures

public = areas.public_door("brags", __name__)


@public.get("/vote/<contest>/brag")
def new(contest: str) -> Response:
    """The form; without a candidate in the address, whom somebody can brag about."""
    found, now = public_contest(reading(), contest), clock.utc_now()
    page = contest_page(found, now)
    word = request.args.get("candidate", "")
    if not word:
        cards = candidate_cards(reading(), found, now)
        return show("brags/choose.html", until=page.until, contest=page, candidates=cards)
    return show("brags/new.html", until=page.until, form=BragForm(), **_facts(found, word))


@public.post("/vote/<contest>/brag")
@takes_pictures
def ask(contest: str) -> Response:
    found, word = public_contest(reading(), contest), request.args.get("candidate", "")
    candidate = candidate_on_page(reading(), found.id, word)
    count_tries([sending_limit(request.remote_addr)])  # before the form, which keeps the photo
    form = BragForm(request.form)
    if not form.validate():
        return show_again("brags/new.html", form=form, **_facts(found, word))
    try:
        request_id = _send_code(found, candidate, form.draft())
    except Refusal as refusal:
        return show_refused("brags/new.html", form, refusal, **_facts(found, word))
    return onward(url_for(".confirm", contest=contest, request=request_id))


@public.get("/vote/<contest>/brag/confirm")
def confirm(contest: str) -> Response:
    """Shows where the code goes, filled in by the mailed link. Uses nothing up: mail scanners open links."""
    form = BragCodeForm(code=request.args.get("code", "")[:7], request=request.args.get("request", ""))
    return show_private("brags/confirm.html", form=form, **_confirm_facts(contest, form))


@public.post("/vote/<contest>/brag/confirm")
def put_up(contest: str) -> Response:
    form = BragCodeForm(request.form)
    if not form.validate():
        return show_again("brags/confirm.html", form=form, **_confirm_facts(contest, form))
    try:
        _put_up(contest, form)
    except Refusal as refusal:
        return show_refused("brags/confirm.html", form, refusal, **_confirm_facts(contest, form))
    return onward(url_for(".thanks", contest=contest))


@public.get("/vote/<contest>/brag/thanks")
def thanks(contest: str) -> Response:
    page = contest_page(public_contest(reading(), contest), clock.utc_now())
    return show("brags/thanks.html", until=page.until, contest=page)


@public.get("/vote/<contest>/brag/own")
def own(contest: str) -> Response:
    """What became of somebody's brag; only the mail knows this address."""
    found = public_contest(reading(), contest)
    brag = queries.own_brag(reading(), found.id, token_digest(request.args.get("brag", "")))
    facts = {"brag": own_card(reading(), found, brag), "contest": contest_page(found, clock.utc_now())}
    return show_private("brags/own.html", **facts)


@public.post("/vote/<contest>/brag/own")
def take_back(contest: str) -> Response:
    found, token = public_contest(db(), contest), request.args.get("brag", "")
    brag = queries.own_brag(db(), found.id, token_digest(token))
    services.take_back_brag(db(), brag, now=clock.utc_now())
    return onward(url_for(".own", contest=contest, brag=token))


@public.get("/vote/<contest>/wall")
def wall(contest: str) -> Response:
    """For a screen in the street: one brag after the other."""
    page = wall_page(reading(), public_contest(reading(), contest), clock.utc_now())
    return show("brags/wall.html", until=page.until, wall=page)


def _facts(found: Contest, word: str) -> dict[str, Any]:
    row = candidate_on_page(reading(), found.id, word)
    page, weight = contest_page(found, clock.utc_now()), VoteRules.of(found.rules).brag_weight
    return {"contest": page, "candidate": candidate_card(found, row), "weight": weight}


def _confirm_facts(contest: str, form: BragCodeForm) -> dict[str, Any]:
    found, now = public_contest(reading(), contest), clock.utc_now()
    asked = queries.open_request(reading(), found.id, form.request_id, now=now)
    return {"contest": contest_page(found, now), "asked": asked}


def _send_code(found: Contest, candidate: AnyRow, draft: BragDraft) -> str:
    now = clock.utc_now()
    _check_open(found, candidate)
    key = _key_of(found)
    count_tries(code_limits(draft.mailbox.key))
    asked = BragAsked(found.id, candidate.id, draft)
    letter = code_letter(found, asked)
    let_go()
    with short_write() as session:
        services.ask_for_code(session, asked, key=key, now=now)
        post(session, letter, now=now)
    return asked.id


def _check_open(found: Contest, candidate: AnyRow) -> None:
    where = stage(Timetable.of(found), clock.utc_now())
    if where is Stage.PAUSED:
        raise BraggingPaused
    if where is not Stage.OPEN:
        raise BraggingNotOpen
    if candidate.state != CandidateState.ACCEPTED:
        raise NobodyToBragAbout


def _put_up(contest: str, form: BragCodeForm) -> None:
    found = public_contest(reading(), contest)
    key = _key_of(found)
    let_go()
    with short_write() as session:
        is_right = services.confirm_brag(session, form.typed(found.id), key=key, now=clock.utc_now())
    if not is_right:  # only now, so that the try stays counted
        raise BragCodeWrong


def _key_of(found: Contest) -> ContestKey:
    """The contest's key; a vote that misses its key is paused."""
    try:
        return box_of_site().key_of(found)
    except VotingPaused as missing:
        raise BraggingPaused from missing
