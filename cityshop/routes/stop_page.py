"""One stop of a route with the one after it, also for a phone without reception."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.core.db import Session
from cityshop.places.geometry import Position
from cityshop.places.words import opening_words
from cityshop.routes.errors import StopUnknown
from cityshop.routes.models import Route, RouteStop
from cityshop.routes.open_now import seen_later
from cityshop.routes.pages import RoutePage, StopLine, positions_of, route_page


@dataclass(frozen=True)
class StopPage:
    """One stop with the one after it. `later` is for a phone without reception: moment, state and words."""

    route: RoutePage
    stop: StopLine
    before: StopLine | None
    after: StopLine | None
    where: Position
    later: Mapping[int, Sequence[tuple[int, str, str]]]
    until: datetime


def stop_page(session: Session, route: Route, number: int, *, now: datetime) -> StopPage:
    """The stop with this number; raises StopUnknown."""
    page = route_page(session, route, now=now)
    if not 1 <= number <= len(page.stops):
        raise StopUnknown
    here = page.stops[number - 1]
    after = _after(page, number)
    shown = [route.stops[line.number - 1] for line in (here, after) if line is not None]
    return StopPage(
        route=page,
        stop=here,
        before=page.stops[number - 2] if number > 1 else None,
        after=after,
        where=positions_of(route)[number - 1],
        later={stop.position: _later(session, stop, now) for stop in shown},
        until=page.until,
    )


def _after(page: RoutePage, number: int) -> StopLine | None:
    """The next stop; after the last one of a round route, the first."""
    here = page.stops[number - 1]
    if number < len(page.stops):
        return page.stops[number]
    return page.stops[0] if here.onward else None


def _later(session: Session, stop: RouteStop, now: datetime) -> list[tuple[int, str, str]]:
    if stop.place_id is None:
        return []
    return [
        (int(moment.timestamp()), seen.opening.state, opening_words(seen.opening, seen.next_state, moment))
        for moment, seen in seen_later(session, stop.place_id, now=now)
    ]
