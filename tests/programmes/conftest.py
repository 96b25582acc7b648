"""What tests of programmes may ask for."""

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.core.permissions import Role
from tests.sign_in import sign_in


@pytest.fixture
def towns(make):
    """So many cities by name, the first of them Kortrijk."""

    def build(count):
        others = [make.city(f"stad-{number:02}", f"Stad {number:02}") for number in range(1, count)]
        return [make.kortrijk(), *others]

    return build


@pytest.fixture
def ine(make, client):
    """The organiser, signed in."""
    sign_in(client, make.account(Role.ORGANISER, name="Ine Lefevere"))
    return client


@pytest.fixture
def stored(database):
    """Every row of a table, in the order of its ids."""

    def read(table):
        with database.reads() as session, across_cities(session):
            return session.scalars(select(table).order_by(table.id)).all()

    return read
