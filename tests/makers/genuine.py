"""Reports of fake codes."""

from typing import Any

from cityshop.accounts.rules import token_digest
from cityshop.cities.models import City
from cityshop.genuine.models import FakeReport
from tests.makers.base import NOW
from tests.makers.cities import CityMakers


class GenuineMakers(CityMakers):
    def fake_report(self, own: str = "", *, city: City | None = None, **facts: Any) -> FakeReport:
        """A code that somebody saw on the market."""
        city = city or self.kortrijk()
        digest = token_digest(own or f"melding {self.number()}")
        defaults = {"shown": "https://kwaad.example/win", "place": "Grote Markt 12", "picture": ""}
        report = FakeReport(city_id=city.id, digest=digest, sent_at=NOW, **{**defaults, **facts})
        kept: FakeReport = self.kept(report)
        return kept
