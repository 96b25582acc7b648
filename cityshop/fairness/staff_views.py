"""Town hall's fairness desk: cases, what people decide about them, and throw-away hosts that may vote."""

from datetime import datetime
from typing import Any

from flask import Response, request, url_for

from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.core.errors import Refusal
from cityshop.core.outbox import post
from cityshop.core.permissions import Act
from cityshop.elections.models import Contest
from cityshop.elections.queries import contest_by_slug
from cityshop.fairness import clusters, queries, services
from cityshop.fairness.forms import AcceptForm, HostForm, RejectForm
from cityshop.fairness.hosts import allow_host, forbid_host
from cityshop.fairness.letters import again_letter
from cityshop.fairness.models import ReviewCase
from cityshop.fairness.pages import case_page, key_of, thresholds
from cityshop.fairness.reconfirming import ask_voters_again
from cityshop.fairness.rows import case_line, case_lines
from cityshop.fairness.tokens import AGAIN, make_token
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm, SignedInForm
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("fairness_staff", __name__)

_CASES = "/contests/<contest>/fairness"
_CASE = "/contests/<contest>/fairness/<int:case_id>"
MOST_PAGES = 10_000


@staff.get(_CASES)
@may(Act.REVIEW_BALLOTS)
def index(contest: str) -> Response:
    return show("fairness/staff_index.html", form=ActForm(), **_desk(_enter(contest)))


@staff.post(_CASES)
@may(Act.REVIEW_BALLOTS)
def look(contest: str) -> Response:
    """The machine looks at once; it also does so every few minutes."""
    clusters.look_at_votes(db(), _enter(contest), now=clock.utc_now())
    return onward(url_for(".index", contest=contest))


@staff.get(_CASE)
@may(Act.REVIEW_BALLOTS)
def case(contest: str, case_id: int) -> Response:
    return show("fairness/staff_case.html", form=ActForm(), **_case(_enter(contest), case_id))


@staff.post(_CASE + "/quarantine")
@may(Act.REVIEW_BALLOTS)
def quarantine(contest: str, case_id: int) -> Response:
    return _carry_out(services.quarantine_case, contest, case_id)


@staff.post(_CASE + "/again")
@may(Act.REVIEW_BALLOTS)
def ask_again(contest: str, case_id: int) -> Response:
    return _carry_out(_ask_again, contest, case_id)


@staff.get(_CASE + "/accept")
@may(Act.REVIEW_BALLOTS)
def ask_acceptance(contest: str, case_id: int) -> Response:
    return _ask("fairness/staff_accept.html", AcceptForm(), contest, case_id)


@staff.post(_CASE + "/accept")
@may(Act.REVIEW_BALLOTS)
def accept(contest: str, case_id: int) -> Response:
    return _decide("fairness/staff_accept.html", AcceptForm(), services.accept_case, contest, case_id)


@staff.get(_CASE + "/reject")
@may(Act.REJECT_BALLOTS)
def ask_reason(contest: str, case_id: int) -> Response:
    return _ask("fairness/staff_reject.html", RejectForm(), contest, case_id)


@staff.post(_CASE + "/reject")
@may(Act.REJECT_BALLOTS)
def reject(contest: str, case_id: int) -> Response:
    return _decide("fairness/staff_reject.html", RejectForm(), services.ask_rejection, contest, case_id)


@staff.post(_CASE + "/confirm")
@may(Act.REJECT_BALLOTS)
def confirm(contest: str, case_id: int) -> Response:
    return _carry_out(services.confirm_rejection, contest, case_id)


@staff.post(_CASE + "/take-back")
@may(Act.REJECT_BALLOTS)
def take_back(contest: str, case_id: int) -> Response:
    return _carry_out(services.take_back_rejection, contest, case_id)


@staff.get("/mail-hosts")
@may(Act.REVIEW_BALLOTS)
def hosts() -> Response:
    return show("fairness/staff_hosts.html", form=HostForm(), hosts=queries.allowed_hosts(db()))


@staff.post("/mail-hosts")
@may(Act.REVIEW_BALLOTS)
def allow() -> Response:
    form = HostForm()
    if form.validate():
        try:
            allow_host(db(), form.name, account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".hosts"))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("fairness/staff_hosts.html", form=form, hosts=queries.allowed_hosts(db()))


@staff.post("/mail-hosts/<int:host_id>/remove")
@may(Act.REVIEW_BALLOTS)
def forbid(host_id: int) -> Response:
    host = queries.allowed_host(db(), host_id)
    forbid_host(db(), host, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".hosts"))


def _enter(contest: str) -> Contest:
    """The contest, for whoever keeps no shop in it."""
    found = contest_by_slug(db(), contest)
    services.enter_desk(db(), found, account_id=actor().id)
    return found


def _ask_again(
    session: Session, contest: Contest, review: ReviewCase, *, account_id: int, now: datetime
) -> None:
    """Note who is asked, and write to them, in one transaction."""
    key = key_of(contest)
    asked = ask_voters_again(session, contest, review, key=key, account_id=account_id, now=now)
    for one in asked:
        post(session, again_letter(contest, one, make_token(AGAIN, one.slot, key=key)), now=now)


def _desk(contest: Contest) -> dict[str, Any]:
    cases = case_lines(queries.cases_of(db(), contest.id))
    return {"contest": contest, "cases": cases, "rules": thresholds()}


def _case(contest: Contest, case_id: int) -> dict[str, Any]:
    count = queries.case_of(db(), contest.id, case_id)
    told = request.args.get("page", "1")
    page = min(int(told), MOST_PAGES) if told.isascii() and told.isdecimal() else 1
    waiting = services.rejection_of(db(), count.case)
    found = case_page(db(), contest, count, waiting, page=max(page, 1), reader=actor().id)
    return {"contest": contest, "case": found}


def _carry_out(service: Any, contest: str, case_id: int) -> Response:
    """An act with a button only."""
    found, form = _enter(contest), ActForm()
    review = queries.case_of(db(), found.id, case_id).case
    try:
        service(db(), found, review, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("fairness/staff_case.html", form, refusal, **_case(found, case_id))
    return onward(url_for(".case", contest=contest, case_id=case_id))


def _ask(template: str, form: SignedInForm, contest: str, case_id: int) -> Response:
    """The page that asks for a reason from the closed list."""
    found = _enter(contest)
    count = queries.case_of(db(), found.id, case_id)
    return show(template, form=form, contest=found, case=case_line(count))


def _decide(
    template: str, form: AcceptForm | RejectForm, service: Any, contest: str, case_id: int
) -> Response:
    """An act with a reason from the closed list."""
    found = _enter(contest)
    count = queries.case_of(db(), found.id, case_id)
    facts = {"contest": found, "case": case_line(count)}
    if not form.validate():
        return show_again(template, form=form, **facts)
    try:
        service(db(), found, count.case, form.reason, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused(template, form, refusal, **facts)
    return onward(url_for(".case", contest=contest, case_id=case_id))
