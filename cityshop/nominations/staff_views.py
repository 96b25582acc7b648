"""Town hall reads who came forward, on a phone too: accept, refuse with a reason, withdraw."""

from typing import Any

from flask import Response, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal, Unknown
from cityshop.core.permissions import Act
from cityshop.elections.models import BEFORE_OPENING, Candidate, CandidateState, Contest
from cityshop.elections.queries import candidate_by_id, contest_by_slug
from cityshop.nominations import pages, queries, services
from cityshop.nominations.forms import ReasonForm, WithdrawForm
from cityshop.nominations.letters import Telling
from cityshop.nominations.services import Decision
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("nomination_staff", __name__)

AnyForm = ActForm | ReasonForm | WithdrawForm


@staff.get("/contests/<contest>/candidates")
@may(Act.MODERATE_CANDIDATES)
def index(contest: str) -> Response:
    return show("nominations/queue.html", form=ActForm(), **_queue(contest))


@staff.post("/contests/<contest>/candidates/<int:candidate_id>/accept")
@may(Act.MODERATE_CANDIDATES)
def accept(contest: str, candidate_id: int) -> Response:
    candidate, form = _candidate(contest, candidate_id), ActForm()
    try:
        write = Telling("accepted", candidate)
        services.accept_candidate(db(), candidate, _decision(), write=write, now=clock.utc_now())
    except Refusal as refusal:
        form.refuse(refusal)
        return show_again("nominations/queue.html", form=form, **_queue(contest))
    return onward(url_for(".index", contest=contest))


@staff.get("/contests/<contest>/candidates/<int:candidate_id>/refuse")
@may(Act.MODERATE_CANDIDATES)
def ask_refusal(contest: str, candidate_id: int) -> Response:
    facts = _one(_candidate(contest, candidate_id))
    return show("nominations/refuse.html", form=ReasonForm(), **facts)


@staff.post("/contests/<contest>/candidates/<int:candidate_id>/refuse")
@may(Act.MODERATE_CANDIDATES)
def refuse(contest: str, candidate_id: int) -> Response:
    candidate, form = _candidate(contest, candidate_id), ReasonForm()
    if form.validate():
        try:
            write, decision = Telling("refused", candidate), _decision(form.reason)
            services.refuse_candidate(db(), candidate, decision, write=write, now=clock.utc_now())
            return onward(url_for(".index", contest=contest))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("nominations/refuse.html", form=form, **_one(candidate))


@staff.get("/contests/<contest>/candidates/<int:candidate_id>/withdraw")
@may(Act.OPEN_CONTEST)
def ask_withdrawal(contest: str, candidate_id: int) -> Response:
    facts = _one(_listed_candidate(contest, candidate_id))
    return show("nominations/withdraw.html", form=WithdrawForm(), **facts)


@staff.post("/contests/<contest>/candidates/<int:candidate_id>/withdraw")
@may(Act.OPEN_CONTEST)
def withdraw(contest: str, candidate_id: int) -> Response:
    candidate, form = _listed_candidate(contest, candidate_id), WithdrawForm()
    if form.validate():
        try:
            write, decision = Telling("withdrawn", candidate), _decision(form.words.text)
            services.withdraw_candidate(db(), candidate, decision, write=write, now=clock.utc_now())
            return onward(url_for(".index", contest=contest, show="all"))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("nominations/withdraw.html", form=form, **_one(candidate))


def _candidate(contest: str, candidate_id: int) -> Candidate:
    found = contest_by_slug(db(), contest)
    return candidate_by_id(db(), found.id, candidate_id)


def _listed_candidate(contest: str, candidate_id: int) -> Candidate:
    """Town hall withdraws from a list that is closed; before that it refuses."""
    candidate = _candidate(contest, candidate_id)
    if candidate.contest.state in BEFORE_OPENING:
        raise Unknown
    return candidate


def _decision(reason: str = "") -> Decision:
    """Who decides, and what they have read: the page carries its revision."""
    return Decision(actor().id, request.form.get("revision", 0, type=int), reason)


def _one(candidate: Candidate) -> dict[str, Any]:
    return {"contest": candidate.contest, "candidate": pages.queue_row(candidate)}


def _queue(contest: str) -> dict[str, Any]:
    found: Contest = contest_by_slug(db(), contest)
    chosen, state = _shown()
    candidates = queries.candidates_in_state(db(), found.id, state)
    return {
        "contest": found,
        "is_before": found.state in BEFORE_OPENING,
        "candidates": [pages.queue_row(one) for one in candidates],
        "filters": pages.queue_filters(queries.candidate_counts(db(), found.id), chosen),
        "suggestions": pages.suggestion_rows(queries.suggestions(db(), found.id)),
    }


def _shown() -> tuple[str, CandidateState | None]:
    """What the address asks for; those to look at when it asks for nothing we know."""
    asked = request.args.get("show", "")
    known = {value: state for value, state, _ in pages.FILTERS}
    return (asked, known[asked]) if asked in known else ("", CandidateState.PROPOSED)
