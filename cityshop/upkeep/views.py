"""Residents report what is wrong; keepers answer their monthly mail without signing in."""

from typing import Any

from flask import Response, current_app, request, url_for

from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.places.place_page import place_page
from cityshop.places.queries import published_place
from cityshop.upkeep import monthly, reporting
from cityshop.upkeep.forms import ChangedForm, ReportForm
from cityshop.upkeep.models import MonthlyAsk
from cityshop.upkeep.rules import report_limits
from cityshop.upkeep.tokens import read_token
from cityshop.web import areas
from cityshop.web.badges import Badges
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show, show_again, show_private
from cityshop.web.session import db, reading

public = areas.public_door("upkeep", __name__)


@public.get("/guide/<slug>/report")
def report(slug: str) -> Response:
    return show("upkeep/report.html", form=ReportForm(), place=published_place(reading(), slug))


@public.post("/guide/<slug>/report")
def send_report(slug: str) -> Response:
    place, form = published_place(reading(), slug), ReportForm(request.form)
    if not form.validate():
        return show_again("upkeep/report.html", form=form, place=place)
    count_tries(report_limits(request.remote_addr, place.id))
    reporting.send_report(db(), published_place(db(), slug), form.draft(), now=clock.utc_now())
    return onward(url_for(".reported", slug=slug))


@public.get("/guide/<slug>/report/thanks")
def reported(slug: str) -> Response:
    return show("upkeep/reported.html", place=published_place(reading(), slug))


@public.get("/still-right/<token>")
def still_right(token: str) -> Response:
    """Shows the facts and one button. Uses nothing up: mail scanners open links."""
    return show_private("upkeep/still_right.html", token=token, **_asked(token))


@public.post("/still-right/<token>")
def confirm(token: str) -> Response:
    monthly.say_still_right(db(), _ask(db(), token), now=clock.utc_now())
    return onward(url_for(".still_right", token=token))


@public.get("/still-right/<token>/changed")
def changed(token: str) -> Response:
    return show_private("upkeep/changed.html", form=ChangedForm(), token=token, **_asked(token))


@public.post("/still-right/<token>/changed")
def send_change(token: str) -> Response:
    form, facts, now = ChangedForm(request.form), _asked(token), clock.utc_now()
    if not form.validate():
        return show_again("upkeep/changed.html", form=form, token=token, **facts)
    count_tries(report_limits(request.remote_addr, facts["ask"].place_id))
    asked = _ask(db(), token)
    reporting.send_report(db(), asked.place, form.draft(), now=now)
    monthly.say_changed(db(), asked, now=now)
    return onward(url_for(".still_right", token=token))


@public.get("/still-right/<token>/stop")
def stop(token: str) -> Response:
    return show_private("upkeep/stop.html", token=token, **_asked(token))


@public.post("/still-right/<token>/stop")
def stop_asking(token: str) -> Response:
    monthly.stop_asking(db(), _ask(db(), token), now=clock.utc_now())
    return onward(url_for(".still_right", token=token))


def _ask(session: Session, token: str) -> MonthlyAsk:
    ask_id = read_token(token, current_app.config["SECRET_KEY"])
    return monthly.open_ask(session, ask_id, now=clock.utc_now())


def _asked(token: str) -> dict[str, Any]:
    found = _ask(reading(), token)
    return {"ask": found, "place": place_page(found.place, Badges(), now=clock.utc_now())}
