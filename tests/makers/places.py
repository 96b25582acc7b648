"""Rows of the guide."""

from typing import Any

from cityshop.cities.models import City
from cityshop.places.models import Place, Terrace
from cityshop.places.services import write_hours
from tests.makers.merchants import MerchantMakers

GROTE_MARKT = (50.8279, 3.2646)


class PlaceMakers(MerchantMakers):
    def place(
        self,
        city: City | None = None,
        *,
        name: str = "Café De Leie",
        hours: str = "24/7",
        terrace: Terrace | None = None,
        **facts: Any,
    ) -> Place:
        """A place in the guide, always open on the Grote Markt unless said otherwise."""
        city = city or self.kortrijk()
        latitude, longitude = facts.pop("at", GROTE_MARKT)
        facts = {"kind": "cafe", "slug": f"plek-{self.number()}", "street": "Grote Markt 1"} | facts
        place = Place(
            city_id=city.id, name=name, latitude=latitude, longitude=longitude, terrace=terrace, **facts
        )
        write_hours(place, hours)
        return self.kept(place)
