"""Town hall: calendar files, and calendars that the worker reads. Nothing is taken in without a look."""

from flask import Response, current_app, url_for

from cityshop.agenda import following, sources
from cityshop.agenda.calendars import MOST_BYTES
from cityshop.agenda.desk_forms import FileForm, SourceForm, TakeInForm, offer_partners
from cityshop.agenda.source_page import dry_run, source_line
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.core.words import n_
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db
from cityshop.web.uploads import takes_files

NOBODY = n_("No partner: each event names its organiser")

staff = areas.staff_door("agenda_sources", __name__)


@staff.get("/agenda/calendars")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    lines = [source_line(source) for source in sources.sources(db())]
    return show("agenda/sources.html", sources=lines, act=ActForm(), has_key=_has_key())


@staff.get("/agenda/calendars/file")
@may(Act.EDIT_AGENDA)
def choose_file() -> Response:
    return show("agenda/file.html", form=_file_form())


@staff.post("/agenda/calendars/file")
@takes_files(MOST_BYTES)
@may(Act.EDIT_AGENDA)
def send_file() -> Response:
    form = _file_form()
    if not form.validate():
        return show_again("agenda/file.html", form=form)
    partner = sources.partner_of_city(db(), form.partner.data)
    try:
        source = following.keep_file(db(), partner, form.file.data, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("agenda/file.html", form, refusal)
    return onward(url_for(".look", source_id=source.id))


@staff.get("/agenda/calendars/new")
@may(Act.EDIT_AGENDA)
def new() -> Response:
    return show("agenda/source_new.html", form=_source_form(), has_key=_has_key())


@staff.post("/agenda/calendars/new")
@may(Act.EDIT_AGENDA)
def follow() -> Response:
    form, now = _source_form(), clock.utc_now()
    if not form.validate():
        return show_again("agenda/source_new.html", form=form, has_key=_has_key())
    partner = sources.partner_of_city(db(), form.partner.data) if form.partner.data else None
    try:
        following.follow_address(db(), form.wanted, form.address.text, partner, now=now)
    except Refusal as refusal:
        return show_refused("agenda/source_new.html", form, refusal, has_key=_has_key())
    return onward(url_for(".index"))


@staff.get("/agenda/calendars/<int:source_id>")
@may(Act.EDIT_AGENDA)
def look(source_id: int) -> Response:
    source, now = sources.source_of_city(db(), source_id), clock.utc_now()
    run = dry_run(db(), source, now=now) if source.content else None
    form = TakeInForm(digest=run.digest if run else "")
    return show("agenda/source.html", source=source_line(source), run=run, form=form, act=ActForm())


@staff.post("/agenda/calendars/<int:source_id>/take-in")
@may(Act.EDIT_AGENDA)
def take_in(source_id: int) -> Response:
    source, form, now = sources.source_of_city(db(), source_id), TakeInForm(), clock.utc_now()
    try:
        following.take_in(db(), source, digest=form.digest.data or "", account_id=actor().id, now=now)
    except Refusal as refusal:
        line, run = source_line(source), dry_run(db(), source, now=now) if source.content else None
        return show_refused("agenda/source.html", form, refusal, source=line, run=run, act=ActForm())
    return onward(url_for(".look", source_id=source_id))


@staff.post("/agenda/calendars/<int:source_id>/again")
@may(Act.EDIT_AGENDA)
def again(source_id: int) -> Response:
    following.look_again(db(), sources.source_of_city(db(), source_id), now=clock.utc_now())
    return onward(url_for(".index"))


@staff.post("/agenda/calendars/<int:source_id>/stop")
@may(Act.EDIT_AGENDA)
def stop(source_id: int) -> Response:
    source = sources.source_of_city(db(), source_id)
    following.stop_following(db(), source, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index"))


def _file_form() -> FileForm:
    form = FileForm()
    offer_partners(form.partner, sources.partners(db()))
    return form


def _source_form() -> SourceForm:
    form = SourceForm()
    offer_partners(form.partner, sources.partners(db()), nobody=NOBODY)
    return form


def _has_key() -> bool:
    return bool(current_app.config["UITDATABANK_KEY"])
