"""Residents vote with a code on paper, or with their eID."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.words import DEFAULT_LANGUAGE
from cityshop.elections.arrivals import arrival_of_request
from cityshop.elections.asking import read_nonce
from cityshop.elections.casting import cast_vote
from cityshop.elections.errors import VotingNotOpen
from cityshop.elections.models import Contest, Level
from cityshop.elections.pages import CandidateCard, candidate_cards, contest_page
from cityshop.elections.receiving import box_of_site, receipt_address
from cityshop.elections.rules import Timetable, is_open
from cityshop.elections.signalling import signal_of
from cityshop.elections.voters import Verified
from cityshop.verification import queries
from cityshop.verification.cookie import (
    Errand,
    errand,
    errand_for,
    errand_of_answer,
    forget_errand,
    provider_of_site,
    remember_errand,
    voter_with_eid,
)
from cityshop.verification.forms import EidForm, PaperForm
from cityshop.verification.paper import TypedPaperCode, vote_with_code
from cityshop.verification.rules import guess_limits
from cityshop.web import areas
from cityshop.web.i18n import language
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show_again, show_private, show_refused
from cityshop.web.session import let_go, reading, short_write

public = areas.public_door("verification", __name__)
outside = areas.open_door("eid", __name__, prefix="/eid")


@public.get("/vote/<contest>/paper")
def paper(contest: str) -> Response:
    """Where a printed QR code leads: the code is filled in, nothing is used up."""
    found, cards = _vote(contest, Level.PAPER)
    form = PaperForm(code=request.args.get("code", "")[:30], candidate=request.args.get("candidate"))
    return show_private("verification/paper.html", form=form, **_facts(found, cards, form))


@public.post("/vote/<contest>/paper")
def cast_paper(contest: str) -> Response:
    (found, cards), form = _vote(contest, Level.PAPER), PaperForm(request.form)
    facts = _facts(found, cards, form)
    if not form.validate():
        return show_again("verification/paper.html", form=form, **facts)
    try:
        return onward(_cast_paper(found, form))
    except Refusal as refusal:
        return show_refused("verification/paper.html", form, refusal, **facts)


@public.post("/vote/<contest>/eid")
def leave(contest: str) -> Response:
    """Remember for whom somebody wants to vote, then send them to their eID."""
    (found, cards), form = _vote(contest, Level.OIDC), EidForm(request.form)
    facts = _facts(found, cards, form)
    if not form.validate():
        return show_again("verification/eid_candidate.html", form=form, **facts)
    if not is_open(Timetable.of(found), clock.utc_now()):
        return show_refused("verification/eid_candidate.html", form, VotingNotOpen(), **facts)
    return remember_errand(onward(url_for(".on_the_way", contest=contest)), _errand(found, form))


@public.get("/vote/<contest>/eid")
def on_the_way(contest: str) -> Response:
    """A page between ours and theirs: no form may send people to another site, a page may."""
    found, _ = _vote(contest, Level.OIDC)
    let_go()
    try:
        mine = errand_for(found.id)
        address = provider_of_site().sign_in_address(mine.handshake, back=_back())
    except Refusal as refusal:
        return _failed(found, refusal)
    response = show_private("verification/eid_on_the_way.html", address=address, vote=contest)
    response.headers["Refresh"] = f"0; url={address}"
    return response


@outside.get("/return")
def back() -> Response:
    """The one address that the provider knows: on to the contest that somebody left from."""
    mine = errand()
    root = "" if mine.language == DEFAULT_LANGUAGE else f"/{mine.language}"
    page = url_for("verification.come_back", city=mine.city, contest=mine.contest)
    told = {name: request.args.get(name, "") for name in ("code", "state", "iss")}
    return onward(f"{root}{page}?{urlencode(told)}")


@public.get("/vote/<contest>/eid/return")
def come_back(contest: str) -> Response:
    """See who signed in; votes for nobody yet."""
    found, _ = _vote(contest, Level.OIDC)
    let_go()
    try:
        mine = errand_of_answer(found.id, state=request.args.get("state", ""))
        voter = _signed_in(found, mine)
    except Refusal as refusal:
        return forget_errand(_failed(found, refusal))
    return remember_errand(onward(url_for(".confirm", contest=contest)), mine.back_as(voter))


@public.get("/vote/<contest>/eid/vote")
def confirm(contest: str) -> Response:
    found, cards = _vote(contest, Level.OIDC)
    _, mine = voter_with_eid(found.id)
    form = EidForm(candidate=mine.candidate, nonce=mine.nonce)
    return show_private("verification/eid_vote.html", form=form, **_facts(found, cards, form))


@public.post("/vote/<contest>/eid/vote")
def cast_eid(contest: str) -> Response:
    (found, cards), form = _vote(contest, Level.OIDC), EidForm(request.form)
    (voter, _), facts = voter_with_eid(found.id), _facts(found, cards, form)
    if not form.validate():
        return show_again("verification/eid_vote.html", form=form, **facts)
    try:
        return forget_errand(onward(_cast_verified(found, voter, form)))
    except Refusal as refusal:
        return show_refused("verification/eid_vote.html", form, refusal, **facts)


def _vote(contest: str, level: Level) -> tuple[Contest, list[CandidateCard]]:
    """A contest whose voters show this, with who stands."""
    found = queries.contest_of_level(reading(), contest, level)
    return found, candidate_cards(reading(), found, clock.utc_now())


def _facts(found: Contest, cards: list[CandidateCard], form: PaperForm | EidForm) -> dict[str, Any]:
    form.candidate.offer(cards)
    wanted = next((card for card in cards if card.slug == form.candidate.data), None)
    return {"contest": contest_page(found, clock.utc_now()), "wanted": wanted}


def _cast_paper(found: Contest, form: PaperForm) -> str:
    let_go()  # one connection for each vote: in a crowd there are no more
    count_tries(guess_limits(request.remote_addr))
    key = box_of_site().key_of(found)
    with short_write() as session:
        now = clock.database_now(session.connection())
        typed = TypedPaperCode(found.id, form.code.code, form.wish())
        signal = signal_of(arrival_of_request(form.seconds.stay), None, key=key, now=now)
        receipt = vote_with_code(session, typed, signal=signal, key=key, now=now)
    return receipt_address(found.slug, receipt, city=areas.page_city().slug)


def _cast_verified(found: Contest, voter: Verified, form: EidForm) -> str:
    let_go()
    key = box_of_site().key_of(found)
    with short_write() as session:
        now = clock.database_now(session.connection())
        signal = signal_of(arrival_of_request(), None, key=key, now=now)
        receipt = cast_vote(session, voter, form.wish(), signal=signal, key=key, now=now)
    return receipt_address(found.slug, receipt, city=areas.page_city().slug)


def _errand(found: Contest, form: EidForm) -> Errand:
    return Errand(
        contest_id=found.id,
        city=areas.page_city().slug,
        contest=found.slug,
        candidate=form.candidate.data,
        nonce=read_nonce(form.nonce.data or ""),
        language=language(),
    )


def _signed_in(found: Contest, mine: Errand) -> Verified:
    """Who came back, as the roll may know them: the provider's name for them ends here."""
    told = {name: request.args.get(name, "") for name in ("code", "iss")}
    who = provider_of_site().who(**told, handshake=mine.handshake, back=_back(), now=clock.utc_now())
    return Verified(found.id, box_of_site().key_of(found).ident_of(Level.OIDC, who), Level.OIDC)


def _back() -> str:
    """The address that is registered with the provider: the same for every city, vote and language."""
    address: str = current_app.config["BASE_URL"] + "/eid/return"
    return address


def _failed(found: Contest, refusal: Refusal) -> Response:
    response = show_private(
        "verification/eid_failed.html", refusal=refusal, contest=contest_page(found, clock.utc_now())
    )
    response.status_code = refusal.status
    return response
