"""Town hall: the calendar of the sales."""

from flask import Response, url_for

from cityshop.core import clock
from cityshop.core.clock import local
from cityshop.core.errors import Unknown
from cityshop.core.permissions import Act
from cityshop.sales import queries, services
from cityshop.sales.forms import SalesForm
from cityshop.sales.pages import ban_now, season_rows, years_shown
from cityshop.sales.rules import FIRST_YEAR, LAST_YEAR
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.areas import page_city
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("sales_staff", __name__)

YEAR = "/sales/<int:year>"


@staff.get("/sales")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    today = local(clock.utc_now()).date()
    years = queries.sales_years(db(), years_shown(today))
    return show("sales/index.html", rows=season_rows(years), today=ban_now(years, today))


@staff.get(YEAR)
@may(Act.EDIT_OFFER)
def edit(year: int) -> Response:
    kept = _year(year)
    return show("sales/edit.html", form=SalesForm.about(kept), year=kept)


@staff.post(YEAR)
@may(Act.EDIT_OFFER)
def change(year: int) -> Response:
    kept, form = _year(year), SalesForm()
    if not form.validate_in(year):
        return show_again("sales/edit.html", form=form, year=kept)
    services.keep_seasons(
        db(), page_city().id, form.seasons(year), account_id=actor().id, now=clock.utc_now()
    )
    return onward(url_for(".index"))


@staff.post(f"{YEAR}/follow")
@may(Act.EDIT_OFFER)
def follow(year: int) -> Response:
    _year(year)
    services.follow_the_country(db(), page_city().id, year, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index"))


def _year(year: int) -> queries.SalesYear:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unknown
    return queries.sales_years(db(), [year])[0]
