"""Town hall: the closing report of an edition, as a page, on paper and as a list; editions side by side."""

from flask import Response, g, make_response, url_for

from cityshop.campaigns.pages import campaign_line
from cityshop.campaigns.queries import campaign_of
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.core.spreadsheets import csv_of, workbook_of
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.pages import onward, show, show_refused
from cityshop.web.parts import parts_of
from cityshop.web.session import db
from cityshop.weekends import making
from cityshop.weekends.report_lists import report_sheets
from cityshop.weekends.report_page import editions_page, report_page

staff = areas.staff_door("edition_staff", __name__)

ONE = "/weekends/<campaign>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff.get(f"{ONE}/report")
@may(Act.SEE_DASHBOARD)
def show_report(campaign: str) -> Response:
    found, now = campaign_of(db(), campaign), clock.utc_now()
    g.campaign = found
    parts = parts_of("edition_report", db(), now)
    return show("weekends/report.html", page=report_page(db(), found, now), parts=parts, form=ActForm())


@staff.post(f"{ONE}/report/close")
@may(Act.CLOSE_EDITION)
def close(campaign: str) -> Response:
    found, now = campaign_of(db(), campaign), clock.utc_now()
    try:
        making.close_edition(db(), found, account_id=actor().id, now=now)
    except Refusal as refusal:
        page = report_page(db(), found, now)
        return show_refused("weekends/report.html", ActForm(), refusal, page=page, parts=[])
    return onward(url_for(".show_report", campaign=campaign))


@staff.post(f"{ONE}/report/publish")
@may(Act.CLOSE_EDITION)
def publish(campaign: str) -> Response:
    making.publish_report(db(), campaign_of(db(), campaign), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_report", campaign=campaign))


@staff.post(f"{ONE}/report/hide")
@may(Act.CLOSE_EDITION)
def hide(campaign: str) -> Response:
    making.hide_report(db(), campaign_of(db(), campaign), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_report", campaign=campaign))


@staff.get(f"{ONE}/report.csv")
@may(Act.SEE_DASHBOARD)
def report_csv(campaign: str) -> Response:
    page = report_page(db(), campaign_of(db(), campaign), clock.utc_now())
    rows = [row for sheet in report_sheets(page) for row in [[sheet.title], sheet.head, *sheet.rows, []]]
    return _file(csv_of([page.campaign.title], rows), "text/csv; charset=utf-8", f"{campaign}.csv")


@staff.get(f"{ONE}/report.xlsx")
@may(Act.SEE_DASHBOARD)
def report_xlsx(campaign: str) -> Response:
    page = report_page(db(), campaign_of(db(), campaign), clock.utc_now())
    return _file(workbook_of(report_sheets(page)), XLSX, f"{campaign}.xlsx")


@staff.get(f"{ONE}/editions")
@may(Act.SEE_DASHBOARD)
def editions(campaign: str) -> Response:
    found = campaign_of(db(), campaign)
    now = clock.utc_now()
    page = editions_page(db(), found, now)
    return show("weekends/editions.html", page=page, campaign=campaign_line(found, now))


def _file(content: str | bytes, mimetype: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
