"""The polling station: who may vote for whom at this moment, and the lock that keeps it so.

Asked for every vote, so its statements are built once: building one takes five times as long as sending it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, bindparam, select

from cityshop.campaigns.models import Campaign
from cityshop.cities.models import City
from cityshop.core.errors import Unknown
from cityshop.core.locks import LockOn, shared
from cityshop.elections.errors import CandidateDoesNotStand, VotingNotOpen, VotingPaused
from cityshop.elections.models import BEFORE_OPENING, Candidate, CandidateState, Contest
from cityshop.elections.rules import Stage, Timetable, VoteRules, contest_name, may_cast, stage

_contests = cast("Table", Contest.__table__)
_candidates = cast("Table", Candidate.__table__)
_campaigns = cast("Table", Campaign.__table__)
_cities = cast("Table", City.__table__)

_STATION = (
    select(_contests.c.slug, _cities.c.slug.label("city"), _contests.c.rules, _contests.c.state)
    .add_columns(_contests.c.opens_at, _contests.c.closes_at, _campaigns.c.paused_at)
    .add_columns(_candidates.c.slug.label("word"), _candidates.c.state.label("stands"))
    .join(_campaigns, _contests.c.campaign_id == _campaigns.c.id)
    .join(_cities, _contests.c.city_id == _cities.c.id)
    .outerjoin(
        _candidates,
        (_candidates.c.contest_id == _contests.c.id) & (_candidates.c.id == bindparam("candidate_id")),
    )
    .where(_contests.c.id == bindparam("contest_id"))
)
_HOLD = select(
    shared(LockOn.CONTEST, _contests.c.id), shared(LockOn.CAMPAIGN, _contests.c.campaign_id)
).where(_contests.c.id == bindparam("contest_id"))
_BOX = select(_contests.c.id, _contests.c.key_fingerprint).where(
    _contests.c.city_id == bindparam("city_id"),
    _contests.c.slug == bindparam("slug"),
    _contests.c.state.not_in(BEFORE_OPENING),
)


@dataclass(frozen=True)
class Box:
    """What never changes of an opened contest: where its ballots go and which key they are under."""

    id: int
    key_fingerprint: str


@dataclass(frozen=True)
class Station:
    """What casting needs to know of a contest; `name` is how it is called where it is hashed."""

    id: int
    name: str
    rules: VoteRules


@dataclass(frozen=True)
class Choice:
    """A candidate who stands; `word` is its word in the address."""

    id: int
    word: str


def ballot_box(connection: Connection, city_id: int, slug: str) -> Box:
    """The box of a contest that was opened; raises Unknown."""
    row = connection.execute(_BOX, {"city_id": city_id, "slug": slug}).one_or_none()
    if row is None:
        raise Unknown
    return Box(*row)


def hold_shared(connection: Connection, contest_id: int) -> None:
    """Until the end of this transaction the contest and its campaign stay as they are.

    A pause waits for ballots on their way, and later ballots see the pause.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_HOLD, {"contest_id": contest_id})


def open_station(
    connection: Connection, contest_id: int, candidate_id: int, *, asked_at: datetime
) -> tuple[Station, Choice]:
    """The contest and the candidate, if a code asked for then may be used.

    Raises VotingPaused, VotingNotOpen or CandidateDoesNotStand.
    """
    wanted = {"contest_id": contest_id, "candidate_id": candidate_id}
    row = connection.execute(_STATION, wanted).one_or_none()
    if row is None:
        raise Unknown
    timetable = Timetable(row.state, row.opens_at, row.closes_at, row.paused_at)
    if stage(timetable, asked_at) is Stage.PAUSED:
        raise VotingPaused
    if not may_cast(timetable, asked_at=asked_at):
        raise VotingNotOpen
    if row.stands != CandidateState.ACCEPTED:
        raise CandidateDoesNotStand
    station = Station(contest_id, contest_name(row.city, row.slug), VoteRules.of(row.rules))
    return station, Choice(candidate_id, row.word)
