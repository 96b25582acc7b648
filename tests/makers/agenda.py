"""Rows of the agenda."""

from datetime import UTC, datetime, timedelta

from cityshop.agenda.dating import remake_dates
from cityshop.agenda.facts import search_text_of
from cityshop.agenda.models import Event, EventSource, EventState, Partner, SourceKind
from cityshop.agenda.partnering import digest_of
from cityshop.agenda.repeats import Rule
from cityshop.cities.models import City
from tests.makers.base import NOW
from tests.makers.merchants import MerchantMakers

MARKET_DAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # a Monday, 08:00 in Brussels


class AgendaMakers(MerchantMakers):
    def partner(
        self, city: City | None = None, *, name: str = "De Markt", token: str = "", **facts: object
    ) -> Partner:
        """An organisation; with a token it has a link."""
        city = city or self.kortrijk()
        facts = {"email": "markt@partner.example", "slug": f"partner-{self.number()}"} | facts
        digest = digest_of(token) if token else None
        return self.kept(Partner(city_id=city.id, name=name, token_digest=digest, **facts))

    def event(
        self,
        city: City | None = None,
        *,
        title: str = "Maandagmarkt",
        starts_at: datetime = MARKET_DAY,
        hours: float = 4,
        rule: Rule | None = None,
        **facts: object,
    ) -> Event:
        """An event in the agenda: tomorrow morning unless said otherwise."""
        city = city or self.kortrijk()
        facts = {"slug": f"doen-{self.number()}", "state": EventState.PUBLISHED} | facts
        event = Event(city_id=city.id, title={"nl": title}, starts_at=starts_at, changed_at=NOW, **facts)
        event.ends_at = starts_at + timedelta(hours=hours)
        event.repeat = (rule or Rule()).as_json()
        event.exceptions = event.exceptions or {}
        event.search_text = search_text_of(event.title, event.location or "", event.organiser or "")
        remake_dates(event)
        return self.kept(event)

    def source(
        self, city: City | None = None, *, kind: SourceKind = SourceKind.ICAL, **facts: object
    ) -> EventSource:
        """A calendar whose turn it is."""
        city = city or self.kortrijk()
        facts = {"address": f"https://agenda.example/{self.number()}.ics", "look_at": NOW} | facts
        return self.kept(EventSource(city_id=city.id, kind=kind, made_at=NOW, **facts))
