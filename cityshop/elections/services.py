"""Everything that changes an election, except casting."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cityshop.campaigns.models import Campaign
from cityshop.cities.models import City
from cityshop.core.db import across_cities
from cityshop.core.journal import Happening, record
from cityshop.core.words import with_words
from cityshop.elections.errors import (
    ClosesBeforeItOpens,
    ClosesInThePast,
    ContestExists,
    ContestIsFrozen,
    NotADraft,
    TooFewCandidates,
)
from cityshop.elections.freezing import Pledges, commitment, frozen_rules, rules_hash
from cityshop.elections.keys import DRAW, PRIZE, ContestKey, is_there, make_key
from cityshop.elections.models import (
    BEFORE_OPENING,
    Candidate,
    CandidateState,
    Challenge,
    Contest,
    ContestState,
    Level,
)
from cityshop.elections.rules import FEWEST_CANDIDATES, MOST_TRIES, VoteRules
from cityshop.elections.states import hold


@dataclass(frozen=True)
class ContestPlan:
    """What is frozen at opening."""

    opens_at: datetime
    closes_at: datetime
    rules: VoteRules
    level: str = Level.EMAIL


@dataclass(frozen=True)
class ContestDraft:
    """Words by language, which may change at any time, and dates and rules where those may change too."""

    title: dict[str, str]
    introduction: dict[str, str]
    prize: dict[str, str]
    plan: ContestPlan | None = None


def create_contest(
    session: Session, campaign: Campaign, slug: str, *, account_id: int | None, now: datetime
) -> Contest:
    """A draft with the campaign's dates and our default rules; raises ContestExists."""
    contest = Contest(city_id=campaign.city_id, campaign_id=campaign.id, slug=slug)
    contest.title, contest.introduction = dict(campaign.title), dict(campaign.summary)
    contest.opens_at, contest.closes_at = campaign.starts_at, campaign.ends_at
    contest.rules = VoteRules().document()
    try:
        with session.begin_nested():
            session.add(contest)
    except IntegrityError as taken:
        raise ContestExists from taken
    record(session, Happening.CONTEST_CREATED, f"contest {contest.id}", account_id=account_id, now=now)
    return contest


def change_contest(
    session: Session, contest: Contest, draft: ContestDraft, *, account_id: int | None, now: datetime
) -> None:
    """Change words, and before opening dates and rules; languages `draft` does not name stay as they are.

    Raises ContestIsFrozen, ClosesBeforeItOpens or ClosesInThePast.
    """
    if draft.plan is not None:
        _change_plan(session, contest, draft.plan, now)
    contest.title = with_words(contest.title, draft.title)
    contest.introduction = with_words(contest.introduction, draft.introduction)
    contest.prize = with_words(contest.prize, draft.prize)
    record(session, Happening.CONTEST_CHANGED, f"contest {contest.id}", account_id=account_id, now=now)
    session.flush()


def open_nominations(session: Session, contest: Contest, *, account_id: int | None, now: datetime) -> None:
    """Show the vote to the public and let shops come forward; raises NotADraft or ClosesInThePast."""
    hold(session, contest)
    if contest.state != ContestState.DRAFT:
        raise NotADraft
    if contest.closes_at <= now:
        raise ClosesInThePast
    contest.state = ContestState.NOMINATIONS
    record(session, Happening.NOMINATIONS_OPENED, f"contest {contest.id}", account_id=account_id, now=now)
    session.flush()


def open_contest(
    session: Session, contest: Contest, *, keys_folder: Path, account_id: int | None, now: datetime
) -> None:
    """Freeze and hash the rules and make the key; from `opens_at` on people can vote.

    Raises ContestIsFrozen, ClosesInThePast or TooFewCandidates.
    """
    _hold_unopened(session, contest)
    if contest.closes_at <= now:
        raise ClosesInThePast
    candidates = _accepted_words(session, contest)
    if len(candidates) < FEWEST_CANDIDATES:
        raise TooFewCandidates(fewest=FEWEST_CANDIDATES)
    city = session.scalars(select(City.slug).where(City.id == contest.city_id)).one()
    key = make_key(keys_folder)
    contest.rules = frozen_rules(contest, pledges_of(key), city=city, candidates=candidates)
    contest.rules_hash = rules_hash(contest.rules)
    contest.key_fingerprint = key.fingerprint
    contest.state = ContestState.OPEN
    record(session, Happening.CONTEST_OPENED, f"contest {contest.id}", account_id=account_id, now=now)
    session.flush()


def end_codes(session: Session, contest_id: int, ident: bytes) -> None:
    """Let no code of this mailbox be tried any more."""
    mine = update(Challenge).where(Challenge.contest_id == contest_id, Challenge.ident == ident)
    session.execute(mine.values(tries=MOST_TRIES))


def forget_expired_challenges(session: Session, *, now: datetime) -> None:
    """Erase codes that were never used."""
    session.execute(delete(Challenge).where(Challenge.expires_at <= now))


def _change_plan(session: Session, contest: Contest, plan: ContestPlan, now: datetime) -> None:
    _hold_unopened(session, contest)
    if plan.closes_at <= plan.opens_at:
        raise ClosesBeforeItOpens
    if plan.closes_at <= now:
        raise ClosesInThePast
    contest.opens_at, contest.closes_at = plan.opens_at, plan.closes_at
    question = contest.rules.get("prize_question", "")  # it is asked beside the prize, not among the dates
    contest.rules = {**plan.rules.document(), "prize_question": question}
    contest.level = plan.level


def _hold_unopened(session: Session, contest: Contest) -> None:
    hold(session, contest)
    if contest.state not in BEFORE_OPENING:
        raise ContestIsFrozen


def pledges_of(key: ContestKey) -> Pledges:
    """What this key fixes before anybody votes."""
    draws = (commitment(key.seed(purpose)) for purpose in (DRAW, PRIZE))
    return Pledges(key.signer().public_key, *draws)


def _accepted_words(session: Session, contest: Contest) -> list[str]:
    accepted = select(Candidate.slug).where(
        Candidate.contest_id == contest.id, Candidate.state == CandidateState.ACCEPTED
    )
    return list(session.scalars(accepted))


def has_every_key(session: Session, *, keys_folder: Path) -> bool:
    """Whether the key file of every open contest, of all cities, is there and the right one."""
    # readiness is asked for the whole site
    with across_cities(session):
        wanted = session.scalars(select(Contest.key_fingerprint).where(Contest.state == ContestState.OPEN))
        return all(is_there(keys_folder, fingerprint) for fingerprint in wanted)
