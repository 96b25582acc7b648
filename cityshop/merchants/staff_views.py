"""Town hall: which shops take part."""

from flask import Response, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.merchants import letters, queries, services
from cityshop.merchants.forms import PlaceForm, RefuseForm, ShopForm
from cityshop.merchants.models import ShopState
from cityshop.merchants.pages import shop_page, shops_page
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("shop_staff", __name__)


@staff.get("/merchants")
@may(Act.SEE_DASHBOARD)
def index() -> Response:
    wanted = request.args.get("state", "")
    state = ShopState(wanted) if wanted in set(ShopState) else None
    shops = queries.shops_in_state(db(), state)
    return show("merchants/index.html", page=shops_page(shops, queries.shop_counts(db()), state))


@staff.get("/merchants/<slug>")
@may(Act.SEE_DASHBOARD)
def show_shop(slug: str) -> Response:
    shop = queries.shop_by_slug(db(), slug)
    keepers = queries.keepers_of(db(), shop)
    return show("merchants/show.html", page=shop_page(shop), shop=shop, keepers=keepers, form=RefuseForm())


@staff.post("/merchants/<slug>/approve")
@may(Act.APPROVE_SHOP)
def approve(slug: str) -> Response:
    shop = queries.shop_by_slug(db(), slug)
    decision = services.Decision(ShopState.APPROVED, actor().id)
    services.decide_on_shop(db(), shop, decision, write=letters.approved, now=clock.utc_now())
    return onward(url_for(".show_shop", slug=slug))


@staff.post("/merchants/<slug>/refuse")
@may(Act.APPROVE_SHOP)
def refuse(slug: str) -> Response:
    shop, form = queries.shop_by_slug(db(), slug), RefuseForm()
    if not form.validate():
        keepers = queries.keepers_of(db(), shop)
        return show_again("merchants/show.html", page=shop_page(shop), shop=shop, keepers=keepers, form=form)
    decision = services.Decision(ShopState.REFUSED, actor().id, form.reason.text)
    services.decide_on_shop(db(), shop, decision, write=letters.refused, now=clock.utc_now())
    return onward(url_for(".show_shop", slug=slug))


@staff.get("/merchants/<slug>/edit")
@may(Act.APPROVE_SHOP)
def edit(slug: str) -> Response:
    shop = queries.shop_by_slug(db(), slug)
    return show("merchants/edit.html", form=ShopForm.about(shop), shop=shop)


@staff.post("/merchants/<slug>/edit")
@may(Act.APPROVE_SHOP)
def change(slug: str) -> Response:
    shop, form = queries.shop_by_slug(db(), slug), ShopForm()
    if not form.validate():
        return show_again("merchants/edit.html", form=form, shop=shop)
    services.change_shop(db(), shop, form.draft(), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_shop", slug=slug))


@staff.get("/merchants/<slug>/place")
@may(Act.APPROVE_SHOP)
def place(slug: str) -> Response:
    shop = queries.shop_by_slug(db(), slug)
    form = PlaceForm(place=queries.place_word(db(), shop))
    return show("merchants/place.html", form=form, shop=shop)


@staff.post("/merchants/<slug>/place")
@may(Act.APPROVE_SHOP)
def link_place(slug: str) -> Response:
    shop, form = queries.shop_by_slug(db(), slug), PlaceForm()
    if not form.validate():
        return show_again("merchants/place.html", form=form, shop=shop)
    try:
        services.link_place(db(), shop, form.word, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("merchants/place.html", form, refusal, shop=shop)
    return onward(url_for(".show_shop", slug=slug))
