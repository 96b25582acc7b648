"""Which places of the guide fit a question at a moment, and until when that answer is true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, TypeAlias

from sqlalchemy.orm import Session

from cityshop.places import queries
from cityshop.places.extensions import open_seasons
from cityshop.places.filters import GuideFilters, Sort
from cityshop.places.hours import SpecialDays, State
from cityshop.places.lines import Candidate, GuidePlace
from cityshop.places.open_states import OpenStates, hours_of
from cityshop.places.opening import OpeningState, state_at
from cityshop.places.queries import PLACES_A_PAGE
from cityshop.places.rules import NO_SEASONS, OpenSeasons, day_of, next_midnight
from cityshop.places.sun import SunFacts, is_in_sun

Special = Mapping[int, Sequence[SpecialDays]]
Suns = Mapping[int, SunFacts]
Answer: TypeAlias = bool | None  # None: nobody knows

A_MINUTE = timedelta(minutes=1)
OPEN_FIRST = (State.OPEN, State.UNKNOWN, State.CLOSED)

_states = OpenStates()


@dataclass(frozen=True, slots=True)
class Seen:
    """A place as it is at one moment; `next_state` is what it changes to."""

    place: GuidePlace
    opening: OpeningState
    next_state: State | None


@dataclass(frozen=True)
class Fitting:
    """One page of the places that fit. `unknown` counts those of which nobody knows; `until` is in UTC."""

    places: Sequence[Seen]
    total: int
    page: int
    pages: int
    unknown: int
    until: datetime


class _Chosen(NamedTuple):
    place_ids: Sequence[int]
    unknown: int
    until: datetime


@dataclass(frozen=True)
class _Hour:
    """What is needed to say of any place how it is at this moment."""

    now: datetime
    special: Special
    suns: Suns

    def opening(self, candidate: Candidate) -> OpeningState:
        place_id, rules = candidate
        return _states.at(rules, self.now, self.special.get(place_id, ()))

    def sun(self, place_id: int) -> Answer:
        """Whether the sun can reach its terrace; None when nobody knows."""
        return is_in_sun(self.suns[place_id], self.now) if place_id in self.suns else None


def fitting_places(session: Session, filters: GuideFilters, *, now: datetime) -> Fitting:
    """The page asked for, or the last one there is; a few queries, however many places there are."""
    seasons = open_seasons(session, now) if filters.extension else NO_SEASONS
    hour = _hour(session, filters, seasons, now)
    candidates = queries.candidates(session, filters, today=day_of(now), seasons=seasons.words)
    chosen = _chosen(candidates, hour, filters)
    pages = max(1, -(-len(chosen.place_ids) // PLACES_A_PAGE))
    page = min(filters.page, pages)
    of_page = chosen.place_ids[(page - 1) * PLACES_A_PAGE : page * PLACES_A_PAGE]
    seen = see(queries.guide_places(session, of_page, today=day_of(now)), hour.special, now=now)
    changes = [one.opening.next_change for one in seen if one.opening.next_change]
    until = min(filter(None, [chosen.until, seasons.until, *changes]))
    return Fitting(seen, len(chosen.place_ids), page, pages, chosen.unknown, until)


def all_fitting_places(
    session: Session, filters: GuideFilters, *, now: datetime
) -> tuple[Sequence[Seen], datetime]:
    """All places that fit, for other programs, and until when (UTC) that is true."""
    seasons = open_seasons(session, now) if filters.extension else NO_SEASONS
    hour = _hour(session, filters, seasons, now)
    places = queries.all_guide_places(session, filters, today=day_of(now), seasons=seasons.words)
    seen = see(places, hour.special, now=now)
    changes = [one.opening.next_change for one in seen if one.opening.next_change]
    until = min(filter(None, [_next_look(filters, now), seasons.until, *changes]))
    fitting = [one for one in seen if _fits(one.opening.state, hour, one.place.id, filters)]
    return sorted(fitting, key=_openness) if filters.sort is Sort.OPEN else fitting, until


def see(places: Sequence[GuidePlace], special: Special, *, now: datetime) -> list[Seen]:
    """These places as they are now."""
    return [_see(place, special.get(place.id, ()), now) for place in places]


def _hour(session: Session, filters: GuideFilters, seasons: OpenSeasons, now: datetime) -> _Hour:
    suns: Suns = {}
    if filters.sun_now:
        suns = queries.suns_of_terraces(session, filters, today=day_of(now), seasons=seasons.words)
    return _Hour(now, queries.special_days(session, since=day_of(now)), suns)


def _chosen(candidates: Sequence[Candidate], hour: _Hour, filters: GuideFilters) -> _Chosen:
    """Those that fit the hour. Any place that opens or closes changes the answer, on this page or not."""
    if not (filters.asks_the_hour or filters.sort is Sort.OPEN):
        return _Chosen([place_id for place_id, _ in candidates], 0, next_midnight(hour.now))
    openings = {candidate[0]: hour.opening(candidate) for candidate in candidates}
    answers = {place_id: _answer(openings[place_id].state, hour, place_id, filters) for place_id in openings}
    place_ids = [place_id for place_id, answer in answers.items() if _is_kept(answer, filters)]
    if filters.sort is Sort.OPEN:
        place_ids.sort(key=lambda place_id: OPEN_FIRST.index(openings[place_id].state))
    unknown = sum(answer is None for answer in answers.values())
    changes = {opening.next_change for opening in openings.values() if opening.next_change}
    return _Chosen(place_ids, unknown, min(changes | {_next_look(filters, hour.now)}))


def _fits(state: State, hour: _Hour, place_id: int, filters: GuideFilters) -> bool:
    return _is_kept(_answer(state, hour, place_id, filters), filters)


def _is_kept(answer: Answer, filters: GuideFilters) -> bool:
    """Whether a place fits the hour, or may stay in the list because nobody knows."""
    return filters.with_unknown if answer is None else answer


def _answer(state: State, hour: _Hour, place_id: int, filters: GuideFilters) -> Answer:
    """Whether a place is as asked at this hour; None when that is not known."""
    answers: list[Answer] = []
    if filters.open_now:
        answers.append(None if state is State.UNKNOWN else state is State.OPEN)
    if filters.sun_now:
        answers.append(hour.sun(place_id))
    if False in answers:
        return False
    return None if None in answers else True


def _next_look(filters: GuideFilters, now: datetime) -> datetime:
    """When the answer may change by itself: the sun moves every minute."""
    return now.replace(second=0, microsecond=0) + A_MINUTE if filters.sun_now else next_midnight(now)


def _openness(seen: Seen) -> int:
    return OPEN_FIRST.index(seen.opening.state)


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
