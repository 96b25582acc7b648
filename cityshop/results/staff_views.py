"""Town hall: publish with two people, convene the jury, try the formulas, and reveal at the ceremony."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import Response, current_app, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.elections.models import Contest
from cityshop.elections.queries import contest_by_slug
from cityshop.elections.rules import Timetable, VoteRules, stage
from cityshop.juries.queries import jury_about
from cityshop.results import queries, services
from cityshop.results.ceremony import step_of
from cityshop.results.counting import Lot
from cityshop.results.errors import ResultNotOut, ResultOutLater
from cityshop.results.forms import ContestJuryForm, PublishForm, TrialForm
from cityshop.results.making import Teller, subject_of
from cityshop.results.models import Result
from cityshop.results.pages import result_page
from cityshop.results.rules import MOST_AT_THE_CEREMONY, SHOWN_AT_THE_CEREMONY, is_out
from cityshop.results.too_early import note_question_of
from cityshop.results.trials import numbers_of, standings_of_result, trials, trials_of_result
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.i18n import moment
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("result_staff", __name__)


@staff.get("/contests/<contest>/publish")
@may(Act.PUBLISH_RESULT)
def ask(contest: str) -> Response:
    return show("results/publish.html", form=PublishForm(), **_publication(_contest(contest)))


@staff.post("/contests/<contest>/publish")
@may(Act.PUBLISH_RESULT)
def propose(contest: str) -> Response:
    found, form, now = _contest(contest), PublishForm(), clock.utc_now()
    if form.validate():
        try:
            until: datetime | None = form.embargo_until.data
            services.ask_to_publish(db(), found, until, account_id=actor().id, now=now)
            return onward(url_for(".ask", contest=contest))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("results/publish.html", form=form, **_publication(found))


@staff.post("/contests/<contest>/publish/confirm")
@may(Act.PUBLISH_RESULT)
def publish(contest: str) -> Response:
    found = _contest(contest)
    act = partial(services.publish, db(), found, _teller())
    return _carry_out(act, found, url_for("election_staff.overview", contest=contest))


@staff.post("/contests/<contest>/publish/withdraw")
@may(Act.PUBLISH_RESULT)
def withdraw(contest: str) -> Response:
    found, now = _contest(contest), clock.utc_now()
    act = partial(services.withdraw_publication, db(), found, account_id=actor().id, now=now)
    return _carry_out(act, found, url_for(".ask", contest=contest))


@staff.get("/contests/<contest>/jury")
@may(Act.MANAGE_JURY)
def jury(contest: str) -> Response:
    """The form to convene one; where there is one, its own page."""
    found = _contest(contest)
    convened = jury_about(db(), subject_of(found))
    if convened is not None:
        return onward(url_for("jury_staff.desk", jury_id=convened.id))
    return show("results/jury.html", form=ContestJuryForm.suggested(), **_stage(found))


@staff.post("/contests/<contest>/jury")
@may(Act.MANAGE_JURY)
def convene(contest: str) -> Response:
    found, form = _contest(contest), ContestJuryForm()
    if form.validate():
        try:
            convened = services.convene_jury(db(), found, form.plan(), _teller())
            return onward(url_for("jury_staff.desk", jury_id=convened.id))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("results/jury.html", form=form, **_stage(found))


@staff.get("/contests/<contest>/what-if")
@may(Act.SEE_RESULT)
def what_if(contest: str) -> Response:
    """Numbers to try, at any time; the result's own ones only once it is out."""
    found = _contest(contest)
    form = TrialForm(request.args or None)
    facts = {"form": form, "tried": [], **_stage(found), **_own_numbers(found)}
    if not request.args or form.validate():
        standings = form.standings()
        names = {one.word: one.word for one in standings}
        rules = VoteRules(minimum=1, brag_weight=0, jury_percent=int(form.percent.text))
        facts["tried"] = trials(standings, rules, Lot(), names)
    return show("results/staff_what_if.html", **facts)


@staff.get("/contests/<contest>/reveal")
@may(Act.SEE_RESULT)
def reveal(contest: str) -> Response:
    """The screen of the ceremony: what it shows stands in the address, so that links work as well as keys."""
    found = _contest(contest)
    page = result_page(db(), found, _result_or_refuse(found))
    shown = max(1, min(_number("shown", SHOWN_AT_THE_CEREMONY), MOST_AT_THE_CEREMONY))
    return show("results/reveal.html", page=page, step=step_of(page, _number("step", 0), shown), shown=shown)


def _contest(slug: str) -> Contest:
    return contest_by_slug(db(), slug)


def _teller() -> Teller:
    return Teller(current_app.config["KEYS_FOLDER"], actor().id, clock.utc_now())


def _number(name: str, otherwise: int) -> int:
    """A small number in the address; anything else is as if it were not there."""
    typed = request.args.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 4 else otherwise  # noqa: PLR2004 - three digits


def _result_or_refuse(contest: Contest) -> Result:
    now = clock.utc_now()
    result = queries.result_of(db(), contest.id)
    if result is not None and is_out(contest, now):
        return result
    note_question_of(actor().id, contest, now)
    if contest.embargo_until is not None and contest.embargo_until > now:
        raise ResultOutLater(moment=moment(contest.embargo_until))
    raise ResultNotOut


def _own_numbers(contest: Contest) -> dict[str, Any]:
    result = queries.result_of(db(), contest.id)
    if result is None or not is_out(contest, clock.utc_now()):
        return {"trials": [], "numbers": []}
    lines = queries.lines_of(db(), contest.id)
    names = {line.slug: line.keeper_name or line.shop for line in lines}
    numbers = numbers_of(standings_of_result(lines), names)
    return {"trials": trials_of_result(contest, result, lines), "numbers": numbers}


def _carry_out(act: Callable[[], object], contest: Contest, address: str) -> Response:
    """A button under a question that waits for a second person."""
    form = ActForm()
    try:
        act()
        return onward(address)
    except Refusal as refusal:
        form.refuse(refusal)
    return show_again("results/publish.html", form=form, **_publication(contest))


def _stage(contest: Contest) -> dict[str, Any]:
    return {"contest": contest, "stage": stage(Timetable.of(contest), clock.utc_now())}


def _publication(contest: Contest) -> dict[str, Any]:
    asked = services.publication_asked(db(), contest)
    until = asked.facts["embargo_until"] if asked else None
    return {
        **_stage(contest),
        "asked": asked,
        "embargo_until": datetime.fromisoformat(until) if until else None,
        "is_own": asked is not None and asked.asked_by == actor().id,
        "rules": VoteRules.of(contest.rules),
    }
