"""Jobs on places."""

from collections.abc import Iterable
from datetime import datetime

import click

from cityshop.core import clock
from cityshop.places.hours_file import answers, moment_of, written
from cityshop.places.opening import state_at
from cityshop.places.osm_hours import parse_hours
from cityshop.places.public_holidays import Country


@click.group()
def places() -> None:
    """The guide: hours and imports."""


def _moment(context: click.Context, parameter: click.Parameter, text: str | None) -> datetime:
    try:
        return moment_of(text) if text else clock.utc_now()
    except (ValueError, OverflowError) as reason:
        raise click.BadParameter(str(reason)) from reason


@places.command()
@click.argument("value", required=False)
@click.option("--at", callback=_moment, metavar="ISO-TIME", help="A moment; without it, now.")
@click.option(
    "--city", expose_value=False, help="Accepted for all cities: they share one clock and holidays."
)
@click.option(
    "--country",
    type=click.Choice([country.value for country in Country], case_sensitive=False),
    default=Country.BELGIUM.value,
    show_default=True,
    help="Whose public holidays.",
)
@click.option(
    "--file",
    "lines",
    type=click.File(encoding="utf-8-sig", errors="replace"),
    help='JSON lines {"value", "at"}.',
)
def hours(value: str | None, at: datetime, country: str, lines: Iterable[str] | None) -> None:
    """Say whether the opening hours VALUE mean open, closed or unknown, and when that changes."""
    if (value is None) == (lines is None):
        raise click.UsageError("Give either VALUE or --file.")
    try:
        if value is not None:
            opening = state_at(parse_hours(value), at, country=Country(country))
            click.echo(f"{opening.state} {written(opening.next_change) or ''}".strip())
        for answer in answers(lines or (), now=at, country=Country(country)):
            click.echo(answer)
    except (ValueError, OverflowError) as reason:
        raise click.ClickException(str(reason)) from reason
