"""Badges beside the names of shops and their places: given by a room above, which `app.py` names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from flask import Flask, current_app

from cityshop.core.db import Session


@dataclass(frozen=True)
class Badges:
    """The badges of a city at one moment, as words by the id of a shop, and by the id of a place.

    `until` (UTC) is the first moment at which one begins or ends.
    """

    of_shops: Mapping[int, str] = field(default_factory=dict)
    of_places: Mapping[int, str] = field(default_factory=dict)
    until: datetime | None = None

    def of_shop(self, shop_id: int) -> str:
        """The words beside a shop; empty where it has no badge."""
        return self.of_shops.get(shop_id, "")

    def of_place(self, place_id: int) -> str:
        """The words beside a place of the guide; empty where it has no badge."""
        return self.of_places.get(place_id, "")


# The badges of the chosen city at a moment: one query, however many shops there are.
BadgeMaker = Callable[[Session, datetime], Badges]


def install(app: Flask, makers: Sequence[BadgeMaker]) -> None:
    """Name who gives badges."""
    app.extensions["cityshop.badges"] = makers


def badges_of(session: Session, now: datetime) -> Badges:
    """All badges of the chosen city."""
    makers = cast("Sequence[BadgeMaker]", current_app.extensions["cityshop.badges"])
    made = [maker(session, now) for maker in makers]
    return Badges(
        of_shops={shop: words for one in made for shop, words in one.of_shops.items()},
        of_places={place: words for one in made for place, words in one.of_places.items()},
        until=first_of(one.until for one in made),
    )


def first_of(moments: Iterable[datetime | None]) -> datetime | None:
    """The first of these moments; None where there is none."""
    return min((moment for moment in moments if moment is not None), default=None)
