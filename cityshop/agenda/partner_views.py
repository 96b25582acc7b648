"""Partners, by their mailed link: their events, new ones, changes, and what does not take place."""

from typing import Any

from flask import Response, request, url_for

from cityshop.agenda import deciding, queries, services, sources
from cityshop.agenda.deciding_forms import PartnerCancelForm
from cityshop.agenda.facts import EventFacts
from cityshop.agenda.forms import PartnerEventForm, place_words, typed
from cityshop.agenda.models import Event, Partner
from cityshop.agenda.partner_page import partner_page
from cityshop.agenda.partnering import digest_of
from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.web import areas
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db
from cityshop.web.uploads import takes_pictures

door = areas.open_door("agenda_partner", __name__, prefix="/partner")


@door.get("/<token>")
def index(token: str) -> Response:
    page = partner_page(db(), _enter(token), now=clock.utc_now())
    saved = request.args.get("saved") == "1"
    return show("agenda/own_index.html", page=page, token=token, saved=saved)


@door.get("/<token>/new")
def new(token: str) -> Response:
    _enter(token)
    return show("agenda/own_edit.html", form=_knowing(PartnerEventForm()), event=None, **_around(token))


@door.post("/<token>/new")
@takes_pictures
def enter(token: str) -> Response:
    partner, form = _enter(token), _knowing(PartnerEventForm(request.form))
    if form.validate():
        try:
            services.enter_event(db(), partner, form.facts(), now=clock.utc_now())
            return onward(url_for(".index", token=token, saved=1))
        except Refusal as refusal:
            return show_refused("agenda/own_edit.html", form, refusal, event=None, **_around(token))
    return show_again("agenda/own_edit.html", form=form, event=None, **_around(token))


@door.get("/<token>/<slug>")
def edit(token: str, slug: str) -> Response:
    event = _own(token, slug)
    facts = EventFacts.from_json(event.proposal) if event.has_proposal else EventFacts.of(event)
    places = {row.id: place_words(row) for row in queries.place_names(db())}
    form = _knowing(PartnerEventForm(**typed(facts, places.get(facts.place_id or 0, ""))))
    return show("agenda/own_edit.html", form=form, event=event, **_around(token))


@door.post("/<token>/<slug>")
@takes_pictures
def change(token: str, slug: str) -> Response:
    partner, event = _enter(token), _own(token, slug)
    form = _knowing(PartnerEventForm(request.form))
    if form.validate():
        try:
            services.change_own_event(db(), partner, event, form.facts(event), now=clock.utc_now())
            return onward(url_for(".index", token=token, saved=1))
        except Refusal as refusal:
            return show_refused("agenda/own_edit.html", form, refusal, event=event, **_around(token))
    return show_again("agenda/own_edit.html", form=form, event=event, **_around(token))


@door.get("/<token>/<slug>/cancel")
def ask_cancel(token: str, slug: str) -> Response:
    return show("agenda/own_cancel.html", form=PartnerCancelForm(), event=_own(token, slug), token=token)


@door.post("/<token>/<slug>/cancel")
def cancel(token: str, slug: str) -> Response:
    event, form = _own(token, slug), PartnerCancelForm(request.form)
    if not form.validate():
        return show_again("agenda/own_cancel.html", form=form, event=event, token=token)
    deciding.cancel_event(db(), event, form.reason.text, account_id=None, now=clock.utc_now())
    return onward(url_for(".index", token=token, saved=1))


def _enter(token: str) -> Partner:
    """The partner with this link, in the colours of its city."""
    partner = sources.partner_by_digest(db(), digest_of(token))
    areas.enter(city_by_id(db(), partner.city_id))
    return partner


def _own(token: str, slug: str) -> Event:
    return queries.event_of_partner(db(), _enter(token), slug)


def _knowing(form: PartnerEventForm) -> PartnerEventForm:
    form.know_places(queries.place_names(db()))
    return form


def _around(token: str) -> dict[str, Any]:
    return {"token": token, "places": [place_words(row) for row in queries.place_names(db())]}
