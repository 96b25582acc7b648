"""Town hall: contests, their dates and words, who stands, and opening them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, current_app, g, url_for

from cityshop.campaigns.queries import campaign_of, campaigns
from cityshop.core import clock
from cityshop.core.errors import Refusal, Unknown
from cityshop.core.permissions import Act
from cityshop.core.slugs import slug_of
from cityshop.elections import agreements, queries, services, states
from cityshop.elections.counts import contest_with_counts, contests_with_counts
from cityshop.elections.models import Contest
from cityshop.elections.proposal_rows import proposal_rows
from cityshop.elections.rows import contest_row, contest_rows, standing_rows
from cityshop.elections.staff_forms import (
    AnnulForm,
    EndForm,
    NewContestForm,
    PauseContestForm,
    ResumeContestForm,
    form_about,
)
from cityshop.web import areas, parts
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm, SignedInForm
from cityshop.web.i18n import own_text
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("election_staff", __name__)


@staff.get("/contests")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    rows = contest_rows(contests_with_counts(db()), clock.utc_now())
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


@staff.post("/contests/<contest>/nominations")
@may(Act.EDIT_CONTEST)
def nominate(contest: str) -> Response:
    return _act("elections/staff_contest.html", ActForm(), contest, services.open_nominations)


@staff.post("/contests/<contest>/open")
@may(Act.OPEN_CONTEST)
def begin(contest: str) -> Response:
    act = partial(services.open_contest, keys_folder=current_app.config["KEYS_FOLDER"])
    return _act("elections/staff_contest.html", ActForm(), contest, act)


@staff.get("/contests/<contest>/pause")
@may(Act.PAUSE_CONTEST)
def ask_pause(contest: str) -> Response:
    return _ask("elections/staff_pause.html", PauseContestForm(), contest)


@staff.post("/contests/<contest>/pause")
@may(Act.PAUSE_CONTEST)
def pause(contest: str) -> Response:
    form = PauseContestForm()
    return _act(
        "elections/staff_pause.html", form, contest, partial(states.pause_contest, pause=form.pause())
    )


@staff.get("/contests/<contest>/resume")
@may(Act.OPEN_CONTEST)
def ask_resume(contest: str) -> Response:
    return _ask("elections/staff_resume.html", ResumeContestForm(), contest)


@staff.post("/contests/<contest>/resume")
@may(Act.OPEN_CONTEST)
def resume(contest: str) -> Response:
    form = ResumeContestForm()
    act = states.resume_and_move_end if form.moves_end.data else states.resume_contest
    folder = current_app.config["KEYS_FOLDER"]
    return _act("elections/staff_resume.html", form, contest, partial(act, keys_folder=folder))


@staff.get("/contests/<contest>/end")
@may(Act.CLOSE_CONTEST_EARLY)
def ask_end(contest: str) -> Response:
    return _ask("elections/staff_end.html", EndForm(), contest)


@staff.post("/contests/<contest>/end")
@may(Act.CLOSE_CONTEST_EARLY)
def end(contest: str) -> Response:
    form = EndForm()
    ask = partial(agreements.ask_to_close_early, reason=form.reason.text)
    return _act("elections/staff_end.html", form, contest, ask)


@staff.get("/contests/<contest>/annul")
@may(Act.ANNUL_CONTEST)
def ask_annulment(contest: str) -> Response:
    return _ask("elections/staff_annul.html", AnnulForm(), contest)


@staff.post("/contests/<contest>/annul")
@may(Act.ANNUL_CONTEST)
def annul(contest: str) -> Response:
    form = AnnulForm()
    ask = partial(agreements.ask_to_annul, public_reason=form.public_reason())
    return _act("elections/staff_annul.html", form, contest, ask)


@staff.post("/contests/<contest>/proposals/<int:proposal_id>/confirm")
@may(Act.CLOSE_CONTEST_EARLY)
def agree(contest: str, proposal_id: int) -> Response:
    act = partial(agreements.agree, proposal_id=proposal_id)
    return _act("elections/staff_contest.html", ActForm(), contest, act)


@staff.post("/contests/<contest>/proposals/<int:proposal_id>/withdraw")
@may(Act.CLOSE_CONTEST_EARLY)
def take_back(contest: str, proposal_id: int) -> Response:
    act = partial(agreements.take_back, proposal_id=proposal_id)
    return _act("elections/staff_contest.html", ActForm(), contest, act)


def _ask(template: str, form: SignedInForm, contest: str) -> Response:
    """The page that asks once more before something happens to a contest."""
    return show(template, form=form, **_overview(contest))


def _act(template: str, form: SignedInForm, contest: str, service: Callable[..., Any]) -> Response:
    """Do it if the form is filled in right."""
    found, now = queries.contest_by_slug(db(), contest), clock.utc_now()
    if form.validate():
        try:
            service(db(), found, account_id=actor().id, now=now)
            return onward(url_for(".overview", contest=contest))
        except Unknown:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again(template, form=form, **_overview(contest))


def _new_form() -> NewContestForm:
    form = NewContestForm()
    form.campaign.offer((one.slug, own_text(one.title)) for one in campaigns(db()))
    return form


def _overview(contest: str) -> dict[str, Any]:
    """Totals always; numbers per candidate only as far as the rules let anybody see them."""
    count, now = contest_with_counts(db(), contest), clock.utc_now()
    found: Contest = count.contest
    votes = queries.votes_per_candidate(db(), found.id)
    candidates = standing_rows(count, queries.candidates_to_judge(db(), found.id), votes, now)
    g.contest = found
    more = parts.parts_of("contest_desk", db(), now)
    row, proposals = contest_row(count, now), proposal_rows(db(), found, account_id=actor().id)
    return {
        "contest": found,
        "row": row,
        "candidates": candidates,
        "parts": more,
        "proposals": proposals,
    }
