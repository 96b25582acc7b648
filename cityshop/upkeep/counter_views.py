"""A shop's own place in the guide: look, change, ask, look for it, propose it."""

from flask import Response, g, request, url_for

from cityshop.cities import queries as city_queries
from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.core.errors import Refusal
from cityshop.merchants.errors import NotApprovedYet
from cityshop.merchants.models import Shop, ShopState
from cityshop.merchants.queries import shop_of
from cityshop.places.filters import visible
from cityshop.places.models import Place
from cityshop.places.queries import place_of_city
from cityshop.places.services import confirm_place
from cityshop.upkeep import queries, services
from cityshop.upkeep.errors import EditUnknown
from cityshop.upkeep.forms import ContactForm, NewPlaceForm, TieForm, WishForm
from cityshop.upkeep.models import EditKind, PlaceEdit, Verdict
from cityshop.upkeep.own_pages import own_place_page
from cityshop.upkeep.rules import wish_limit
from cityshop.web import areas
from cityshop.web.actors import actor
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db, reading
from cityshop.web.uploads import takes_pictures

own = areas.signed_in_door("own_place", __name__, prefix="/shop/<int:shop_id>/place")


@own.get("")
def show_place(shop_id: int) -> Response:
    shop = _shop(reading(), shop_id)
    page, saved = own_place_page(reading(), shop, now=clock.utc_now()), request.args.get("saved", "")
    return show("upkeep/own_place.html", shop=shop, page=page, saved=saved)


@own.get("/contact")
def contact(shop_id: int) -> Response:
    shop, place = _kept(reading(), shop_id)
    return show("upkeep/own_contact.html", shop=shop, place=place, form=ContactForm.about(place))


@own.post("/contact")
def change_contact(shop_id: int) -> Response:
    shop, place = _kept(db(), shop_id)
    form = ContactForm()
    if not form.validate():
        return show_again("upkeep/own_contact.html", shop=shop, place=place, form=form)
    changes = form.changes(place)
    services.change_at_once(db(), place, changes, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_place", shop_id=shop_id, saved="live"))


@own.post("/confirm")
def confirm(shop_id: int) -> Response:
    _, place = _kept(db(), shop_id)
    confirm_place(db(), place, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_place", shop_id=shop_id, saved="live"))


@own.get("/wish")
def wish(shop_id: int) -> Response:
    shop, place = _kept(reading(), shop_id)
    form = WishForm.about(place, _waiting_change(reading(), shop))
    return show("upkeep/own_wish.html", shop=shop, place=place, form=form)


@own.post("/wish")
@takes_pictures
def ask_change(shop_id: int) -> Response:
    shop, place = _kept(reading(), shop_id)
    count_tries([wish_limit(actor().id)])
    form = WishForm()
    facts = {"shop": shop, "place": place}
    if not form.validate():
        return show_again("upkeep/own_wish.html", form=form, **facts)
    asked, now = form.asked(place), clock.utc_now()
    try:
        services.ask_change(db(), _shop(db(), shop_id), asked, account_id=actor().id, now=now)
    except Refusal as refusal:
        return show_refused("upkeep/own_wish.html", form, refusal, **facts)
    return onward(url_for(".show_place", shop_id=shop_id, saved="asked"))


@own.post("/withdraw/<int:edit_id>")
def withdraw(shop_id: int, edit_id: int) -> Response:
    shop = _shop(db(), shop_id)
    edit = queries.edit_of_city(db(), edit_id)
    if edit.shop_id != shop.id:
        raise EditUnknown
    services.withdraw_edit(db(), edit, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_place", shop_id=shop_id, saved="withdrawn"))


@own.get("/find")
def find(shop_id: int) -> Response:
    shop = _approved(reading(), shop_id)
    words = visible(request.args.get("q", shop.name))[:120]
    found = queries.places_like(reading(), words) if words.strip() else []
    return show("upkeep/own_find.html", shop=shop, words=words, found=found, form=TieForm())


@own.post("/find")
def ask_tie(shop_id: int) -> Response:
    shop, form = _approved(db(), shop_id), TieForm()
    place = place_of_city(db(), form.place.text if form.validate() else "")
    services.ask_tie(db(), shop, place, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".show_place", shop_id=shop_id, saved="asked"))


@own.get("/new")
def new(shop_id: int) -> Response:
    shop = _approved(reading(), shop_id)
    known = {name: getattr(shop, name) for name in ("name", "street", "postal_code", "phone", "website")}
    form = NewPlaceForm(town=areas.page_city().name, kind="shop", **known)
    return show("upkeep/own_new.html", shop=shop, form=form)


@own.post("/new")
def propose(shop_id: int) -> Response:
    shop, form = _approved(db(), shop_id), NewPlaceForm()
    if not form.validate():
        return show_again("upkeep/own_new.html", shop=shop, form=form)
    try:
        services.propose_place(db(), shop, form.asked(), account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("upkeep/own_new.html", form, refusal, shop=shop)
    return onward(url_for(".show_place", shop_id=shop_id, saved="asked"))


def _shop(session: Session, shop_id: int) -> Shop:
    """The keeper's shop; the page keeps to it and to its city from here on."""
    shop = g.shop = shop_of(session, shop_id, account_id=actor().id)
    areas.enter(city_queries.city_by_id(session, shop.city_id))
    return shop


def _approved(session: Session, shop_id: int) -> Shop:
    shop = _shop(session, shop_id)
    if shop.state != ShopState.APPROVED:
        raise NotApprovedYet
    return shop


def _kept(session: Session, shop_id: int) -> tuple[Shop, Place]:
    shop = _shop(session, shop_id)
    return shop, queries.kept_place(session, shop)


def _waiting_change(session: Session, shop: Shop) -> PlaceEdit | None:
    edit = queries.latest_edit(session, shop.id)
    waits = edit is not None and edit.state == Verdict.WAITING and edit.kind == EditKind.CHANGE
    return edit if waits else None
