"""Is this code genuine? Anybody asks, reports a fake, and reads what became of it."""

from flask import Response, request, url_for

from cityshop.accounts.rules import token_digest
from cityshop.core import clock
from cityshop.genuine import queries, services
from cityshop.genuine.forms import FakeForm, LookForm
from cityshop.genuine.judging import MISSES, judge
from cityshop.genuine.letters import fake_reported
from cityshop.genuine.pages import GenuineAnswer, fake_card, genuine_answer
from cityshop.genuine.rules import miss_limit, report_limits
from cityshop.links.pages import site_name
from cityshop.web import areas
from cityshop.web.areas import page_city
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show, show_again, show_private
from cityshop.web.session import db, reading
from cityshop.web.uploads import takes_pictures

public = areas.public_door("genuine", __name__)


@public.get("/genuine")
def index() -> Response:
    if "code" not in request.args:
        return show("genuine/index.html", form=LookForm(), answer=None, site=site_name())
    form = LookForm(request.args)
    if not form.validate():
        return show_again("genuine/index.html", form=form, answer=None, site=site_name())
    answer = _answer(form.code.text)
    return show_private("genuine/index.html", form=form, answer=answer, site=site_name())


@public.get("/genuine/report")
def report() -> Response:
    """The form, with what was looked up just before."""
    shown = request.args.get("shown", "")[:500]
    page = show_private if shown else show
    return page("genuine/report.html", form=FakeForm(shown=shown))


@public.post("/genuine/report")
@takes_pictures
def send_report() -> Response:
    count_tries(report_limits(request.remote_addr, page_city().id))  # before the form, which keeps the photo
    form = FakeForm(request.form)
    if not form.validate():
        return show_again("genuine/report.html", form=form)
    token = services.report_fake(db(), form.draft(), letters=fake_reported, now=clock.utc_now())
    return onward(url_for(".reported", token=token))


@public.get("/genuine/report/<token>")
def reported(token: str) -> Response:
    """What became of a report; only its sender knows this address."""
    found = queries.own_report(reading(), token_digest(token))
    return show_private("genuine/reported.html", report=fake_card(found))


def _answer(shown: str) -> GenuineAnswer:
    judgement = judge(reading(), shown, site=site_name(), now=clock.utc_now())
    if judgement.verdict in MISSES:
        count_tries([miss_limit(request.remote_addr)])
    return genuine_answer(reading(), judgement)
