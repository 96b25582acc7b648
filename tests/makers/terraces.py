"""Terraces and the seasons in which they are larger."""

from datetime import timedelta
from typing import Any

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.cities.models import City
from cityshop.places.models import Place, Terrace
from tests.makers.base import NOW
from tests.makers.places import PlaceMakers

DAY = timedelta(days=1)
TODAY = NOW.date()


class TerraceMakers(PlaceMakers):
    def season(self, city: City | None = None, **facts: Any) -> Campaign:
        """TerrassenXXL, on for three days more unless said otherwise."""
        return self.campaign(city, kind=CampaignKind.TERRACES, **facts)

    def terrace(self, city: City | None = None, *, name: str = "Café De Leie", **facts: Any) -> Place:
        """A place with a terrace of 24 seats, as long as anybody likes."""
        about = {key: facts.pop(key) for key in ("street", "state", "at", "slug") if key in facts}
        return self.place(city, name=name, terrace=Terrace(**{"seats": 24, **facts}), **about)
