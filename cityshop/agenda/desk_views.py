"""Town hall: the partners of the agenda and the links with which they enter events."""

from flask import Response, request, url_for

from cityshop.agenda import partnering, sources
from cityshop.agenda.desk_forms import PartnerForm
from cityshop.agenda.errors import PartnerStopped
from cityshop.agenda.letters import link_letter
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.outbox import post
from cityshop.core.permissions import Act
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db
from cityshop.web.uploads import takes_pictures

staff = areas.staff_door("agenda_partners", __name__)


@staff.get("/agenda/partners")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    return show("agenda/partners.html", partners=sources.partners(db()))


@staff.get("/agenda/partners/new")
@may(Act.EDIT_AGENDA)
def new() -> Response:
    return show("agenda/partner_edit.html", form=PartnerForm(), partner=None, saved=False)


@staff.post("/agenda/partners/new")
@takes_pictures
@may(Act.EDIT_AGENDA)
def create() -> Response:
    form, now = PartnerForm(), clock.utc_now()
    if form.validate():
        try:
            partner = partnering.create_partner(db(), form.facts(), account_id=actor().id, now=now)
            return onward(url_for(".edit", slug=partner.slug, saved=1))
        except Refusal as refusal:
            return show_refused("agenda/partner_edit.html", form, refusal, partner=None, saved=False)
    return show_again("agenda/partner_edit.html", form=form, partner=None, saved=False)


@staff.get("/agenda/partners/<slug>")
@may(Act.EDIT_AGENDA)
def edit(slug: str) -> Response:
    partner = sources.partner_of_city(db(), slug)
    saved = request.args.get("saved") == "1"
    return show("agenda/partner_edit.html", form=PartnerForm.about(partner), partner=partner, saved=saved)


@staff.post("/agenda/partners/<slug>")
@takes_pictures
@may(Act.EDIT_AGENDA)
def change(slug: str) -> Response:
    partner, form, now = sources.partner_of_city(db(), slug), PartnerForm(), clock.utc_now()
    if form.validate():
        partnering.change_partner(db(), partner, form.facts(), account_id=actor().id, now=now)
        return onward(url_for(".edit", slug=slug, saved=1))
    return show_again("agenda/partner_edit.html", form=form, partner=partner, saved=False)


@staff.post("/agenda/partners/<slug>/link")
@may(Act.EDIT_AGENDA)
def send_link(slug: str) -> Response:
    partner, now = sources.partner_of_city(db(), slug), clock.utc_now()
    if partner.email:
        try:
            token = partnering.new_link(db(), partner, account_id=actor().id, now=now)
        except PartnerStopped as refusal:
            form = PartnerForm.about(partner)
            return show_refused("agenda/partner_edit.html", form, refusal, partner=partner, saved=False)
        post(db(), link_letter(partner, token), now=now)
    return onward(url_for(".edit", slug=slug))


@staff.post("/agenda/partners/<slug>/stop")
@may(Act.EDIT_AGENDA)
def stop(slug: str) -> Response:
    partner = sources.partner_of_city(db(), slug)
    partnering.stop_partner(db(), partner, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".edit", slug=slug))


@staff.post("/agenda/partners/<slug>/start")
@may(Act.EDIT_AGENDA)
def start(slug: str) -> Response:
    partner = sources.partner_of_city(db(), slug)
    partnering.start_partner(db(), partner, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".edit", slug=slug))
