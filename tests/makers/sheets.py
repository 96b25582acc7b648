"""Rows of vouchers on paper."""

from cityshop.core.codes import new_token
from cityshop.core.db import choose_city
from cityshop.offers.models import Offer
from cityshop.offers.queries import city_offer
from cityshop.sheets.services import SheetDraft, make_sheet
from tests.makers.base import NOW
from tests.makers.offers import OfferMakers


class SheetMakers(OfferMakers):
    def sheet(self, offer: Offer | None = None, *, pieces: int = 3, made_by: int = 1) -> int:
        """The id of a batch of vouchers on paper that was taken from the stock."""
        offer = offer or self.offer()
        draft = SheetDraft(new_token(), pieces, "Bibliotheek", "Voor wie geen telefoon heeft")
        with self.database.writes.begin() as session:
            choose_city(session, offer.city_id)
            facts = city_offer(session, offer.city_id, offer.id)
            return make_sheet(session, facts, draft, account_id=made_by, now=NOW)
