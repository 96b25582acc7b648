"""Members of a jury, by their mailed link: look at the finalists, judge or skip each, hand in once."""

from typing import Any

from flask import Response, current_app, request, url_for

from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.core.errors import Refusal, Unknown
from cityshop.juries import judging, queries
from cityshop.juries.forms import ConflictForm, HandInForm, sheet_form
from cityshop.juries.judging import Judgement
from cityshop.juries.models import Jury, JuryMember
from cityshop.juries.pages import MemberPage, member_page
from cityshop.juries.services import token_digest
from cityshop.web import areas
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

door = areas.open_door("jury", __name__, prefix="/jury")


@door.get("/<token>")
def overview(token: str) -> Response:
    page = _page(*_enter(token))
    return show("juries/member.html", page=page, form=HandInForm(), token=token)


@door.post("/<token>")
def hand_in(token: str) -> Response:
    (jury, member), form = _enter(token), HandInForm(request.form)
    try:
        judging.hand_in(db(), member, now=clock.utc_now())
    except Refusal as refusal:
        form.refuse(refusal)
        return show_again("juries/member.html", page=_page(jury, member), form=form, token=token)
    return onward(url_for(".overview", token=token))


@door.get("/<token>/<int:candidate_id>")
def sheet(token: str, candidate_id: int) -> Response:
    jury, member = _enter(token)
    facts = _sheet_facts(jury, member, candidate_id)
    kept = facts["line"].sheet
    form = sheet_form(jury, points=kept.scores, reason=kept.reason) if kept else sheet_form(jury)
    return show("juries/sheet.html", form=form, token=token, **facts)


@door.post("/<token>/<int:candidate_id>")
def judge(token: str, candidate_id: int) -> Response:
    jury, member = _enter(token)
    form, folder = sheet_form(jury, request.form), current_app.config["KEYS_FOLDER"]
    facts = _sheet_facts(jury, member, candidate_id)
    if form.validate():
        judgement = Judgement(candidate_id, form.points(), form.reason.text)
        try:
            judging.judge(db(), member, judgement, keys_folder=folder, now=clock.utc_now())
            return onward(url_for(".overview", token=token))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("juries/sheet.html", form=form, token=token, **facts)


@door.get("/<token>/<int:candidate_id>/tie")
def tie(token: str, candidate_id: int) -> Response:
    facts = _sheet_facts(*_enter(token), candidate_id)
    return show("juries/tie.html", form=ConflictForm(words=facts["line"].tie), token=token, **facts)


@door.post("/<token>/<int:candidate_id>/tie")
def skip(token: str, candidate_id: int) -> Response:
    (jury, member), form = _enter(token), ConflictForm(request.form)
    facts = _sheet_facts(jury, member, candidate_id)
    if form.validate():
        try:
            judging.skip(db(), member, candidate_id, form.words.text, now=clock.utc_now())
            return onward(url_for(".overview", token=token))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("juries/tie.html", form=form, token=token, **facts)


def _enter(token: str) -> tuple[Jury, JuryMember]:
    """The jury and the member with this link, in the city's colours where the jury is of one city."""
    jury, member = queries.member_by_digest(db(), token_digest(token))
    if jury.city_id is not None:
        areas.enter(city_by_id(db(), jury.city_id))
    return jury, member


def _page(jury: Jury, member: JuryMember) -> MemberPage:
    folder = current_app.config["KEYS_FOLDER"]
    return member_page(db(), jury, member, keys_folder=folder, now=clock.utc_now())


def _sheet_facts(jury: Jury, member: JuryMember, candidate_id: int) -> dict[str, Any]:
    page = _page(jury, member)
    line = next((one for one in page.finalists if one.finalist.id == candidate_id), None)
    if line is None:
        raise Unknown
    return {"page": page, "line": line}
