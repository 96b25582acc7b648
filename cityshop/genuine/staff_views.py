"""Town hall: fakes that were reported, and the keys that sign vouchers."""

from flask import Response, current_app, url_for

from cityshop.campaigns.queries import campaign_of
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.genuine import queries, services
from cityshop.genuine.forms import AnswerForm, KeyForm
from cityshop.genuine.pages import fake_card, fake_cards, key_rows
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("genuine_staff", __name__)


@staff.get("/codes")
@may(Act.ANSWER_FAKE)
def index() -> Response:
    rows = key_rows(db(), clock.utc_now())
    return show("genuine/staff_index.html", reports=fake_cards(db()), keys=rows)


@staff.get("/codes/reports/<int:report_id>")
@may(Act.ANSWER_FAKE)
def report(report_id: int) -> Response:
    found = queries.report_of_city(db(), report_id)
    return show("genuine/staff_report.html", form=AnswerForm(), report=fake_card(found))


@staff.post("/codes/reports/<int:report_id>")
@may(Act.ANSWER_FAKE)
def answer(report_id: int) -> Response:
    found, form = queries.report_of_city(db(), report_id), AnswerForm()
    card = fake_card(found)
    if not form.validate():
        return show_again("genuine/staff_report.html", form=form, report=card)
    try:
        services.answer_report(db(), found, form.answer(actor().id), now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("genuine/staff_report.html", form, refusal, report=card)
    return onward(url_for(".index"))


@staff.get("/codes/keys/<slug>")
@may(Act.REPLACE_KEY)
def key(slug: str) -> Response:
    return show("genuine/staff_key.html", form=KeyForm(), campaign=campaign_of(db(), slug))


@staff.post("/codes/keys/<slug>")
@may(Act.REPLACE_KEY)
def replace_key(slug: str) -> Response:
    campaign, form = campaign_of(db(), slug), KeyForm()
    if not form.validate():
        return show_again("genuine/staff_key.html", form=form, campaign=campaign)
    secret, now = current_app.config["SECRET_KEY"], clock.utc_now()
    try:
        services.replace_key(db(), campaign, form.replacement(actor().id), secret=secret, now=now)
    except Refusal as refusal:
        return show_refused("genuine/staff_key.html", form, refusal, campaign=campaign)
    return onward(url_for(".index"))
