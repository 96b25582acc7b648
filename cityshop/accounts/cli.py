"""Jobs on accounts."""

import os
import sys

import click

from cityshop.accounts import passwords, services
from cityshop.accounts.rules import canonical_email, check_password
from cityshop.cities.cli import sentences
from cityshop.cities.models import City
from cityshop.cities.queries import city_by_slug
from cityshop.core import clock
from cityshop.core.db import Database, Session
from cityshop.core.permissions import Role
from cityshop.settings import Settings


@click.group()
def account() -> None:
    """Accounts: who may sign in."""


@account.command()
@click.option("--email", prompt=True, help="The address to sign in with.")
@click.option("--name", prompt=True, help="As colleagues know this person.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="What this person may do.")
@click.option("--city", help="Where: the city's word in addresses; left out, the role counts in every city.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, do not ask.")
def create(email: str, name: str, role: str | None, city: str | None, password_stdin: bool) -> None:
    """Create an account, with a role when one is named. Exit status 0 created, 1 refused, 2 asked wrongly."""
    if city and not role:
        raise click.UsageError("Name the --role that this account has in the city.")
    password = _password(is_piped=password_stdin)
    with sentences():
        _create(email, name.strip(), password, role=role, city_slug=city)
    click.echo(f"{email} can sign in now.")


def _password(*, is_piped: bool) -> str:
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked


def _create(email: str, name: str, password: str, *, role: str | None, city_slug: str | None) -> None:
    address = canonical_email(email)
    check_password(password, about=(address, name))
    draft = services.AccountDraft(address, name, passwords.digest_of(password))
    database = Database(Settings.from_environment(os.environ).database_url)
    try:
        with database.writes.begin() as session:
            _create_in(session, draft, role=role, city_slug=city_slug)
    finally:
        database.engine.dispose()


def _create_in(
    session: Session, draft: services.AccountDraft, *, role: str | None, city_slug: str | None
) -> None:
    now, city = clock.utc_now(), _city(session, city_slug)
    made = services.create_account(session, draft, now=now)
    if role:
        grant = services.Grant(Role(role), city.id if city else None, by=None)
        services.grant_role(session, made, grant, now=now)


def _city(session: Session, slug: str | None) -> City | None:
    city = city_by_slug(session, slug) if slug else None
    if slug and city is None:
        raise click.BadParameter(f"There is no city {slug!r}.", param_hint="--city")
    return city
