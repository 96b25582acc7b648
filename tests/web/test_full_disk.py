"""A disk that is full: reading goes on, a write says so and leaves no half row."""

from dataclasses import replace

import pytest
from sqlalchemy import event, func, select, text

from cityshop.accounts.models import Account
from cityshop.app import create_app
from cityshop.core.db import across_cities
from cityshop.merchants.models import Keeper, Shop
from cityshop.tables import metadata
from tests.makers import Make
from tests.page import Page

REGISTRATION = {
    "name": "Bakkerij Bert " + "e" * 60,
    "enterprise_number": "0403.170.701",
    "category": "bakery",
    "city": "kortrijk",
    "street": "Doorniksestraat 12",
    "postal_code": "8500",
    "keeper_name": "Bert",
    "email": "bert@bakker.example",
    "password": "drie fietsen onder de linde",
}


@pytest.fixture
def site(settings, tmp_path):
    """A site of this test's own on SQLite, with one city."""
    site = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'small.db'}"))
    database = site.extensions["cityshop.database"]
    metadata.create_all(database.engine)
    Make(database).kortrijk()
    yield site
    database.engine.dispose()


def fill_disk(site):
    """From now on the database cannot grow by a single page."""
    engine = site.extensions["cityshop.database"].engine
    with engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    engine.dispose()

    @event.listens_for(engine, "connect")
    def no_more_pages(connection, entry):
        connection.execute(f"PRAGMA max_page_count={pages}")


def somebody(number):
    body = 4_031_000 + number
    return {"email": f"bert{number}@bakker.example", "enterprise_number": f"{body:08}{97 - body % 97:02}"}


def count(site, table):
    with site.extensions["cityshop.database"].reads() as session, across_cities(session):
        return session.scalar(select(func.count()).select_from(table))


def test_a_write_on_a_full_disk_says_so_and_leaves_nothing(site):
    fill_disk(site)
    answers = [
        site.test_client().post("/shop/register", data=REGISTRATION | somebody(number))
        for number in range(12)
    ]

    full = [Page(answer) for answer in answers if answer.status_code == 503]
    assert full, [answer.status_code for answer in answers]
    assert all(answer.status_code in (303, 429, 503, 422) for answer in answers)
    assert count(site, Account) == count(site, Shop) == count(site, Keeper)


def test_reading_goes_on_with_a_full_disk(site):
    client = site.test_client()
    fill_disk(site)
    client.post("/shop/register", data=REGISTRATION)

    assert client.get("/kortrijk").status_code == 200
    assert client.get("/kortrijk/guide").status_code == 200
