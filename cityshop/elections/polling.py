"""The polling station: who may vote for whom at this moment, and the lock that keeps it so.

Asked for every group of votes, so its statements are built once: building one takes five times as long as
sending it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Select, Table, bindparam, select, tuple_

from cityshop.campaigns.models import Campaign
from cityshop.cities.models import City
from cityshop.core import clock
from cityshop.core.errors import Refusal, Unknown
from cityshop.core.locks import LockOn, shared
from cityshop.elections.errors import CandidateDoesNotStand, VotingNotOpen, VotingPaused
from cityshop.elections.models import BEFORE_OPENING, Candidate, CandidateState, Contest
from cityshop.elections.rules import Stage, Timetable, VoteRules, contest_name, stage

_contests = cast("Table", Contest.__table__)
_candidates = cast("Table", Candidate.__table__)
_campaigns = cast("Table", Campaign.__table__)
_cities = cast("Table", City.__table__)

_STATION = (
    *(_contests.c.slug.label("contest_slug"), _cities.c.slug.label("city_slug"), _contests.c.rules),
    *(_contests.c.state.label("contest_state"), _contests.c.opens_at, _contests.c.closes_at),
    *(_campaigns.c.paused_at, _contests.c.level),
)
_CHOICE = (
    *(_candidates.c.contest_id.label("stands_in"), _candidates.c.slug.label("candidate_slug")),
    _candidates.c.state.label("candidate_state"),
)
_STATIONS = (
    select(_contests.c.id.label("contest_id"), *_STATION)
    .join(_campaigns, _contests.c.campaign_id == _campaigns.c.id)
    .join(_cities, _contests.c.city_id == _cities.c.id)
    .where(_contests.c.id.in_(bindparam("contests", expanding=True)))
)
_CHOICES = select(_candidates.c.id.label("candidate_id"), *_CHOICE).where(
    _candidates.c.id.in_(bindparam("candidates", expanding=True))
)
_LOCKS = (shared(LockOn.CONTEST, _contests.c.id), shared(LockOn.CAMPAIGN, _contests.c.campaign_id))
_HOLD = (
    select(*_LOCKS).where(_contests.c.id.in_(bindparam("contests", expanding=True))).order_by(_contests.c.id)
)
_BOXES = (
    select(_cities.c.slug.label("city"), _contests.c.slug)
    .add_columns(_contests.c.city_id, _contests.c.id, _contests.c.key_fingerprint)
    .join(_cities, _contests.c.city_id == _cities.c.id)
    .where(
        tuple_(_cities.c.slug, _contests.c.slug).in_(bindparam("places", expanding=True)),
        _contests.c.state.not_in(BEFORE_OPENING),
    )
    .order_by(_contests.c.id)
)
_HOLD_BOXES = _BOXES.add_columns(clock.DATABASE_NOW.label("now"), *_LOCKS)


@dataclass(frozen=True)
class Box:
    """What never changes of an opened contest: where its ballots go and which key they are under."""

    city_id: int
    id: int
    key_fingerprint: str


@dataclass(frozen=True)
class Station:
    """What casting needs to know of a contest; `name` is how it is called where it is hashed."""

    id: int
    name: str
    rules: VoteRules
    timetable: Timetable
    level: str


@dataclass(frozen=True)
class Choice:
    """A candidate; `word` is its word in the address."""

    id: int
    contest_id: int
    word: str
    state: str


def hold_boxes(
    connection: Connection, places: Collection[tuple[str, str]]
) -> tuple[Mapping[tuple[str, str], Box], datetime]:
    """The boxes of contests that were opened, by the words of city and contest in the address, held shared.

    Beside them the moment by the database's own clock, which all servers share; SQLite's is this machine's.
    """
    is_shared = connection.dialect.name == "postgresql"
    rows = connection.execute(_HOLD_BOXES if is_shared else _BOXES, {"places": list(places)}).all()
    now = clock.told(rows[0].now) if is_shared and rows else clock.utc_now()
    return {(row.city, row.slug): Box(row.city_id, row.id, row.key_fingerprint) for row in rows}, now


def hold_shared(connection: Connection, contest_ids: Collection[int]) -> None:
    """Until the end of this transaction these contests and their campaigns stay as they are.

    A pause waits for ballots on their way, and later ballots see the pause.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_HOLD, {"contests": list(contest_ids)})


def stations(connection: Connection, contest_ids: Collection[int]) -> Mapping[int, Station]:
    """These contests, by id, as they are now."""
    rows = connection.execute(_STATIONS, {"contests": list(contest_ids)})
    return {row.contest_id: station_of(row) for row in rows}


def choices(connection: Connection, candidate_ids: Collection[int]) -> Mapping[int, Choice]:
    """These candidates, by id, as they are now."""
    rows = connection.execute(_CHOICES, {"candidates": list(candidate_ids)})
    return {row.candidate_id: choice_of(row) for row in rows}


def beside_station(rows: Table) -> Select[Any]:
    """Rows about a contest and a candidate, with what `station_of` and `choice_of` need, in one statement."""
    return (
        select(rows, *_STATION, *_CHOICE)
        .join(_candidates, _candidates.c.id == rows.c.candidate_id)
        .join(_contests, _contests.c.id == rows.c.contest_id)
        .join(_campaigns, _campaigns.c.id == _contests.c.campaign_id)
        .join(_cities, _cities.c.id == _contests.c.city_id)
    )


def refusal_of(station: Station, choice: Choice | None, *, asked_at: datetime) -> Refusal | None:
    """Why somebody who asked at that moment may not vote for this candidate; None when they may."""
    where = stage(station.timetable, asked_at)
    if where is Stage.PAUSED:
        return VotingPaused()
    if where is not Stage.OPEN:
        return VotingNotOpen()
    if choice is None or choice.contest_id != station.id or choice.state != CandidateState.ACCEPTED:
        return CandidateDoesNotStand()
    return None


def open_station(
    connection: Connection, contest_id: int, candidate_id: int, *, asked_at: datetime
) -> tuple[Station, Choice]:
    """The contest and the candidate, if somebody may vote for them at that moment.

    Raises Unknown, VotingPaused, VotingNotOpen or CandidateDoesNotStand.
    """
    station = stations(connection, [contest_id]).get(contest_id)
    choice = choices(connection, [candidate_id]).get(candidate_id)
    if station is None or choice is None or choice.contest_id != contest_id:
        raise Unknown
    refusal = refusal_of(station, choice, asked_at=asked_at)
    if refusal is not None:
        raise refusal
    return station, choice


def station_of(row: Any) -> Station:
    """The contest that this row is about."""
    timetable = Timetable(row.contest_state, row.opens_at, row.closes_at, row.paused_at)
    name = contest_name(row.city_slug, row.contest_slug)
    return Station(row.contest_id, name, VoteRules.of(row.rules), timetable, row.level)


def choice_of(row: Any) -> Choice:
    """The candidate that this row is about."""
    return Choice(row.candidate_id, row.stands_in, row.candidate_slug, row.candidate_state)
