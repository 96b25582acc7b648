"""Cities and their campaigns."""

from datetime import datetime, timedelta

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.cities.models import City
from cityshop.cities.rules import theme_from
from tests.makers.base import NOW, Maker


class CityMakers(Maker):
    _kortrijk: City | None = None

    def city(self, slug: str = "", name: str = "") -> City:
        slug = slug or f"stad-{self.number()}"
        return self.kept(
            City(
                slug=slug,
                name=name or slug.title(),
                nis_code=f"{self.number():05}",
                postal_codes=["8500"],
                theme=theme_from("#a5182b"),
                headline={"nl": f"{name or slug.title()} koopt lokaal"},
                introduction={"nl": "Kom naar de winkels van hier."},
            )
        )

    def kortrijk(self) -> City:
        """The city most tests play in; the same one throughout a test."""
        if self._kortrijk is None:
            self._kortrijk = self.city("kortrijk", "Kortrijk")
        return self._kortrijk

    def campaign(
        self,
        city: City | None = None,
        *,
        kind: CampaignKind = CampaignKind.DISCOUNT,
        paused: bool = False,
        starts_at: datetime = NOW - timedelta(days=3),
        ends_at: datetime = NOW + timedelta(days=3),
    ) -> Campaign:
        city = city or self.kortrijk()
        return self.kept(
            Campaign(
                city_id=city.id,
                slug=f"campagne-{self.number()}",
                kind=kind,
                title={"nl": "Kortingsweekend"},
                summary={"nl": "Drie dagen korting in de stad."},
                starts_at=starts_at,
                ends_at=ends_at,
                paused_at=NOW if paused else None,
                pause_reason="te druk" if paused else "",
                pause_text={"nl": "We pauzeren even."} if paused else {},
            )
        )
