"""Town hall: the phones of all counters, and the scans that wait for a decision."""

from flask import Response, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.devices import deciding, queries, services
from cityshop.devices.deciding import Ruling
from cityshop.devices.forms import DecisionForm, EndForm
from cityshop.devices.models import Decision
from cityshop.devices.pages import phone_rows, scan_row, scan_rows
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("device_staff", __name__)


@staff.get("/devices")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    return show("devices/staff_index.html", phones=phone_rows(queries.devices_of_city(db())))


@staff.get("/devices/<int:device_id>/end")
@may(Act.DECIDE_SCANS)
def ask_end(device_id: int) -> Response:
    (phone,) = phone_rows([queries.device_of_city(db(), device_id)])
    return show("devices/staff_end.html", phone=phone, form=EndForm())


@staff.post("/devices/<int:device_id>/end")
@may(Act.DECIDE_SCANS)
def end(device_id: int) -> Response:
    device, form = queries.device_of_city(db(), device_id), EndForm()
    if not form.validate():
        (phone,) = phone_rows([device])
        return show_again("devices/staff_end.html", phone=phone, form=form)
    reason, now = form.reason.text, clock.utc_now()
    services.end_device(db(), device, reason=reason, account_id=actor().id, now=now)
    return onward(url_for(".index"))


@staff.get("/scans")
@may(Act.SEE_DASHBOARD)
def scans() -> Response:
    return show("devices/staff_scans.html", rows=scan_rows(queries.scans_to_look_at(db())))


@staff.get("/scans/<int:scan_id>")
@may(Act.DECIDE_SCANS)
def ask(scan_id: int) -> Response:
    row = scan_row(queries.scan_to_decide(db(), scan_id))
    return show("devices/staff_decide.html", row=row, form=DecisionForm())


@staff.post("/scans/<int:scan_id>")
@may(Act.DECIDE_SCANS)
def decide(scan_id: int) -> Response:
    line, form = queries.scan_to_decide(db(), scan_id), DecisionForm()
    if not form.validate():
        return show_again("devices/staff_decide.html", row=scan_row(line), form=form)
    ruling = Ruling(Decision(form.decision.data), form.reason.text, actor().id)
    try:
        deciding.decide(db(), line.scan, ruling, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("devices/staff_decide.html", form, refusal, row=scan_row(line))
    return onward(url_for(".scans"))
