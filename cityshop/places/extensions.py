"""Which seasons of larger terraces are on: asked here, known by a room above, which `app.py` names."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from cityshop.core.db import Session
from cityshop.places.rules import OpenSeasons

AsksSeasons = Callable[[Session, datetime], OpenSeasons]


def install(app: Flask, asks: AsksSeasons) -> None:
    """Name whom to ask."""
    app.extensions["cityshop.seasons"] = asks


def open_seasons(session: Session, now: datetime) -> OpenSeasons:
    """The seasons of the chosen city that are on, and not paused."""
    asks = cast("AsksSeasons", current_app.extensions["cityshop.seasons"])
    return asks(session, now)
