"""Reads of shops, their keepers and counters."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session, joinedload

from cityshop.accounts.models import Account
from cityshop.core.db import across_cities
from cityshop.merchants.errors import CounterUnknown, ShopUnknown
from cityshop.merchants.models import Counter, Keeper, Shop, ShopState
from cityshop.places.models import Place

LONGEST_LIST = 500


def shops_of(session: Session, *, account_id: int) -> Sequence[Shop]:
    """Every shop that an account keeps, in whatever city."""
    mine = select(Shop).join(Shop.keepers).where(Keeper.account_id == account_id)
    # one keeper may have outlets in several cities
    with across_cities(session):
        return session.scalars(mine.order_by(Shop.name, Shop.id)).all()


def shop_of(session: Session, shop_id: int, *, account_id: int) -> Shop:
    """One shop that the account keeps; raises ShopUnknown."""
    shop = next((shop for shop in shops_of(session, account_id=account_id) if shop.id == shop_id), None)
    if shop is None:
        raise ShopUnknown
    return shop


def shop_by_slug(session: Session, slug: str) -> Shop:
    """A shop of the chosen city by its word in the address; raises ShopUnknown."""
    shop = session.scalar(select(Shop).where(Shop.slug == slug))
    if shop is None:
        raise ShopUnknown
    return shop


def shops_in_state(session: Session, state: ShopState | None) -> Sequence[Shop]:
    """The shops of the chosen city for town hall; those that wait first, the oldest first."""
    wanted = select(Shop) if state is None else select(Shop).where(Shop.state == state)
    return session.scalars(
        wanted.order_by(Shop.state != ShopState.WAITING, Shop.registered_at, Shop.id).limit(LONGEST_LIST)
    ).all()


def shop_counts(session: Session) -> Mapping[str, int]:
    """How many shops of the chosen city are in each state."""
    counted = session.execute(
        select(Shop.state, func.count(Shop.id).label("number")).group_by(Shop.state).order_by(Shop.state)
    )
    return {row.state: row.number for row in counted}


def keepers_of(session: Session, shop: Shop) -> Sequence[Account]:
    """The accounts that may act for a shop."""
    keepers = select(Account).join(Keeper, Keeper.account_id == Account.id).where(Keeper.shop_id == shop.id)
    return session.scalars(keepers.order_by(Account.id)).all()


def first_keepers() -> Subquery:
    """Who gets the mail of each shop: `account_id` of the first keeper of `shop_id` whose account is open."""
    kept = select(Keeper.shop_id, func.min(Account.id).label("account_id"))
    open_ones = kept.join(Account, Account.id == Keeper.account_id).where(Account.disabled_at.is_(None))
    return open_ones.group_by(Keeper.shop_id).subquery()


def counters_of(session: Session, shop: Shop) -> Sequence[Counter]:
    """A shop's counters that are open, the oldest first."""
    opened = select(Counter).where(Counter.shop_id == shop.id, Counter.revoked_at.is_(None))
    return session.scalars(opened.order_by(Counter.id)).all()


def counter_of(session: Session, counter_id: int, *, shop: Shop) -> Counter:
    """One open counter of this shop; raises CounterUnknown."""
    counter = next((one for one in counters_of(session, shop) if one.id == counter_id), None)
    if counter is None:
        raise CounterUnknown
    return counter


def counter_by_token(session: Session, token: str) -> Counter:
    """The counter behind a link, with its shop, revoked or not; raises CounterUnknown."""
    wanted = select(Counter).where(Counter.token == token).options(joinedload(Counter.shop))
    # the link of a counter says itself which city it is in
    with across_cities(session):
        counter = session.scalar(wanted)
    if counter is None:
        raise CounterUnknown
    return counter


def place_word(session: Session, shop: Shop) -> str:
    """The word in the address of the shop's place in the guide; empty where it is not linked to one."""
    place = session.get(Place, shop.place_id) if shop.place_id is not None else None
    return place.slug if place is not None else ""
