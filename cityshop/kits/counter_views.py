"""A shop's own kit: make it, print it, copy its texts."""

from flask import Response, request, url_for

from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.core.errors import Unknown
from cityshop.elections.models import Contest
from cityshop.elections.queries import AnyRow, candidate_on_page, contest_of_keeper, own_candidate
from cityshop.kits.forms import KitForm
from cityshop.kits.pages import kits, print_run
from cityshop.kits.rules import read_sheet
from cityshop.kits.services import make_kits
from cityshop.kits.words import SHEETS
from cityshop.merchants.queries import shops_of
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show
from cityshop.web.session import db

own = areas.signed_in_door("own_kit", __name__, prefix="/shop/candidate/<int:contest_id>/kit")


@own.get("")
def show_kit(contest_id: int) -> Response:
    contest, candidate = _enter(contest_id)
    (kit,) = kits(db(), contest, [candidate], city=areas.page_city().name)
    shop = request.args.get("shop")
    return show("kits/own_kit.html", form=KitForm(), contest=contest, kit=kit, sheets=SHEETS, shop=shop)


@own.post("")
def make(contest_id: int) -> Response:
    contest, candidate = _enter(contest_id)
    make_kits(db(), contest, [candidate], account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_kit", contest_id=contest_id, shop=request.args.get("shop")))


@own.get("/print")
def print_sheet(contest_id: int) -> Response:
    contest, candidate = _enter(contest_id)
    made = kits(db(), contest, [candidate], city=areas.page_city().name)
    run = print_run(made, read_sheet(request.args.get("sheet", "")))
    back = url_for(".show_kit", contest_id=contest_id, shop=request.args.get("shop"))
    return show("kits/print.html", run=run, back=back)


def _enter(contest_id: int) -> tuple[Contest, AnyRow]:
    """The contest, and the signed-in keeper's own candidate on its list; nobody else finds it."""
    contest = contest_of_keeper(db(), contest_id, account_id=actor().id)
    areas.enter(city_by_id(db(), contest.city_id))
    shops = [shop for shop in shops_of(db(), account_id=actor().id) if shop.city_id == contest.city_id]
    chosen = request.args.get("shop", shops[0].slug)
    shop = next((one for one in shops if one.slug == chosen), None)
    candidate = own_candidate(db(), contest.id, shop_id=shop.id) if shop else None
    if candidate is None:
        raise Unknown
    return contest, candidate_on_page(db(), contest.id, candidate.slug)
