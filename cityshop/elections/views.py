"""Residents vote: look at the candidates, ask for a code, type it, keep the receipt."""

import re
from typing import Any

from flask import Response, g, make_response, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal, Unknown
from cityshop.core.outbox import post
from cityshop.elections import queries, services
from cityshop.elections.arrivals import arrive, work_for
from cityshop.elections.asking import CodeRequest, ask_for_code, read_nonce
from cityshop.elections.ballot_box import Cast
from cityshop.elections.casting import Wish, cast_vote
from cityshop.elections.errors import CodeWrong, WorkNeeded
from cityshop.elections.forms import ChangeForm, ConfirmForm, VoteForm, read_request_id
from cityshop.elections.ledger import canonical_json
from cityshop.elections.letters import code_letter
from cityshop.elections.models import CandidateState, Contest
from cityshop.elections.pages import candidate_cards, candidate_page, contest_page, receipt_page
from cityshop.elections.receiving import box_of_site, receipt_address
from cityshop.elections.rules import code_limits, tries_limit
from cityshop.elections.signals import Signal
from cityshop.elections.standings import standings_of
from cityshop.elections.voters import Verified
from cityshop.elections.votes import Receipt
from cityshop.elections.voting_session import remember_voter, voter_of_session
from cityshop.web import areas, parts
from cityshop.web.i18n import language
from cityshop.web.limits import ask_for_room, count_tries, count_try
from cityshop.web.pages import onward, show, show_again, show_private, show_refused
from cityshop.web.session import reading, short_write

public = areas.public_door("vote", __name__)
hot = areas.open_door("vote_box", __name__, prefix="/<city>")

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


@public.get("/vote/<contest>/standings")
def standings(contest: str) -> Response:
    """How candidates stand, as long as the rules let anybody see it."""
    found, now = queries.public_contest(reading(), contest), clock.utc_now()
    page, shown = contest_page(found, now), standings_of(reading(), found, now)
    until = min(moment for moment in (page.until, shown.until) if moment is not None)
    return show("elections/standings.html", until=until, contest=page, standings=shown)


@public.get("/vote/<contest>/<candidate>")
def candidate(contest: str, candidate: str) -> Response:
    facts = _candidate_facts(contest, candidate)
    return show("elections/candidate.html", until=facts["contest"].until, form=VoteForm(), **facts)


@public.post("/vote/<contest>/<candidate>")
def ask(contest: str, candidate: str) -> Response:
    found = queries.contest_by_mail(reading(), contest)
    wanted, form = queries.candidate_on_page(reading(), found.id, candidate), VoteForm(request.form)
    if not form.validate():
        return show_again("elections/candidate.html", form=form, **_candidate_facts(contest, candidate))
    try:
        arrival = arrive(found, form, now=clock.utc_now())
        nonce, mailbox = read_nonce(form.nonce.data or ""), form.email.mailbox
        request_id = _send_code(found, CodeRequest(found.id, wanted.id, mailbox, nonce, arrival, language()))
    except Refusal as refusal:
        facts = {**_candidate_facts(contest, candidate), "work": work_for(found, refusal)}
        if isinstance(refusal, WorkNeeded):  # a step, not a mistake
            return show_again("elections/candidate.html", form=form, **facts)
        return show_refused("elections/candidate.html", form, refusal, **facts)
    return onward(url_for(".confirm", contest=contest, request=request_id))


@public.get("/vote/<contest>/confirm")
def confirm(contest: str) -> Response:
    """Shows where the code goes, filled in by the mailed link. Uses nothing up: mail scanners open links."""
    request_id = read_request_id(request.args.get("request"))
    form = ConfirmForm(code=request.args.get("code", "")[:7], request=request_id)
    return show_private("elections/confirm.html", form=form, **_confirm_facts(contest, form))


@hot.post("/vote/<contest>/confirm")
def cast(city: str, contest: str) -> Response:
    """One transaction, shared with whoever votes at this moment; the city is looked up only to refuse."""
    form = ConfirmForm(request.form)
    form.request.data = read_request_id(form.request.data or request.args.get("request"))
    try:
        if form.validate():
            return _hand_over(city, contest, box_of_site().cast(city, contest, form.typed()))
    except Refusal as refusal:
        areas.enter_by_word(city)
        if isinstance(refusal, CodeWrong):
            _count_wrong_code(contest, form.request.data)
        return show_refused("elections/confirm.html", form, refusal, **_confirm_facts(contest, form))
    areas.enter_by_word(city)
    return show_again("elections/confirm.html", form=form, **_confirm_facts(contest, form))


@public.get("/vote/<contest>/change")
def ask_change(contest: str) -> Response:
    """Another choice without another code, for whoever voted from this browser within the hour."""
    found, _ = _session_voter(contest)
    return show_private("elections/change.html", form=_change_form(found), **_change_facts(found))


