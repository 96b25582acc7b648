"""Town hall: contests, their dates and words, who stands, and opening them."""

from typing import Any

from flask import Response, current_app, g, url_for

from cityshop.campaigns.queries import campaign_of, campaigns
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.core.slugs import slug_of
from cityshop.elections import queries, services, states
from cityshop.elections.forms import ActForm, NewContestForm, RefuseForm, form_about
from cityshop.elections.models import Contest
from cityshop.elections.rows import contest_row, contest_rows, standing_rows
from cityshop.web import areas, parts
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.i18n import own_text
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("election_staff", __name__)


@staff.get("/contests")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    rows = contest_rows(queries.contests_with_counts(db()), clock.utc_now())
    return show("elections/staff_index.html", contests=rows)


@staff.get("/contests/new")
@may(Act.EDIT_CONTEST)
def new() -> Response:
    return show("elections/staff_new.html", form=_new_form())


@staff.post("/contests/new")
@may(Act.EDIT_CONTEST)
def create() -> Response:
    form = _new_form()
    if form.validate():
        campaign = campaign_of(db(), form.campaign.data)
        word = slug_of(form.slug.text, otherwise=campaign.slug)
        try:
            services.create_contest(db(), campaign, word, account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".edit", contest=word))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("elections/staff_new.html", form=form)


@staff.get("/contests/<contest>")
@may(Act.SEE_DASHBOARD)
def overview(contest: str) -> Response:
    return show("elections/staff_contest.html", form=ActForm(), **_overview(contest))


@staff.get("/contests/<contest>/edit")
@may(Act.EDIT_CONTEST)
def edit(contest: str) -> Response:
    found = queries.contest_by_slug(db(), contest)
    return show("elections/staff_edit.html", form=form_about(found), contest=found)


@staff.post("/contests/<contest>/edit")
@may(Act.EDIT_CONTEST)
def change(contest: str) -> Response:
    found, now = queries.contest_by_slug(db(), contest), clock.utc_now()
    form = form_about(found)
    if form.validate():
        try:
            services.change_contest(db(), found, form.draft(), account_id=actor().id, now=now)
            return onward(url_for(".overview", contest=contest))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("elections/staff_edit.html", form=form, contest=found)


@staff.post("/contests/<contest>/open")
@may(Act.OPEN_CONTEST)
def begin(contest: str) -> Response:
    return _open_with(services.open_contest, contest)


@staff.post("/contests/<contest>/resume")
@may(Act.OPEN_CONTEST)
def resume(contest: str) -> Response:
    return _open_with(states.resume_contest, contest)


@staff.post("/contests/<contest>/candidates/<int:candidate_id>/accept")
@may(Act.MODERATE_CANDIDATES)
def accept(contest: str, candidate_id: int) -> Response:
    found = queries.contest_by_slug(db(), contest)
    candidate = queries.candidate_by_id(db(), found.id, candidate_id)
    services.accept_candidate(db(), candidate, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".overview", contest=contest))


@staff.get("/contests/<contest>/candidates/<int:candidate_id>/refuse")
@may(Act.MODERATE_CANDIDATES)
def ask_refusal(contest: str, candidate_id: int) -> Response:
    found = queries.contest_by_slug(db(), contest)
    candidate = queries.candidate_by_id(db(), found.id, candidate_id)
    return show("elections/staff_refuse.html", form=RefuseForm(), contest=found, candidate=candidate)


@staff.post("/contests/<contest>/candidates/<int:candidate_id>/refuse")
@may(Act.MODERATE_CANDIDATES)
def refuse(contest: str, candidate_id: int) -> Response:
    found, form, now = queries.contest_by_slug(db(), contest), RefuseForm(), clock.utc_now()
    candidate = queries.candidate_by_id(db(), found.id, candidate_id)
    if form.validate():
        try:
            services.refuse_candidate(db(), candidate, form.reason.text, account_id=actor().id, now=now)
            return onward(url_for(".overview", contest=contest))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("elections/staff_refuse.html", form=form, contest=found, candidate=candidate)


def _open_with(service: Any, contest: str) -> Response:
    found, form = queries.contest_by_slug(db(), contest), ActForm()
    folder, now = current_app.config["KEYS_FOLDER"], clock.utc_now()
    try:
        service(db(), found, keys_folder=folder, account_id=actor().id, now=now)
    except Refusal as refusal:
        form.refuse(refusal)
        return show_again("elections/staff_contest.html", form=form, **_overview(contest))
    return onward(url_for(".overview", contest=contest))


def _new_form() -> NewContestForm:
    form = NewContestForm()
    form.campaign.offer((one.slug, own_text(one.title)) for one in campaigns(db()))
    return form


def _overview(contest: str) -> dict[str, Any]:
    """Totals always; numbers per candidate only as far as the rules let anybody see them."""
    count, now = queries.contest_with_counts(db(), contest), clock.utc_now()
    found: Contest = count.contest
    votes = queries.votes_per_candidate(db(), found.id)
    candidates = standing_rows(count, queries.candidates_to_judge(db(), found.id), votes, now)
    g.contest = found
    more = parts.parts_of("contest_desk", db(), now)
    return {"contest": found, "row": contest_row(count, now), "candidates": candidates, "parts": more}
