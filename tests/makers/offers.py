"""Rows of offers, vouchers and redemptions."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from cityshop.campaigns.models import Campaign
from cityshop.cities.models import City
from cityshop.core.codes import new_typed_code
from cityshop.core.db import choose_city
from cityshop.merchants.models import Counter, Shop
from cityshop.offers.models import (
    DiscountRules,
    Offer,
    OfferKind,
    OfferState,
    Redemption,
    Voucher,
    VoucherState,
)
from cityshop.offers.writing import keep_version
from tests.makers.base import NOW
from tests.makers.merchants import MerchantMakers


class OfferMakers(MerchantMakers):
    def offer(
        self,
        shop: Shop | None = None,
        campaign: Campaign | None = None,
        *,
        title: str = "20 % op brood",
        **facts: Any,
    ) -> Offer:
        """An approved offer of a percentage; without own days it lasts as long as its campaign."""
        shop = shop or self.shop()
        campaign = campaign or self._campaign_in(shop.city_id)
        defaults = {"slug": f"aanbieding-{self.number()}", "kind": OfferKind.PERCENT, "value": 20}
        offer = Offer(
            city_id=shop.city_id,
            shop=shop,
            campaign=campaign,
            **{"title": {"nl": title}, "state": OfferState.LIVE, **defaults, **facts},
        )
        kept: Offer = self.kept(offer)
        with self.database.writes.begin() as session:
            choose_city(session, kept.city_id)
            keep_version(session, session.get_one(Offer, kept.id), now=NOW)
        return kept

    def many_offers(self, count: int, shop: Shop, campaign: Campaign, **facts: Any) -> None:
        """So many approved offers at once, without the versions that vouchers need."""
        defaults = {"kind": OfferKind.GIFT, "title": {"nl": "Iets"}, "state": OfferState.LIVE}
        owners = {"city_id": shop.city_id, "shop_id": shop.id, "campaign_id": campaign.id}
        rows = [{**owners, **defaults, **facts, "slug": f"iets-{self.number()}"} for _ in range(count)]
        with self.database.writes.begin() as session:
            choose_city(session, shop.city_id)
            session.execute(insert(Offer), rows)

    def discount_rules(self, campaign: Campaign, **facts: Any) -> DiscountRules:
        """What town hall decided for the offers of a campaign."""
        rules = DiscountRules(city_id=campaign.city_id, campaign_id=campaign.id, **facts)
        kept: DiscountRules = self.kept(rules)
        return kept

    def _campaign_in(self, city_id: int) -> Campaign:
        with self.database.reads() as session:
            city = session.get(City, city_id)
        return self.campaign(city)

    def voucher(self, offer: Offer | None = None, *, state: VoucherState = VoucherState.ISSUED) -> Voucher:
        """A voucher that was taken from the stock."""
        offer = offer or self.offer()
        with self.database.writes.begin() as session:
            choose_city(session, offer.city_id)
            session.execute(update(Offer).where(Offer.id == offer.id).values(claimed=Offer.claimed + 1))
        voucher = Voucher(
            city_id=offer.city_id,
            offer=offer,
            code=new_typed_code(),
            holder=self.number().to_bytes(8, "big"),
            claimed_at=NOW,
            state=state,
        )
        return self.kept(voucher)

    def redemption(self, voucher: Voucher, counter: Counter, *, at: datetime = NOW) -> Redemption:
        """A voucher that was redeemed."""
        with self.database.writes.begin() as session:
            choose_city(session, voucher.city_id)
            used = update(Voucher).where(Voucher.id == voucher.id)
            session.execute(used.values(state=VoucherState.REDEEMED, redeemed_at=at))
        redemption = Redemption(
            city_id=voucher.city_id,
            voucher_id=voucher.id,
            offer_id=voucher.offer_id,
            shop_id=counter.shop_id,
            counter_id=counter.id,
            idempotency_key=f"sleutel-{self.number()}",
            redeemed_at=at,
        )
        return self.kept(redemption)
