"""A shop's own place as its keeper sees it."""

from dataclasses import dataclass
from datetime import datetime

from flask import g

from cityshop.core.db import Session
from cityshop.core.pictures import is_picture_name
from cityshop.merchants.models import Shop, ShopState
from cityshop.places.models import Place, PlaceState
from cityshop.places.place_page import address_of
from cityshop.places.rules import is_stale, is_unconfirmed
from cityshop.places.words import DIET, KIND, PAYMENT, listed_words
from cityshop.upkeep import queries
from cityshop.upkeep.models import Verdict
from cityshop.upkeep.pages import EditCard, edit_card
from cityshop.web.i18n import own_text, translated
from cityshop.web.parts import Part
from cityshop.web.uploads import small_picture_address


@dataclass(frozen=True)
class OwnPlacePage:
    """A shop's place as its keeper sees it; without one `place` is None."""

    place: Place | None
    edit: EditCard | None
    is_approved: bool
    is_public: bool
    kind_words: str = ""
    address: str = ""
    text: str = ""
    menu: str = ""
    paying: str = ""
    photo: str = ""
    is_old: bool = False


def own_place_page(session: Session, shop: Shop, *, now: datetime) -> OwnPlacePage:
    """What the guide says of this shop, and what waits."""
    place, edit = queries.place_by_id(session, shop.place_id), queries.latest_edit(session, shop.id)
    shown = edit_card(edit) if edit is not None and edit.state != Verdict.ACCEPTED else None
    is_approved = shop.state == ShopState.APPROVED
    if place is None:
        return OwnPlacePage(None, shown, is_approved, is_public=False)
    known_at, needs_check = place.known_at, place.needs_check
    return OwnPlacePage(
        place=place,
        edit=shown,
        is_approved=is_approved,
        is_public=place.state == PlaceState.PUBLISHED,
        kind_words=translated(KIND[place.kind]),
        address=address_of(place),
        text=own_text(place.text),
        menu=listed_words(DIET, place.diets),
        paying=listed_words(PAYMENT, place.payments),
        photo=small_picture_address(place.picture) if is_picture_name(place.picture) else "",
        is_old=is_stale(known_at, needs_check=needs_check, now=now)
        or is_unconfirmed(known_at, needs_check=needs_check, now=now),
    )


def own_shop_part(session: Session, now: datetime) -> Part:
    """How the shop stands in the guide."""
    return Part("upkeep/_own_shop.html", {"page": own_place_page(session, g.shop, now=now), "shop": g.shop})
