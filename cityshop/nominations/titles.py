"""Who is an ambassador at this moment: asked here, known by a room above, which `app.py` names."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from cityshop.core.db import Session

# The id of a shop, and a moment: whether it holds a title then.
HoldsTitle = Callable[[Session, int, datetime], bool]


def install(app: Flask, askers: Sequence[HoldsTitle]) -> None:
    """Name whom to ask; nobody holds a title while there is no room that gives them."""
    app.extensions["cityshop.titles"] = askers


def holds_title(session: Session, shop_id: int, now: datetime) -> bool:
    """Whether the shop won before, and its title still runs."""
    askers = cast("Sequence[HoldsTitle]", current_app.extensions["cityshop.titles"])
    return any(asker(session, shop_id, now) for asker in askers)
