"""Jobs on accounts."""

import click


@click.group()
def account() -> None:
    """Accounts."""
