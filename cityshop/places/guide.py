"""Which places of the guide fit a question at a moment, and until when that answer is true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from cityshop.places import queries
from cityshop.places.extensions import open_seasons
from cityshop.places.filters import GuideFilters
from cityshop.places.hours import SpecialDays, State
from cityshop.places.lines import Candidate, GuidePlace
from cityshop.places.open_states import OpenStates, hours_of
from cityshop.places.opening import OpeningState, state_at
from cityshop.places.queries import PLACES_A_PAGE
from cityshop.places.rules import NO_SEASONS, day_of, next_midnight

Special = Mapping[int, Sequence[SpecialDays]]

_states = OpenStates()


@dataclass(frozen=True, slots=True)
class Seen:
    """A place as it is at one moment; `next_state` is what it changes to."""

    place: GuidePlace
    opening: OpeningState
    next_state: State | None


@dataclass(frozen=True)
class Fitting:
    """One page of the places that fit. `without_hours` counts those of unknown hours; `until` is in UTC."""

    places: Sequence[Seen]
    total: int
    page: int
    pages: int
    without_hours: int
    until: datetime


class _Chosen(NamedTuple):
    place_ids: Sequence[int]
    without_hours: int
    until: datetime


def fitting_places(session: Session, filters: GuideFilters, *, now: datetime) -> Fitting:
    """The page asked for, or the last one there is; three queries, however many places there are."""
    special = queries.special_days(session, since=day_of(now))
    seasons = open_seasons(session, now) if filters.extension else NO_SEASONS
    candidates = queries.candidates(session, filters, today=day_of(now), seasons=seasons.words)
    chosen = _by_the_hour(candidates, special, filters, now) if filters.open_now else _all(candidates, now)
    pages = max(1, -(-len(chosen.place_ids) // PLACES_A_PAGE))
    page = min(filters.page, pages)
    of_page = chosen.place_ids[(page - 1) * PLACES_A_PAGE : page * PLACES_A_PAGE]
    seen = see(queries.guide_places(session, of_page, today=day_of(now)), special, now=now)
    changes = [one.opening.next_change for one in seen if one.opening.next_change]
    until = min(filter(None, [chosen.until, seasons.until, *changes]))
    return Fitting(seen, len(chosen.place_ids), page, pages, chosen.without_hours, until)


def all_fitting_places(
    session: Session, filters: GuideFilters, *, now: datetime
) -> tuple[Sequence[Seen], datetime]:
    """All places that fit, for other programs, and until when (UTC) that is true."""
    special = queries.special_days(session, since=day_of(now))
    seasons = open_seasons(session, now) if filters.extension else NO_SEASONS
    places = queries.all_guide_places(session, filters, today=day_of(now), seasons=seasons.words)
    seen = see(places, special, now=now)
    changes = [one.opening.next_change for one in seen if one.opening.next_change]
    until = min(filter(None, [next_midnight(now), seasons.until, *changes]))
    return [one for one in seen if not filters.open_now or fits_the_hour(one.opening, filters)], until


def see(places: Sequence[GuidePlace], special: Special, *, now: datetime) -> list[Seen]:
    """These places as they are now."""
    return [_see(place, special.get(place.id, ()), now) for place in places]


def fits_the_hour(opening: OpeningState, filters: GuideFilters) -> bool:
    """Whether a place is open, or may stay in the list because nobody knows."""
    return opening.state is State.OPEN or (filters.with_unknown and opening.state is State.UNKNOWN)


def _all(candidates: Sequence[Candidate], now: datetime) -> _Chosen:
    return _Chosen([place_id for place_id, _ in candidates], 0, next_midnight(now))


def _by_the_hour(
    candidates: Sequence[Candidate], special: Special, filters: GuideFilters, now: datetime
) -> _Chosen:
    """Those that fit the hour. Any place that opens or closes changes the answer, on this page or not."""
    openings = [_states.at(rules, now, special.get(place_id, ())) for place_id, rules in candidates]
    place_ids = [
        place_id
        for (place_id, _), opening in zip(candidates, openings, strict=True)
        if fits_the_hour(opening, filters)
    ]
    without_hours = sum(opening.state is State.UNKNOWN for opening in openings)
    changes = {opening.next_change for opening in openings if opening.next_change}
    return _Chosen(place_ids, without_hours, min(changes | {next_midnight(now)}))


def _see(place: GuidePlace, special: Sequence[SpecialDays], now: datetime) -> Seen:
    opening = _states.at(place.rules, now, special)
    return Seen(place, opening, _next_state(place.rules, opening, special))


def _next_state(rules: str, opening: OpeningState, special: Sequence[SpecialDays]) -> State | None:
    """What follows; worked out only where it could be anything but the opposite."""
    if opening.next_change is None:
        return None
    hours = hours_of(rules)
    if any(rule.perhaps for rule in hours):
        return state_at(hours, opening.next_change, special).state
    return State.CLOSED if opening.state is State.OPEN else State.OPEN
