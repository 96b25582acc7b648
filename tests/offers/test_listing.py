"""How an offer gets on the list and off it."""

import pytest
from sqlalchemy import select

from cityshop.core.db import choose_city
from cityshop.core.journal import JournalEntry
from cityshop.offers.errors import OfferNotListed
from cityshop.offers.listing import mark_available, mark_sold_out
from tests.makers.base import NOW


def test_an_offer_is_sold_out_by_hand_and_comes_back(make, session):
    offer = make.offer(stock=10)
    choose_city(session, offer.city_id)

    states = [
        act(session, offer.id, account_id=1, now=NOW).state
        for act in (mark_sold_out, mark_sold_out, mark_available, mark_available)
    ]

    assert states == ["sold_out", "sold_out", "live", "live"]
    journal = session.scalars(select(JournalEntry.happening).order_by(JournalEntry.id)).all()
    assert journal == ["offer-sold-out", "offer-available"]


@pytest.mark.parametrize("state", ["draft", "waiting", "withdrawn"])
def test_what_is_not_on_the_list_is_not_sold_out(make, session, state):
    offer = make.offer(state=state)
    choose_city(session, offer.city_id)

    for act in (mark_sold_out, mark_available):
        with pytest.raises(OfferNotListed):
            act(session, offer.id, account_id=1, now=NOW)