@public.post("/vote/<contest>/change")
def change(contest: str) -> Response:
    found, voter = _session_voter(contest)
    form = _change_form(found)
    if not form.validate():
        return show_again("elections/change.html", form=form, **_change_facts(found))
    wanted = queries.candidate_on_page(reading(), found.id, form.candidate.data)
    wish = Wish(wanted.id, read_nonce(form.nonce.data or ""))
    try:
        receipt = _cast(found, voter, wish)
    except Refusal as refusal:
        return show_refused("elections/change.html", form, refusal, **_change_facts(found))
    return onward(receipt_address(contest, receipt, city=areas.page_city().slug))


@public.get("/vote/<contest>/receipt/<leaf>")
def receipt(contest: str, leaf: str) -> Response:
    found = queries.public_contest(reading(), contest)
    if not _LEAF.fullmatch(leaf):
        raise Unknown
    g.contest, g.leaf, now = found, leaf, clock.utc_now()
    page = receipt_page(reading(), found, leaf, now)
    more = parts.parts_of("receipt", reading(), now)
    return show_private("elections/receipt.html", receipt=page, contest=contest_page(found, now), parts=more)


@public.get("/vote/<contest>/rules")
def rules(contest: str) -> Response:
    page = contest_page(queries.public_contest(reading(), contest), clock.utc_now())
    return show("elections/rules.html", until=page.until, contest=page)


@public.get("/vote/<contest>/rules.json")
def rules_document(contest: str) -> Response:
    """Exactly the bytes that were hashed at opening, so that anybody can hash them again."""
    found = queries.public_contest(reading(), contest)
    if not found.rules_hash:
        raise Unknown
    response = make_response(canonical_json(found.rules))
    response.mimetype = "application/json"
    return response


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
    more, ballot = (parts.parts_of(name, reading(), now) for name in ("candidate", "ballot"))
    return {"contest": contest_page(found, now), "candidate": page, "parts": more, "ballot": ballot}


def _confirm_facts(contest: str, form: ConfirmForm) -> dict[str, Any]:
    """Whom the code is for; the form then carries the nonce, so that a second click finds the receipt."""
    found, now = queries.public_contest(reading(), contest), clock.utc_now()
    asked = queries.open_request(reading(), found.id, form.request.data or "", now=now)
    if asked is not None:
        form.nonce.data = asked.nonce
    return {"contest": contest_page(found, now), "asked": asked}


def _hand_over(city: str, contest: str, cast: Cast) -> Response:
    """On to the receipt; whoever has just voted may change it from this browser for an hour."""
    response = onward(receipt_address(contest, cast.receipt, city=city))
    voter = cast.receipt.voter
    return remember_voter(response, cast.key, voter) if voter is not None else response


def _session_voter(contest: str) -> tuple[Contest, Verified]:
    found = queries.public_contest(reading(), contest)
    return found, voter_of_session(found, box_of_site().key_of(found))


def _cast(found: Contest, voter: Verified, wish: Wish) -> Receipt:
    """The ballot of somebody who showed it otherwise than by a code, in a short transaction."""
    key = box_of_site().key_of(found)
    with short_write() as session:
        now = clock.database_now(session.connection())
        return cast_vote(session, voter, wish, signal=Signal(), key=key, now=now)


def _change_form(found: Contest) -> ChangeForm:
    form = ChangeForm(request.form)
    rows = queries.candidates_on_page(reading(), found.id)
    standing = [row for row in rows if row.state == CandidateState.ACCEPTED]
    form.candidate.offer((row.slug, row.keeper_name or row.shop) for row in standing)
    return form


def _change_facts(found: Contest) -> dict[str, Any]:
    return {"contest": contest_page(found, clock.utc_now())}


def _send_code(found: Contest, asked: CodeRequest) -> str:
    count_tries(code_limits(asked.mailbox.key))
    letter, key = code_letter(found, asked), box_of_site().key_of(found)
    ask_for_room(tries_limit(found.id, key.ident(asked.mailbox.key)))
    with short_write() as session:
        now = clock.database_now(session.connection())
        ask_for_code(session, asked, key=key, now=now)
        post(session, letter, now=now)
    return asked.id


def _count_wrong_code(contest: str, request_id: str) -> None:
    """The day's last wrong try of a mailbox ends all its codes, and it gets no others today."""
    found = queries.public_contest(reading(), contest)
    ident = queries.ident_of_request(reading(), found.id, request_id)
    if ident is None:
        return
    limit = tries_limit(found.id, ident)
    if count_try(*limit.what, most=limit.most, window=limit.window) == limit.most:
        with short_write() as session:
            services.end_codes(session, found.id, ident)
