"""Town hall: the events of the agenda, their dates, and what partners ask to show."""

from datetime import date
from typing import Any

from flask import Response, request, url_for

from cityshop.agenda import deciding, queries, services, sources
from cityshop.agenda.deciding import Decision
from cityshop.agenda.deciding_forms import CancelForm, DateForm, DecideForm, RefuseEventForm
from cityshop.agenda.errors import DateUnknown
from cityshop.agenda.facts import EventFacts
from cityshop.agenda.filters import desk_filters_from
from cityshop.agenda.forms import StaffEventForm, place_words, typed
from cityshop.agenda.letters import approved_letter, refused_letter
from cityshop.agenda.models import Event, EventDate, Partner
from cityshop.agenda.staff_pages import desk_page, event_desk
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.outbox import Letter, post
from cityshop.core.permissions import Act
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db
from cityshop.web.uploads import takes_pictures

staff = areas.staff_door("agenda_staff", __name__)


@staff.get("/agenda")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    filters = desk_filters_from(request.args.to_dict(flat=False))
    return show("agenda/staff_index.html", page=desk_page(db(), filters))


@staff.get("/agenda/new")
@may(Act.EDIT_AGENDA)
def new() -> Response:
    return show("agenda/staff_edit.html", form=_knowing(StaffEventForm()), event=None, places=_places())


@staff.post("/agenda/new")
@takes_pictures
@may(Act.EDIT_AGENDA)
def create() -> Response:
    form, now = _knowing(StaffEventForm()), clock.utc_now()
    if form.validate():
        try:
            event = services.create_event(
                db(), form.facts(), partner=_chosen(form), account_id=actor().id, now=now
            )
            return onward(url_for(".show_event", slug=event.slug))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("agenda/staff_edit.html", form=form, event=None, places=_places())


@staff.get("/agenda/<slug>")
@may(Act.SEE_DASHBOARD)
def show_event(slug: str) -> Response:
    return _event_page(queries.event_of_city(db(), slug))


@staff.get("/agenda/<slug>/edit")
@may(Act.EDIT_AGENDA)
def edit(slug: str) -> Response:
    event = queries.event_of_city(db(), slug)
    place = place_words(event.place) if event.place else ""  # type: ignore[arg-type]  # it has the same names
    facts = typed(EventFacts.of(event), place)
    form = _knowing(StaffEventForm(**facts, partner=event.partner.slug if event.partner else ""))
    return show("agenda/staff_edit.html", form=form, event=event, places=_places())


@staff.post("/agenda/<slug>/edit")
@takes_pictures
@may(Act.EDIT_AGENDA)
def change(slug: str) -> Response:
    event, form = queries.event_of_city(db(), slug), _knowing(StaffEventForm())
    if form.validate():
        try:
            services.give_to(db(), event, _chosen(form))
            facts = form.facts(event)
            services.change_event(db(), event, facts, account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".show_event", slug=slug))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("agenda/staff_edit.html", form=form, event=event, places=_places())


@staff.post("/agenda/<slug>/approve")
@may(Act.EDIT_AGENDA)
def approve(slug: str) -> Response:
    event, form, now = queries.event_of_city(db(), slug), DecideForm(), clock.utc_now()
    try:
        deciding.approve_event(db(), event, Decision(form.seen, actor().id), now=now)
    except Refusal as refusal:
        return _event_refused(event, form, refusal)
    if event.partner and event.partner.email:
        _mail(approved_letter(event.partner, event))
    return onward(url_for(".show_event", slug=slug))


@staff.get("/agenda/<slug>/refuse")
@may(Act.EDIT_AGENDA)
def ask_refuse(slug: str) -> Response:
    event = queries.event_of_city(db(), slug)
    return show("agenda/staff_refuse.html", form=RefuseEventForm(revision=str(event.revision)), event=event)


