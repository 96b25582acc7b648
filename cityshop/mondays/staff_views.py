"""Town hall: what shops think of a weekend, who has not answered, one reminder."""

from flask import Response, make_response, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.mondays import queries, services
from cityshop.mondays.rows import response_lines
from cityshop.mondays.staff_pages import answers_csv, survey_page
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("monday_staff", __name__)

ONE = "/surveys/<slug>"


@staff.get("/surveys")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    now = clock.utc_now()
    return show(
        "mondays/staff_index.html", lines=response_lines(db(), queries.editions(db(), now=now), now=now)
    )


@staff.get(ONE)
@may(Act.SEE_DASHBOARD)
def survey(slug: str) -> Response:
    campaign = queries.campaign_by_slug(db(), slug)
    return show("mondays/staff_survey.html", page=survey_page(db(), campaign, now=clock.utc_now()))


@staff.get(f"{ONE}/answers.csv")
@may(Act.SEE_DASHBOARD)
def answers(slug: str) -> Response:
    campaign = queries.campaign_by_slug(db(), slug)
    response = make_response(answers_csv(db(), campaign))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f"attachment; filename=answers-{campaign.slug}.csv"
    return response


@staff.get(f"{ONE}/remind")
@may(Act.EDIT_CAMPAIGN)
def ask_remind(slug: str) -> Response:
    page = survey_page(db(), queries.campaign_by_slug(db(), slug), now=clock.utc_now())
    return show("mondays/remind.html", form=ActForm(), page=page)


@staff.post(f"{ONE}/remind")
@may(Act.EDIT_CAMPAIGN)
def remind(slug: str) -> Response:
    campaign, form, now = queries.campaign_by_slug(db(), slug), ActForm(), clock.utc_now()
    page = survey_page(db(), campaign, now=now)
    if not form.validate():
        return show_again("mondays/remind.html", form=form, page=page)
    try:
        services.ask_reminder(db(), campaign, account_id=actor().id, now=now)
    except Refusal as refusal:
        return show_refused("mondays/remind.html", form, refusal, page=page)
    return onward(url_for(".survey", slug=slug))
