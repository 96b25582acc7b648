"""Town hall prints every candidate's kit in one run, and sees which links people follow."""

from typing import Any

from flask import Response, request, url_for

from cityshop.core import clock
from cityshop.core.permissions import Act
from cityshop.elections.queries import contest_by_slug
from cityshop.kits.forms import KitForm
from cityshop.kits.pages import kits, print_run, scan_rows, standing
from cityshop.kits.rules import read_sheet
from cityshop.kits.services import make_kits
from cityshop.kits.words import SHEETS
from cityshop.links.queries import link_in_use
from cityshop.links.services import retire_link
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show
from cityshop.web.session import db

staff = areas.staff_door("kit_staff", __name__)


@staff.get("/contests/<contest>/kit")
@may(Act.PRINT_KIT)
def index(contest: str) -> Response:
    return show("kits/staff_index.html", form=KitForm(), **_facts(contest))


@staff.post("/contests/<contest>/kit")
@may(Act.PRINT_KIT)
def make(contest: str) -> Response:
    facts = _facts(contest)
    lacking = [row for row, kit in zip(facts["rows"], facts["kits"], strict=True) if not kit.is_made]
    make_kits(db(), facts["contest"], lacking, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index", contest=contest))


@staff.get("/contests/<contest>/kit/print")
@may(Act.PRINT_KIT)
def print_sheet(contest: str) -> Response:
    run = print_run(_facts(contest)["kits"], read_sheet(request.args.get("sheet", "")))
    return show("kits/print.html", run=run, back=url_for(".index", contest=contest))


@staff.post("/contests/<contest>/kit/links/<int:link_id>/retire")
@may(Act.PRINT_KIT)
def retire(contest: str, link_id: int) -> Response:
    """Take a code out of use, such as one that somebody stuck a false one over; the next kit gets another."""
    contest_by_slug(db(), contest)
    retire_link(db(), link_in_use(db(), link_id), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index", contest=contest))


def _facts(contest: str) -> dict[str, Any]:
    found = contest_by_slug(db(), contest)
    rows = standing(db(), found)
    made = kits(db(), found, rows, city=areas.page_city().name)
    scans = scan_rows(db(), rows, now=clock.utc_now())
    return {"contest": found, "rows": rows, "kits": made, "scans": scans, "sheets": SHEETS}
