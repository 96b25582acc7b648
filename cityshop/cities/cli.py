"""What jobs of a city at the prompt share: the database, the city by its word, and refusals as sentences."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from cityshop.cities.queries import city_by_slug
from cityshop.core.db import UNAVAILABLE, Database, Session, choose_city
from cityshop.core.errors import Refusal
from cityshop.settings import SettingRefused, Settings


@contextmanager
def sentences() -> Iterator[None]:
    """Whatever is refused becomes a sentence at the prompt, and exit status 1."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.message % refusal.facts) from refusal
    except SettingRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except UNAVAILABLE as error:
        raise click.ClickException("The database does not answer. Did `cityshop migrate` run?") from error


@contextmanager
def database_of_site() -> Iterator[Database]:
    """The database that the environment names, closed afterwards."""
    database = Database(Settings.from_environment(os.environ).database_url)
    try:
        yield database
    finally:
        database.engine.dispose()


def choose_by_word(session: Session, word: str) -> None:
    """Keep to the city with this word in its address; raises ClickException where there is none."""
    city = city_by_slug(session, word)
    if city is None:
        raise click.ClickException(f"There is no city {word!r}. Use its word in addresses, such as kortrijk.")
    choose_city(session, city.id)
