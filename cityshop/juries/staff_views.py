"""Town hall: who is in a jury, its links, its deadline, and how far it is. No score is ever shown here."""

from typing import Any

from flask import Response, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.juries import queries, services
from cityshop.juries.forms import DeadlineForm, DismissForm, MemberForm
from cityshop.juries.letters import invite
from cityshop.juries.models import Jury, JuryState
from cityshop.juries.pages import desk_page
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("jury_staff", __name__)


@staff.get("/juries/<int:jury_id>")
@may(Act.MANAGE_JURY)
def desk(jury_id: int) -> Response:
    return show("juries/desk.html", **_facts(_jury(jury_id)))


@staff.post("/juries/<int:jury_id>/members")
@may(Act.MANAGE_JURY)
def add_member(jury_id: int) -> Response:
    jury, form, now = _jury(jury_id), MemberForm(), clock.utc_now()
    if form.validate():
        try:
            member = services.add_member(db(), jury, form.draft(), account_id=actor().id, now=now)
            if jury.state == JuryState.SCORING:
                invite(db(), jury, [member], now=now)
            return onward(url_for(".desk", jury_id=jury.id))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("juries/desk.html", **_facts(jury, form=form))


@staff.post("/juries/<int:jury_id>/members/<int:member_id>/remove")
@may(Act.MANAGE_JURY)
def remove_member(jury_id: int, member_id: int) -> Response:
    jury, form = _jury(jury_id), MemberForm(formdata=None)
    member = queries.member_of(db(), jury, member_id)
    try:
        services.remove_member(db(), jury, member, account_id=actor().id, now=clock.utc_now())
        return onward(url_for(".desk", jury_id=jury.id))
    except Refusal as refusal:
        return _refused(jury, form, refusal)


@staff.post("/juries/<int:jury_id>/members/<int:member_id>/link")
@may(Act.MANAGE_JURY)
def send_link(jury_id: int, member_id: int) -> Response:
    jury, form = _jury(jury_id), MemberForm(formdata=None)
    member = queries.member_of(db(), jury, member_id)
    try:
        invite(db(), jury, [member], now=clock.utc_now())
        return onward(url_for(".desk", jury_id=jury.id))
    except Refusal as refusal:
        return _refused(jury, form, refusal)


@staff.post("/juries/<int:jury_id>/begin")
@may(Act.MANAGE_JURY)
def begin(jury_id: int) -> Response:
    """The jury begins: every member gets a mail with a link of their own."""
    jury, form, now = _jury(jury_id), MemberForm(formdata=None), clock.utc_now()
    try:
        services.begin_scoring(db(), jury, account_id=actor().id, now=now)
        invite(db(), jury, queries.members(db(), jury.id), now=now)
        return onward(url_for(".desk", jury_id=jury.id))
    except Refusal as refusal:
        return _refused(jury, form, refusal)


@staff.post("/juries/<int:jury_id>/deadline")
@may(Act.MANAGE_JURY)
def move_deadline(jury_id: int) -> Response:
    jury, form, now = _jury(jury_id), DeadlineForm(), clock.utc_now()
    if form.validate():
        try:
            services.move_deadline(db(), jury, form.deadline.moment, account_id=actor().id, now=now)
            return onward(url_for(".desk", jury_id=jury.id))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("juries/desk.html", **_facts(jury, deadline_form=form))


@staff.get("/juries/<int:jury_id>/dismiss")
@may(Act.MANAGE_JURY)
def ask_to_dismiss(jury_id: int) -> Response:
    return show("juries/dismiss.html", form=DismissForm(), **_dismissal(_jury(jury_id)))


@staff.post("/juries/<int:jury_id>/dismiss")
@may(Act.MANAGE_JURY)
def dismiss(jury_id: int) -> Response:
    jury, form, now = _jury(jury_id), DismissForm(), clock.utc_now()
    if not form.validate():
        return show_again("juries/dismiss.html", form=form, **_dismissal(jury))
    try:
        services.dismiss(db(), jury, form.public_reason(), account_id=actor().id, now=now)
    except Refusal as refusal:
        return show_refused("juries/dismiss.html", form, refusal, **_dismissal(jury))
    return onward(url_for(".desk", jury_id=jury.id))


def _dismissal(jury: Jury) -> dict[str, Any]:
    return {"jury": desk_page(db(), jury, clock.utc_now())}


def _jury(jury_id: int) -> Jury:
    return queries.jury_by_id(db(), jury_id, city_id=areas.page_city().id)


def _refused(jury: Jury, form: MemberForm, refusal: Refusal) -> Response:
    form.refuse(refusal)
    return show_again("juries/desk.html", **_facts(jury, form=form))


def _facts(
    jury: Jury, form: MemberForm | None = None, deadline_form: DeadlineForm | None = None
) -> dict[str, Any]:
    """One of the two forms may have been refused; `form` is the one that the top of the page speaks of."""
    member_form = form or MemberForm(formdata=None)
    later = deadline_form or DeadlineForm(formdata=None)
    return {
        "jury": desk_page(db(), jury, clock.utc_now()),
        "form": deadline_form or member_form,
        "member_form": member_form,
        "deadline_form": later,
        "contest": queries.contest_of_jury(db(), jury),
        "door": "jury_staff",
    }
