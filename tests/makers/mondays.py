"""Shops of a street, what was sold there in a discount weekend, and what was asked afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from cityshop.accounts.models import Account
from cityshop.campaigns.models import Campaign
from cityshop.cities.models import City
from cityshop.core.db import choose_city
from cityshop.merchants.models import Counter, Keeper, Shop, ShopState
from cityshop.mondays.models import Again, CardMail, Delivery, MailKind, SurveyAnswer
from cityshop.offers.models import Channel, Offer, Redemption, Voucher
from tests.makers.base import NOW
from tests.makers.offers import OfferMakers


class MondayMakers(OfferMakers):
    def shop_in(
        self,
        street: str,
        city: City | None = None,
        *,
        keeper: Account | None = None,
        enterprise_number: str = "",
    ) -> Shop:
        """A shop in a street, with an enterprise number of its own."""
        number = self.number()
        shop = Shop(
            city_id=(city or self.kortrijk()).id,
            slug=f"winkel-{number}",
            name=f"Winkel {number}",
            enterprise_number=enterprise_number or f"{400_000_000 + number:010}",
            category="bakery",
            street=street,
            postal_code="8500",
            registered_at=NOW,
            state=ShopState.APPROVED,
        )
        if keeper is not None:
            shop.keepers.append(Keeper(account_id=keeper.id))
        return self.kept(shop)

    def sale(  # noqa: PLR0913 - a sale has that many facts a test may be about
        self,
        offer: Offer,
        counter: Counter,
        *,
        at: datetime = NOW,
        scanned_at: datetime | None = None,
        amount_cents: int | None = None,
        is_undone: bool = False,
        channel: Channel = Channel.PHONE,
    ) -> Redemption:
        """A voucher that was taken and redeemed."""
        voucher = self.voucher(offer)
        redemption = self.redemption(voucher, counter, at=at)
        with self.database.writes.begin() as session:
            choose_city(session, offer.city_id)
            session.execute(update(Voucher).where(Voucher.id == voucher.id).values(channel=channel))
            facts = {"amount_cents": amount_cents, "scanned_at": scanned_at}
            facts |= {"undone_at": at} if is_undone else {}
            session.execute(update(Redemption).where(Redemption.id == redemption.id).values(**facts))
        return redemption

    def street_of_shops(
        self, campaign: Campaign, count: int, street: str = "Doorniksestraat 12"
    ) -> list[Shop]:
        """Shops of one street that all give an offer."""
        shops = [self.shop_in(street) for _ in range(count)]
        for shop in shops:
            self.offer(shop, campaign)
        return shops

    def card_mail(self, campaign: Campaign, shop: Shop, **facts: Any) -> CardMail:
        """A card that went out to a shop."""
        facts = {"kind": MailKind.CARD, "posted_at": NOW, "delivery": Delivery.SENT} | facts
        return self.kept(
            CardMail(city_id=campaign.city_id, campaign_id=campaign.id, shop_id=shop.id, **facts)
        )

    def survey_answer(self, campaign: Campaign, shop: Shop, **facts: Any) -> SurveyAnswer:
        """A shop that is content."""
        facts = {"success": 4, "communication": 4, "again": Again.YES, "language": "nl"} | facts
        own = {"city_id": campaign.city_id, "campaign_id": campaign.id, "shop_id": shop.id}
        return self.kept(SurveyAnswer(answered_at=NOW, **own, **facts))
