"""The letter to town hall when somebody seems to be guessing codes at a counter."""

from collections.abc import Iterable

from cityshop.accounts.queries import accounts_that_may
from cityshop.cities.queries import city_by_id
from cityshop.core.db import Session
from cityshop.core.outbox import Letter
from cityshop.core.permissions import Act
from cityshop.core.words import DEFAULT_LANGUAGE
from cityshop.merchants.models import Shop
from cityshop.web.i18n import speaking
from cityshop.web.letters import full_address, letter


def guessing_alarm(session: Session, city_id: int, *, shop_id: int, tries: int) -> Iterable[Letter]:
    """Many wrong codes at the counter of a shop, for all who look after offers.

    In Dutch, in which town halls work.
    """
    city, shop = city_by_id(session, city_id), session.get_one(Shop, shop_id)
    colleagues = accounts_that_may(session, Act.EDIT_OFFER, city_id=city_id)
    with speaking(DEFAULT_LANGUAGE):
        link = full_address("offer_staff.index", city=city.slug)
        facts = {"shop": shop.name, "city": city.name, "tries": tries, "link": link}
        return [letter("offers/guessing", one.email, name=one.name, **facts) for one in colleagues]
