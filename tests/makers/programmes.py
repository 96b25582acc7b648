"""Rows of programmes."""

from datetime import datetime, timedelta

from sqlalchemy import update

from cityshop.cities.models import City
from cityshop.core.db import across_cities
from cityshop.elections.models import Contest
from cityshop.elections.rules import VoteRules
from cityshop.merchants.models import Shop
from cityshop.programmes.models import Edition, EditionCity, EditionState, Funder, Programme, Title
from tests.makers.base import NOW
from tests.makers.elections import ElectionMakers


class ProgrammeMakers(ElectionMakers):
    def programme(self, *cities: City, slug: str = "ik-koop-lokaal") -> Programme:
        """A programme over these cities; over Kortrijk when none is named."""
        return self.kept(
            Programme(
                slug=slug,
                name="Ik koop lokaal",
                message={"nl": "Koop bij een winkelier van hier."},
                cities=list(cities) or [self.kortrijk()],
            )
        )

    def edition(  # noqa: PLR0913 - an edition has that many facts a test may be about
        self,
        programme: Programme | None = None,
        *,
        season: int = 2026,
        state: EditionState = EditionState.PUBLIC,
        opens_at: datetime = NOW + timedelta(days=10),
        closes_at: datetime = NOW + timedelta(days=38),
        nominations_from: datetime | None = None,
        rules: VoteRules | None = None,
    ) -> Edition:
        """An edition in which every city of its programme takes part, without votes."""
        programme = programme or self.programme()
        edition = self.kept(
            Edition(
                programme_id=programme.id,
                season=season,
                title={"nl": f"Ik koop lokaal {season}"},
                message={"nl": "Koop bij een winkelier van hier."},
                vote_title={"nl": "Wie wordt ambassadeur van {city}?"},
                vote_introduction={"nl": "Wie zou je het meest missen in {city}?"},
                prize={"nl": "een jaar op de affiches"},
                rules=(rules or VoteRules()).document(),
                opens_at=opens_at,
                closes_at=closes_at,
                nominations_from=nominations_from,
                contact_name="Team Ik koop lokaal",
                contact_email="team@programma.example",
                state=state,
                programme=programme,
            )
        )
        for city in programme.cities:
            self.kept(EditionCity(edition_id=edition.id, city_id=city.id))
        return edition

    def takes_part(self, edition: Edition, contest: Contest) -> None:
        """This vote is the one of its city in the edition."""
        with self.database.writes.begin() as session, across_cities(session):
            mine = (EditionCity.edition_id == edition.id, EditionCity.city_id == contest.city_id)
            session.execute(update(EditionCity).where(*mine).values(contest_id=contest.id))

    def funder(self, edition: Edition, *, name: str = "Provincie", picture: str = "") -> Funder:
        return self.kept(
            Funder(edition_id=edition.id, name=name, picture=picture, alt={"nl": f"logo van {name}"})
        )

    def title(
        self,
        shop: Shop,
        *,
        season: int = 2025,
        programme: Programme | None = None,
        held_from: datetime = NOW - timedelta(days=300),
        held_until: datetime = NOW + timedelta(days=65),
    ) -> Title:
        return self.kept(
            Title(
                city_id=shop.city_id,
                shop_id=shop.id,
                season=season,
                held_from=held_from,
                held_until=held_until,
                programme_id=programme.id if programme else None,
            )
        )
