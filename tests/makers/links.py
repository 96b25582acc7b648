"""Rows of short links."""

from datetime import datetime

from cityshop.campaigns.models import Campaign
from cityshop.cities.models import City
from cityshop.core.codes import new_typed_code
from cityshop.links.models import ShortLink
from tests.makers.base import NOW
from tests.makers.cities import CityMakers


class LinkMakers(CityMakers):
    def short_link(
        self,
        city: City | None = None,
        *,
        target: str = "/kortrijk/vote",
        campaign: Campaign | None = None,
        retired_at: datetime | None = None,
        about: str = "",
    ) -> ShortLink:
        city = city or self.kortrijk()
        return self.kept(
            ShortLink(
                city_id=city.id,
                campaign_id=campaign.id if campaign else None,
                code=new_typed_code(),
                target=target,
                about=about or f"poster {self.number()}",
                label="Affiche",
                created_at=NOW,
                retired_at=retired_at,
            )
        )
