"""What waits about places, who was asked, and vacant premises."""

from typing import Any

from cityshop.cities.models import City
from cityshop.merchants.models import Shop
from cityshop.places.models import Place
from cityshop.upkeep.models import EditKind, MonthlyAsk, PlaceEdit, PlaceMailbox, PlaceReport, ReportKind
from cityshop.vacancies.models import ShownVacancies, Vacancy
from tests.makers.base import NOW
from tests.makers.places import PlaceMakers


class UpkeepMakers(PlaceMakers):
    def place_edit(self, shop: Shop, place: Place | None = None, **facts: Any) -> PlaceEdit:
        """A shop asks for another name of its place, unless said otherwise."""
        place_id = place.id if place else shop.place_id
        facts = {"kind": EditKind.CHANGE, "asked": {"name": "Nieuwe naam"}, "was": {"name": "Oud"}} | facts
        return self.kept(
            PlaceEdit(
                city_id=shop.city_id, shop_id=shop.id, place_id=place_id, account_id=1, asked_at=NOW, **facts
            )
        )

    def place_report(self, place: Place, **facts: Any) -> PlaceReport:
        """Somebody says that the hours of a place are wrong."""
        facts = {"kind": ReportKind.HOURS, "sentence": "Op maandag gesloten."} | facts
        facts = {"language": "nl", "sent_at": NOW} | facts
        return self.kept(PlaceReport(city_id=place.city_id, place_id=place.id, **facts))

    def monthly_ask(self, place: Place, **facts: Any) -> MonthlyAsk:
        """Somebody was asked about a place just now."""
        facts = {"month": "2026-11", "asked_at": NOW, "mailbox_digest": "een-vingerafdruk"} | facts
        return self.kept(MonthlyAsk(city_id=place.city_id, place_id=place.id, **facts))

    def place_mailbox(self, place: Place, address: str = "plek@plek.example") -> PlaceMailbox:
        """A place that is asked at an address of its own."""
        return self.kept(PlaceMailbox(place_id=place.id, city_id=place.city_id, address=address))

    def vacancy(self, city: City | None = None, **facts: Any) -> Vacancy:
        """Vacant premises in the Leiestraat, for town hall only."""
        city = city or self.kortrijk()
        facts = {"street": "Leiestraat", "number": str(self.number()), "postal_code": "8500"} | facts
        return self.kept(Vacancy(city_id=city.id, **facts))

    def shows_vacancies(self, city: City | None = None) -> None:
        """This city shows its vacant premises."""
        self.kept(ShownVacancies(city_id=(city or self.kortrijk()).id, by_account=1))
