"""Keys that sign vouchers, and vouchers as they are signed."""

from cityshop.campaigns.models import Campaign
from cityshop.core.db import choose_city
from cityshop.offers import keys, queries
from cityshop.offers.models import Voucher
from cityshop.offers.tokens import signer_for
from tests.makers.base import NOW
from tests.makers.offers import OfferMakers


class SigningMakers(OfferMakers):
    def signing_key(self, campaign: Campaign, *, secret: str) -> None:
        """A key of this campaign from now on."""
        with self.database.writes.begin() as session:
            keys.keep_key(session, campaign.city_id, campaign.id, secret=secret, now=NOW)

    def token(self, voucher: Voucher, *, secret: str) -> str:
        """What the QR code of a voucher holds; its campaign gets a key where it has none."""
        self.signing_key(voucher.offer.campaign, secret=secret)
        with self.database.reads() as session:
            choose_city(session, voucher.city_id)
            facts = queries.voucher_by_code(session, voucher.code)
            assert facts is not None
            signer = signer_for(session, voucher.offer.campaign_id, [facts], secret=secret)
            return signer.text_of(facts)
