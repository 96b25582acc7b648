"""What tests of the agenda may ask for."""

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from cityshop.agenda.models import Event
from cityshop.core.db import across_cities
from cityshop.core.outbox import OutgoingMail
from cityshop.core.permissions import Role
from tests.sign_in import sign_in

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//test//EN\r\n"


def calendar(*events, zone=""):
    """A calendar file with these events, each a list of lines."""
    written = ["\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"]) for lines in events]
    return (HEAD + zone + "\r\n".join([*written, "END:VCALENDAR"]) + "\r\n").encode()


def sent(content):
    """An answer as it comes over a network: not read yet."""
    return httpx.Response(200, stream=httpx.ByteStream(content))


@pytest.fixture
def amina(make, client):
    """Amina is staff; here she works for Kortrijk."""
    return sign_in(client, make.staff(Role.WRITER))


@pytest.fixture
def stored(database):
    """Every event, with its dates and partner."""

    def read(table=Event):
        # a test sees every city
        with database.reads() as session, across_cities(session):
            wanted = select(table).order_by(table.id)
            if table is Event:
                wanted = wanted.options(selectinload(Event.dates), selectinload(Event.partner))
            return session.scalars(wanted).all()

    return read


@pytest.fixture
def letters(database):
    def read():
        with database.reads() as session:
            return session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()

    return read
