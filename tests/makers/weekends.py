"""Rows of discount weekends: mails to shops, claims and uses at a moment, closed editions."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from cityshop.campaigns.models import Campaign
from cityshop.core.db import choose_city
from cityshop.merchants.models import Counter
from cityshop.offers.models import Offer, Redemption, Voucher
from cityshop.weekends.making import close_edition
from cityshop.weekends.models import Audience, ShopMail
from tests.makers.base import NOW
from tests.makers.offers import OfferMakers


class WeekendMakers(OfferMakers):
    def shop_mail(self, campaign: Campaign, **facts: Any) -> ShopMail:
        """A draft to all shops."""
        defaults = {
            "audience": Audience.EVERYBODY,
            "subject": {"nl": "Nog drie dagen"},
            "text": {"nl": "Zet je aanbieding klaar."},
            "written_at": NOW,
            "written_by": 1,
        }
        mail = ShopMail(city_id=campaign.city_id, campaign_id=campaign.id, **{**defaults, **facts})
        return self.kept(mail)

    def claimed(self, offer: Offer, *, at: datetime = NOW, **facts: Any) -> Voucher:
        """A voucher with facts of its own, such as where its holder lives."""
        voucher = self.voucher(offer)
        with self.database.writes.begin() as session:
            choose_city(session, offer.city_id)
            changed = update(Voucher).where(Voucher.id == voucher.id)
            session.execute(changed.values(claimed_at=at, **facts))
        return voucher

    def used(self, offer: Offer, counter: Counter, *, at: datetime = NOW, **facts: Any) -> Redemption:
        """A voucher that was claimed and used, with facts of its redemption, such as the amount."""
        channel = facts.pop("channel", None)
        voucher = self.claimed(offer, at=at, **({"channel": channel} if channel else {}))
        redemption = self.redemption(voucher, counter, at=at)
        if facts:
            with self.database.writes.begin() as session:
                choose_city(session, offer.city_id)
                changed = update(Redemption).where(Redemption.id == redemption.id)
                session.execute(changed.values(**facts))
        return redemption

    def closed_edition(self, campaign: Campaign) -> None:
        """The report of a campaign that is over, frozen."""
        with self.database.writes.begin() as session:
            choose_city(session, campaign.city_id)
            close_edition(session, campaign, account_id=1, now=max(NOW, campaign.ends_at))
