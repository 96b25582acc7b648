"""The polling station: who may vote for whom at this moment, and the lock that keeps it so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cityshop.campaigns.models import Campaign
from cityshop.cities.models import City
from cityshop.core.errors import Unknown
from cityshop.elections.errors import CandidateDoesNotStand, VotingNotOpen, VotingPaused
from cityshop.elections.models import Candidate, CandidateState, Contest
from cityshop.elections.rules import Stage, Timetable, VoteRules, contest_name, may_cast, stage

LOCK_FAMILY = 2026  # our corner of PostgreSQL's advisory locks: one lock per contest


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


def hold_exclusive(session: Session, contest_id: int) -> None:
    """Until the end of this transaction nobody casts in the contest; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LOCK_FAMILY, contest_id)))


def hold_shared(session: Session, contest_id: int) -> None:
    """Until the end of this transaction the contest stays as it is."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock_shared(LOCK_FAMILY, contest_id)))


def open_station(session: Session, contest_id: int, *, asked_at: datetime) -> Station:
    """The contest, if a code asked for then may be used; raises VotingPaused or VotingNotOpen.

    FOR SHARE on the campaign: a pause waits for ballots on their way, and later ballots see the pause.
    """
    wanted = (
        select(Contest.slug, City.slug.label("city"), Contest.rules, Contest.state, Contest.opens_at)
        .add_columns(Contest.closes_at, Campaign.paused_at)
        .join(Campaign, Contest.campaign_id == Campaign.id)
        .join(City, Contest.city_id == City.id)
        .where(Contest.id == contest_id)
        .with_for_update(read=True, of=Campaign)
    )
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise Unknown
    timetable = Timetable(row.state, row.opens_at, row.closes_at, row.paused_at)
    if stage(timetable, asked_at) is Stage.PAUSED:
        raise VotingPaused
    if not may_cast(timetable, asked_at=asked_at):
        raise VotingNotOpen
    return Station(contest_id, contest_name(row.city, row.slug), VoteRules.of(row.rules))


def standing_candidate(session: Session, contest_id: int, candidate_id: int) -> Choice:
    """The candidate, if it stands in this contest; raises CandidateDoesNotStand."""
    word = session.scalar(
        select(Candidate.slug).where(
            Candidate.id == candidate_id,
            Candidate.contest_id == contest_id,
            Candidate.state == CandidateState.ACCEPTED,
        )
    )
    if word is None:
        raise CandidateDoesNotStand
    return Choice(candidate_id, word)