@staff.post("/agenda/<slug>/refuse")
@may(Act.EDIT_AGENDA)
def refuse(slug: str) -> Response:
    event, form, now = queries.event_of_city(db(), slug), RefuseEventForm(), clock.utc_now()
    if not form.validate():
        return show_again("agenda/staff_refuse.html", form=form, event=event)
    reason = form.reason.text
    try:
        deciding.refuse_event(db(), event, Decision(form.seen, actor().id), reason, now=now)
    except Refusal as refusal:
        return show_refused("agenda/staff_refuse.html", form, refusal, event=event)
    if event.partner and event.partner.email:
        _mail(refused_letter(event.partner, event, reason))
    return onward(url_for(".show_event", slug=slug))


@staff.get("/agenda/<slug>/cancel")
@may(Act.EDIT_AGENDA)
def ask_cancel(slug: str) -> Response:
    return show("agenda/staff_cancel.html", form=CancelForm(), event=queries.event_of_city(db(), slug))


@staff.post("/agenda/<slug>/cancel")
@may(Act.EDIT_AGENDA)
def cancel(slug: str) -> Response:
    event, form = queries.event_of_city(db(), slug), CancelForm()
    if not form.validate():
        return show_again("agenda/staff_cancel.html", form=form, event=event)
    deciding.cancel_event(db(), event, form.reason.text, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_event", slug=slug))


@staff.post("/agenda/<slug>/hide")
@may(Act.EDIT_AGENDA)
def hide(slug: str) -> Response:
    event, form, now = queries.event_of_city(db(), slug), DecideForm(), clock.utc_now()
    try:
        deciding.hide_event(db(), event, Decision(form.seen, actor().id), now=now)
    except Refusal as refusal:
        return _event_refused(event, form, refusal)
    return onward(url_for(".show_event", slug=slug))


@staff.post("/agenda/<slug>/confirm")
@may(Act.EDIT_AGENDA)
def confirm(slug: str) -> Response:
    event = queries.event_of_city(db(), slug)
    deciding.confirm_event(db(), event, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_event", slug=slug))


@staff.get("/agenda/<slug>/dates/<day>")
@may(Act.EDIT_AGENDA)
def one_date(slug: str, day: str) -> Response:
    event = queries.event_of_city(db(), slug)
    row, kept = _date_of(event, day)
    times = {"starts_at": row.starts_at, "ends_at": row.ends_at} if row else {}
    form = DateForm(change=kept.get("change", ""), **times)
    return show("agenda/staff_date.html", form=form, event=event, day=date.fromisoformat(day))


@staff.post("/agenda/<slug>/dates/<day>")
@may(Act.EDIT_AGENDA)
def change_date(slug: str, day: str) -> Response:
    event, form = queries.event_of_city(db(), slug), DateForm()
    _date_of(event, day)
    on = date.fromisoformat(day)
    if form.validate():
        change, times = form.chosen, form.new_times()
        try:
            who = {"account_id": actor().id, "now": clock.utc_now()}
            deciding.change_date(db(), event, on, change, times=times, **who)  # type: ignore[arg-type]
            return onward(url_for(".show_event", slug=slug))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("agenda/staff_date.html", form=form, event=event, day=on)


def _event_page(event: Event) -> Response:
    page = event_desk(db(), event, now=clock.utc_now())
    return show("agenda/staff_event.html", page=page, form=None, act=ActForm())


def _event_refused(event: Event, form: DecideForm, refusal: Refusal) -> Response:
    page = event_desk(db(), event, now=clock.utc_now())
    return show_refused("agenda/staff_event.html", form, refusal, page=page, act=ActForm())


def _date_of(event: Event, day: str) -> tuple[EventDate | None, dict[str, Any]]:
    """The date that was planned on this day, if it is still there, and what differs; raises DateUnknown."""
    row = next((one for one in event.dates if one.planned_on.isoformat() == day), None)
    kept = event.exceptions.get(day, {})
    if row is None and not kept:
        raise DateUnknown
    return row, kept


def _knowing(form: StaffEventForm) -> StaffEventForm:
    form.know_partners(sources.partners(db()))
    form.know_places(queries.place_names(db()))
    return form


def _places() -> list[str]:
    return [place_words(row) for row in queries.place_names(db())]


def _chosen(form: StaffEventForm) -> Partner | None:
    return sources.partner_of_city(db(), form.partner.data) if form.partner.data else None


def _mail(letter: Letter) -> None:
    post(db(), letter, now=clock.utc_now())
