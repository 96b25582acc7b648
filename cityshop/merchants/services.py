"""Everything that changes shops."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from cityshop.accounts.models import Account
from cityshop.accounts.services import Grant, grant_role
from cityshop.cities.models import City
from cityshop.core.journal import Happening, record
from cityshop.core.outbox import Letter, post
from cityshop.core.permissions import Role
from cityshop.core.slugs import slug_of
from cityshop.core.words import with_words
from cityshop.merchants.errors import (
    EnterpriseTaken,
    OtherPostalCode,
    PlaceNotInGuide,
)
from cityshop.merchants.models import Keeper, Shop, ShopState
from cityshop.merchants.queries import keepers_of
from cityshop.places.errors import PlaceUnknown
from cityshop.places.queries import place_of_city

LetterWriter = Callable[[Account, Shop], Letter]


@dataclass(frozen=True)
class Registration:
    """What a shopkeeper fills in once; `enterprise_number` is ten digits."""

    name: str
    enterprise_number: str
    category: str
    street: str
    postal_code: str
    keeper_name: str


@dataclass(frozen=True)
class ShopDraft:
    """What a shopkeeper or town hall can change afterwards."""

    name: str
    keeper_name: str
    street: str
    phone: str
    website: str
    introduction: dict[str, str]


@dataclass(frozen=True)
class Decision:
    """What town hall says of a registration; the reason is for the shopkeeper."""

    state: ShopState
    account_id: int
    reason: str = ""


def register_shop(
    session: Session, city: City, registration: Registration, *, keeper: Account, now: datetime
) -> Shop:
    """A shop that waits for town hall; raises OtherPostalCode or EnterpriseTaken."""
    if registration.postal_code not in city.postal_codes:
        raise OtherPostalCode(city=city.name, codes=", ".join(city.postal_codes))
    # one registration at a time in a city: who has the number and which address is free is looked up first
    session.execute(select(City.id).where(City.id == city.id).with_for_update())
    _refuse_taken_number(session, city, registration.enterprise_number, keeper)
    shop = Shop(
        city_id=city.id,
        slug=_free_slug(session, registration.name),
        name=registration.name,
        enterprise_number=registration.enterprise_number,
        category=registration.category,
        street=registration.street,
        postal_code=registration.postal_code,
        keeper_name=registration.keeper_name,
        registered_at=now,
        keepers=[Keeper(account_id=keeper.id)],
    )
    session.add(shop)
    session.flush()
    grant_role(session, keeper, Grant(Role.MERCHANT, None, by=keeper.id), now=now)
    record(session, Happening.SHOP_REGISTERED, f"shop {shop.id}", account_id=keeper.id, now=now)
    return shop


def change_shop(session: Session, shop: Shop, draft: ShopDraft, *, account_id: int, now: datetime) -> Shop:
    """Change what the public reads of a shop; its address stays."""
    shop.name, shop.keeper_name, shop.street = draft.name, draft.keeper_name, draft.street
    shop.phone, shop.website = draft.phone, draft.website
    shop.introduction = with_words(shop.introduction, draft.introduction)
    record(session, Happening.SHOP_CHANGED, f"shop {shop.id}", account_id=account_id, now=now)
    session.flush()
    return shop


def link_place(session: Session, shop: Shop, place: str, *, account_id: int, now: datetime) -> None:
    """Say which place of the guide a shop is, by the place's word in the address; none when it is empty.

    Raises PlaceNotInGuide.
    """
    try:
        shop.place_id = place_of_city(session, place).id if place else None
    except PlaceUnknown as unknown:
        raise PlaceNotInGuide from unknown
    record(session, Happening.SHOP_CHANGED, f"shop {shop.id}", account_id=account_id, now=now, note="place")
    session.flush()


def decide_on_shop(
    session: Session, shop: Shop, decision: Decision, *, write: LetterWriter, now: datetime
) -> None:
    """Approve or refuse a shop, and tell its keepers; the same decision twice tells them once."""
    if (shop.state, shop.state_reason) == (decision.state, decision.reason):
        return
    shop.state, shop.state_reason = decision.state, decision.reason
    is_approved = decision.state == ShopState.APPROVED
    happening = Happening.SHOP_APPROVED if is_approved else Happening.SHOP_REFUSED
    record(
        session, happening, f"shop {shop.id}", account_id=decision.account_id, now=now, note=decision.reason
    )
    tell_keepers(session, shop, write, now=now)


def tell_keepers(session: Session, shop: Shop, write: LetterWriter, *, now: datetime) -> None:
    """Mail everybody who keeps the shop."""
    session.flush()
    for account in keepers_of(session, shop):
        post(session, write(account, shop), now=now)


def _refuse_taken_number(session: Session, city: City, number: str, keeper: Account) -> None:
    same = select(Shop.id).where(
        Shop.enterprise_number == number, Shop.state != ShopState.REFUSED, Shop.city_id == city.id
    )
    own = same.join(Shop.keepers).where(Keeper.account_id == keeper.id)
    if session.scalar(same.limit(1)) is not None and session.scalar(own.limit(1)) is None:
        raise EnterpriseTaken(city=city.name)


def _free_slug(session: Session, name: str) -> str:
    wanted = slug_of(name, otherwise="winkel")
    taken = set(session.scalars(select(Shop.slug).where(Shop.slug.startswith(wanted, autoescape=True))))
    if wanted not in taken:
        return wanted
    return next(slug for number in count(2) if (slug := f"{wanted}-{number}") not in taken)
