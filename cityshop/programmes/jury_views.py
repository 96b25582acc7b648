"""The organiser's jury over the local winners: who is in it, its links, its deadline, and its reveal."""

from typing import Any

from flask import Response, current_app, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.juries import queries, services
from cityshop.juries.forms import DeadlineForm, JuryForm, MemberForm
from cityshop.juries.letters import invite
from cityshop.juries.models import Jury, JuryState
from cityshop.juries.pages import desk_page
from cityshop.programmes import laureates
from cityshop.programmes.doors import EDITION, organiser_door
from cityshop.programmes.laureates import JuryPlan, edition_of_jury
from cityshop.programmes.models import Edition
from cityshop.programmes.pages import edition_page
from cityshop.programmes.queries import edition_of
from cityshop.programmes.wall import winner_card
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

organiser = organiser_door("programme_jury", __name__)


@organiser.get(f"{EDITION}/jury")
def ask(programme: str, season: int) -> Response:
    """The form to convene one; where there is one, its own page."""
    edition = edition_of(db(), programme, season)
    convened = laureates.jury_of(db(), edition)
    if convened is not None:
        return onward(url_for(".desk", jury_id=convened.id))
    return show("programmes/jury.html", form=JuryForm.suggested(), **_stage(edition))


@organiser.post(f"{EDITION}/jury")
def convene(programme: str, season: int) -> Response:
    edition, form, now = edition_of(db(), programme, season), JuryForm(), clock.utc_now()
    if form.validate():
        plan = JuryPlan(form.criteria(), form.deadline.moment, current_app.config["KEYS_FOLDER"])
        try:
            jury = laureates.convene_jury(db(), edition, plan, account_id=actor().id, now=now)
            return onward(url_for(".desk", jury_id=jury.id))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("programmes/jury.html", form=form, **_stage(edition))


@organiser.get("/juries/<int:jury_id>")
def desk(jury_id: int) -> Response:
    return show("programmes/jury_desk.html", **_facts(*edition_of_jury(db(), jury_id)))


@organiser.post("/juries/<int:jury_id>/members")
def add_member(jury_id: int) -> Response:
    (jury, edition), form, now = edition_of_jury(db(), jury_id), MemberForm(), clock.utc_now()
    if form.validate():
        try:
            member = services.add_member(db(), jury, form.draft(), account_id=actor().id, now=now)
            if jury.state == JuryState.SCORING:
                invite(db(), jury, [member], now=now)
            return _back(jury)
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("programmes/jury_desk.html", **_facts(jury, edition, form=form))


@organiser.post("/juries/<int:jury_id>/members/<int:member_id>/remove")
def remove_member(jury_id: int, member_id: int) -> Response:
    jury, edition = edition_of_jury(db(), jury_id)
    member = queries.member_of(db(), jury, member_id)
    try:
        services.remove_member(db(), jury, member, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return _refused(jury, edition, refusal)
    return _back(jury)


@organiser.post("/juries/<int:jury_id>/members/<int:member_id>/link")
def send_link(jury_id: int, member_id: int) -> Response:
    jury, edition = edition_of_jury(db(), jury_id)
    member = queries.member_of(db(), jury, member_id)
    try:
        invite(db(), jury, [member], now=clock.utc_now())
    except Refusal as refusal:
        return _refused(jury, edition, refusal)
    return _back(jury)


@organiser.post("/juries/<int:jury_id>/begin")
def begin(jury_id: int) -> Response:
    """The jury begins: every member gets a mail with a link of their own."""
    (jury, edition), now = edition_of_jury(db(), jury_id), clock.utc_now()
    try:
        services.begin_scoring(db(), jury, account_id=actor().id, now=now)
        invite(db(), jury, queries.members(db(), jury.id), now=now)
    except Refusal as refusal:
        return _refused(jury, edition, refusal)
    return _back(jury)


@organiser.post("/juries/<int:jury_id>/deadline")
def move_deadline(jury_id: int) -> Response:
    (jury, edition), form, now = edition_of_jury(db(), jury_id), DeadlineForm(), clock.utc_now()
    if form.validate():
        try:
            services.move_deadline(db(), jury, form.deadline.moment, account_id=actor().id, now=now)
            return _back(jury)
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("programmes/jury_desk.html", **_facts(jury, edition, deadline_form=form))


@organiser.post("/juries/<int:jury_id>/reveal")
def reveal(jury_id: int) -> Response:
    jury, edition = edition_of_jury(db(), jury_id)
    folder, now = current_app.config["KEYS_FOLDER"], clock.utc_now()
    try:
        laureates.reveal_laureate(db(), jury, keys_folder=folder, account_id=actor().id, now=now)
    except Refusal as refusal:
        return _refused(jury, edition, refusal)
    return _back(jury)


def _back(jury: Jury) -> Response:
    return onward(url_for(".desk", jury_id=jury.id))


def _refused(jury: Jury, edition: Edition, refusal: Refusal) -> Response:
    form = MemberForm(formdata=None)
    form.refuse(refusal)
    return show_again("programmes/jury_desk.html", **_facts(jury, edition, form=form))


def _stage(edition: Edition) -> dict[str, Any]:
    winners = laureates.local_winners(db(), edition, now=clock.utc_now())
    return {"edition": edition_page(edition), "winners": [winner_card(one) for one in winners]}


def _facts(
    jury: Jury,
    edition: Edition,
    *,
    form: MemberForm | None = None,
    deadline_form: DeadlineForm | None = None,
) -> dict[str, Any]:
    """One of the two forms may have been refused; `form` is the one that the top of the page speaks of."""
    member_form, later = form or MemberForm(formdata=None), deadline_form or DeadlineForm(formdata=None)
    return {
        "jury": desk_page(db(), jury, clock.utc_now()),
        "edition": edition_page(edition),
        "form": deadline_form or member_form,
        "member_form": member_form,
        "deadline_form": later,
        "door": "programme_jury",
    }
