"""Jobs on places."""

import click


@click.group()
def places() -> None:
    """The guide: hours and imports."""
