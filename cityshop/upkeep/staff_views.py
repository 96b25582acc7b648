"""Town hall: the queue, the history of a place, whom it is asked of."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.places.queries import place_of_city
from cityshop.upkeep import letters, monthly, queries, reporting, services
from cityshop.upkeep.forms import AcceptForm, AnswerForm, BulkForm, MailboxForm, RefuseForm
from cityshop.upkeep.models import Delivery, PlaceEdit, Verdict
from cityshop.upkeep.pages import (
    QueuePage,
    ask_lines,
    edit_card,
    queue_page,
    report_card,
    revision_lines,
)
from cityshop.upkeep.reporting import Ruling
from cityshop.upkeep.services import Decision
from cityshop.upkeep.words import DELIVERY
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("upkeep_staff", __name__)


@staff.get("/guide/queue")
@may(Act.EDIT_PLACE)
def queue() -> Response:
    return show("upkeep/queue.html", form=BulkForm(), page=_heap(), done=request.args.get("done", type=int))


@staff.post("/guide/queue")
@may(Act.EDIT_PLACE)
def decide_ticked() -> Response:
    form, shown = BulkForm(), request.args.get("show", "edits")
    if not form.validate():
        return show_again("upkeep/queue.html", form=form, page=_heap(), done=None)
    done = _HEAPS.get(shown, _accept_edits)(form)
    return onward(url_for(".queue", show=shown, done=done))


@staff.get("/guide/queue/edits/<int:edit_id>")
@may(Act.EDIT_PLACE)
def edit(edit_id: int) -> Response:
    return show("upkeep/edit.html", **_edit_facts(queries.edit_of_city(db(), edit_id)))


@staff.post("/guide/queue/edits/<int:edit_id>/accept")
@may(Act.EDIT_PLACE)
def accept_edit(edit_id: int) -> Response:
    found, form = queries.edit_of_city(db(), edit_id), AcceptForm()
    facts = _edit_facts(found)  # as it is before anything is tried
    if not form.validate():
        return show_again("upkeep/edit.html", **facts | {"form": form})
    decision, now = Decision(actor().id, point=form.chosen_point()), clock.utc_now()
    try:
        services.accept_edit(db(), found, decision, letters=letters.decided, now=now)
    except Refusal as refusal:
        facts.pop("form")
        return show_refused("upkeep/edit.html", form, refusal, **facts)
    return onward(url_for(".queue", done=1))


@staff.post("/guide/queue/edits/<int:edit_id>/refuse")
@may(Act.EDIT_PLACE)
def refuse_edit(edit_id: int) -> Response:
    found, form = queries.edit_of_city(db(), edit_id), RefuseForm()
    if not form.validate():
        return show_again("upkeep/edit.html", **_edit_facts(found) | {"refuse_form": form})
    decision = Decision(actor().id, form.reason.text)
    services.refuse_edit(db(), found, decision, letters=letters.decided, now=clock.utc_now())
    return onward(url_for(".queue", done=1))


@staff.get("/guide/queue/reports/<int:report_id>")
@may(Act.EDIT_PLACE)
def report(report_id: int) -> Response:
    found = queries.report_of_city(db(), report_id)
    return show("upkeep/staff_report.html", form=AnswerForm(), report=report_card(found))


@staff.post("/guide/queue/reports/<int:report_id>")
@may(Act.EDIT_PLACE)
def answer_report(report_id: int) -> Response:
    found, form = queries.report_of_city(db(), report_id), AnswerForm()
    if not form.validate():
        return show_again("upkeep/staff_report.html", form=form, report=report_card(found))
    ruling = form.ruling(actor().id)
    reporting.answer_report(db(), found, ruling, letter=letters.answered, now=clock.utc_now())
    return onward(url_for(".queue", show="reports", done=1))


@staff.get("/guide/asking")
@may(Act.EDIT_PLACE)
def asking() -> Response:
    delivery = request.args.get("delivery", "")
    delivery = delivery if delivery in list(Delivery) else ""
    return show("upkeep/asking.html", lines=ask_lines(db(), delivery), delivery=delivery, words=DELIVERY)


@staff.get("/places/<slug>/revisions")
@may(Act.EDIT_PLACE)
def revisions(slug: str) -> Response:
    place = place_of_city(db(), slug)
    return show("upkeep/revisions.html", place=place, lines=revision_lines(db(), place), form=ActForm())


@staff.post("/places/<slug>/revisions/<int:revision_id>/restore")
@may(Act.EDIT_PLACE)
def restore(slug: str, revision_id: int) -> Response:
    place = place_of_city(db(), slug)
    revision = queries.revision_of(db(), place, revision_id)
    services.restore_revision(db(), place, revision, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".revisions", slug=slug))


@staff.get("/places/<slug>/mailbox")
@may(Act.EDIT_PLACE)
def mailbox(slug: str) -> Response:
    place = place_of_city(db(), slug)
    form = MailboxForm(email=queries.mailbox_of(db(), place))
    return show("upkeep/mailbox.html", place=place, form=form)


@staff.post("/places/<slug>/mailbox")
@may(Act.EDIT_PLACE)
def set_mailbox(slug: str) -> Response:
    place, form = place_of_city(db(), slug), MailboxForm()
    if not form.validate():
        return show_again("upkeep/mailbox.html", place=place, form=form)
    monthly.set_mailbox(db(), place, form.email.text, account_id=actor().id, now=clock.utc_now())
    return onward(url_for("place_staff.edit", slug=slug))


def _heap() -> QueuePage:
    return queue_page(db(), request.args.get("show", "edits"))


def _edit_facts(found: PlaceEdit) -> dict[str, Any]:
    return {"edit": edit_card(found), "form": AcceptForm(), "refuse_form": RefuseForm()}


def _accept_edits(form: BulkForm) -> int:
    decision, now = Decision(actor().id), clock.utc_now()
    return services.accept_edits(db(), form.one.data, decision, letters=letters.decided, now=now)


def _accept_reports(form: BulkForm) -> int:
    ruling, now = Ruling(Verdict.ACCEPTED, Decision(actor().id)), clock.utc_now()
    return reporting.accept_reports(db(), form.one.data, ruling, letter=letters.answered, now=now)


def _decide_on_vanished(form: BulkForm) -> int:
    settle = services.close_vanished if form.act.text == "close" else services.keep_vanished
    return settle(db(), form.one.data, account_id=actor().id, now=clock.utc_now())


_HEAPS: Mapping[str, Callable[[BulkForm], int]] = {
    "edits": _accept_edits,
    "reports": _accept_reports,
    "vanished": _decide_on_vanished,
}
