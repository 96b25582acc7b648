from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from cityshop.campaigns.models import Campaign
from cityshop.cities.models import City
from cityshop.core.db import NoCityChosen, WrongCity, across_cities, choose_city, in_city
from tests.makers.base import NOW


def test_a_session_sees_only_its_city(make, session):
    mine, other = make.campaign(), make.campaign(make.city("genk"))

    choose_city(session, mine.city_id)

    assert [row.id for row in session.scalars(select(Campaign))] == [mine.id]
    assert session.scalar(select(Campaign).where(Campaign.id == other.id)) is None


def test_a_query_without_a_city_is_refused(make, session):
    make.campaign()

    with pytest.raises(NoCityChosen):
        session.scalars(select(Campaign)).all()


def test_a_reason_opens_all_cities(make, session):
    make.campaign()
    make.campaign(make.city("genk"))

    with across_cities(session):
        assert len(session.scalars(select(Campaign)).all()) == 2
    with pytest.raises(NoCityChosen):
        session.scalars(select(Campaign)).all()


def test_a_row_of_another_city_is_not_written(make, session):
    mine, other = make.kortrijk(), make.city("genk")
    campaign = Campaign(
        slug="x", kind="vote", title={}, summary={}, starts_at=NOW, ends_at=NOW.replace(year=2027)
    )
    campaign.city_id = other.id
    choose_city(session, mine.id)
    session.add(campaign)

    with pytest.raises(WrongCity):
        session.flush()


def test_a_public_change_renews_the_citys_pages(make, session, database):
    campaign = make.campaign()
    before = _version(database, campaign.city_id)
    choose_city(session, campaign.city_id)
    session.scalars(select(Campaign)).one().title = {"nl": "Nieuw"}
    session.commit()

    assert _version(database, campaign.city_id) == before + 1


def test_a_reading_session_cannot_write(make, database):
    city = make.kortrijk()

    with database.reads() as reading, pytest.raises(DBAPIError):
        reading.execute(text("UPDATE city SET name = 'x' WHERE id = :id"), {"id": city.id})


def test_moments_come_back_in_utc(make, database):
    campaign = make.campaign()

    with database.reads() as reading, across_cities(reading):
        starts_at = reading.scalars(select(Campaign)).one().starts_at

    assert starts_at == campaign.starts_at
    assert starts_at.tzinfo is UTC


def test_a_moment_without_time_zone_is_refused(make, session):
    campaign = make.campaign()
    choose_city(session, campaign.city_id)
    session.scalars(select(Campaign)).one().starts_at = datetime(2026, 1, 1)  # noqa: DTZ001 - the fault under test

    with pytest.raises(Exception, match="time zone"):
        session.flush()


def _version(database, city_id):
    with database.reads() as reading:
        return reading.scalars(select(City.version).where(City.id == city_id)).one()


def test_an_act_over_many_cities_keeps_to_one_after_another(make, session):
    kortrijk, genk = make.kortrijk(), make.city("genk", "Genk")
    make.campaign(kortrijk)
    make.campaign(genk)
    seen = []

    for city in (kortrijk, genk):
        with in_city(session, city.id):
            seen.append({one.city_id for one in session.scalars(select(Campaign))})

    assert seen == [{kortrijk.id}, {genk.id}]
    with pytest.raises(NoCityChosen):
        session.scalars(select(Campaign)).all()


def test_what_is_kept_in_a_city_is_that_citys(make, session):
    kortrijk, genk = make.kortrijk(), make.city("genk", "Genk")
    campaign = make.campaign(genk)

    with in_city(session, genk.id):
        row = session.scalars(select(Campaign).where(Campaign.id == campaign.id)).one()

    with pytest.raises(WrongCity), in_city(session, kortrijk.id):
        row.title = {"nl": "Elders"}
