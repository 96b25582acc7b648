"""Residents: the published report, “I did not ask for this”, and confirming a vote again."""

from flask import Response, jsonify, request, url_for

from cityshop.core import clock
from cityshop.elections.pages import contest_page
from cityshop.elections.queries import public_contest
from cityshop.elections.rules import Stage, Timetable, stage
from cityshop.fairness import complaints, reconfirming
from cityshop.fairness.errors import ReportNotOut
from cityshop.fairness.pages import marked_in
from cityshop.fairness.report_page import report_document, report_facts
from cityshop.fairness.tokens import AGAIN, NOT_ME
from cityshop.web import areas
from cityshop.web.pages import onward, show, show_private
from cityshop.web.session import db, reading

public = areas.public_door("fairness", __name__)


@public.get("/vote/<contest>/fairness")
def report(contest: str) -> Response:
    found, now = public_contest(reading(), contest), clock.utc_now()
    page = contest_page(found, now)
    return show("fairness/report.html", until=page.until, contest=page, **report_facts(reading(), found, now))


@public.get("/vote/<contest>/fairness.json")
def report_for_programs(contest: str) -> Response:
    found = public_contest(reading(), contest)
    if stage(Timetable.of(found), clock.utc_now()) is not Stage.PUBLISHED:
        raise ReportNotOut
    return jsonify(report_document(reading(), found))


@public.get("/vote/<contest>/not-me")
def not_me(contest: str) -> Response:
    """Opening the link does nothing: mail scanners open links."""
    found = public_contest(reading(), contest)
    marked_in(NOT_ME, _token(), found)
    return show_private("fairness/not_me.html", contest=contest_page(found, clock.utc_now()), token=_token())


@public.post("/vote/<contest>/not-me")
def complain(contest: str) -> Response:
    found, now = public_contest(db(), contest), clock.utc_now()
    ident, key = marked_in(NOT_ME, _token(), found)
    complaints.complain(db(), found, ident, key=key, now=now)
    return onward(url_for(".told", contest=contest))


@public.get("/vote/<contest>/not-me/told")
def told(contest: str) -> Response:
    page = contest_page(public_contest(reading(), contest), clock.utc_now())
    return show("fairness/told.html", contest=page)


@public.get("/vote/<contest>/fairness/again")
def again(contest: str) -> Response:
    """Opening the link does nothing: mail scanners open links."""
    found = public_contest(reading(), contest)
    marked_in(AGAIN, _token(), found)
    return show_private("fairness/again.html", contest=contest_page(found, clock.utc_now()), token=_token())


@public.post("/vote/<contest>/fairness/again")
def confirm_again(contest: str) -> Response:
    found, now = public_contest(db(), contest), clock.utc_now()
    slot, _ = marked_in(AGAIN, _token(), found)
    is_in_time = reconfirming.confirm_again(db(), found, slot, now=now)
    return onward(url_for(".confirmed" if is_in_time else ".too_late", contest=contest))


@public.get("/vote/<contest>/fairness/confirmed")
def confirmed(contest: str) -> Response:
    page = contest_page(public_contest(reading(), contest), clock.utc_now())
    return show("fairness/confirmed.html", contest=page)


@public.get("/vote/<contest>/fairness/too-late")
def too_late(contest: str) -> Response:
    page = contest_page(public_contest(reading(), contest), clock.utc_now())
    return show("fairness/too_late.html", contest=page)


def _token() -> str:
    """What the mailed link carries; the form sends it on in its address."""
    return request.args.get("token", "")
