"""Reads of elections. Nothing here reads the roll together with the ballots."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, joinedload

from cityshop.core.db import across_cities
from cityshop.core.errors import Unknown
from cityshop.elections.models import (
    Ballot,
    BallotState,
    Candidate,
    CandidateState,
    Challenge,
    Contest,
    ContestState,
    DeadLeaf,
    Level,
)
from cityshop.elections.tallying import tally_of
from cityshop.merchants.models import Keeper, Shop

AnyRow = Row[*tuple[Any, ...]]
CONTESTS_ON_HOME = 6
ON_THE_LIST = (CandidateState.ACCEPTED, CandidateState.WITHDRAWN)
_ON_PAGE = (
    Candidate.id,
    Candidate.slug,
    Candidate.text,
    Candidate.specialty,
    Candidate.picture,
    Candidate.photo,
    Candidate.photo_alt,
    Candidate.sponsors,
    Candidate.since_year,
    Candidate.state,
    Candidate.state_reason,
    Shop.id.label("shop_id"),
    Shop.name.label("shop"),
    Shop.keeper_name,
    Shop.category,
    Shop.street,
    Shop.postal_code,
    Shop.website,
)


def contest_by_slug(session: Session, slug: str) -> Contest:
    """A contest of the chosen city, drafts too; raises Unknown."""
    contest = session.scalar(
        select(Contest).where(Contest.slug == slug).options(joinedload(Contest.campaign))
    )
    if contest is None:
        raise Unknown
    return contest


def public_contest(session: Session, slug: str) -> Contest:
    """A contest of the chosen city that the public may see, from nominations on; raises Unknown."""
    contest = contest_by_slug(session, slug)
    if contest.state == ContestState.DRAFT:
        raise Unknown
    return contest


def contest_by_mail(session: Session, slug: str) -> Contest:
    """A public contest whose voters get a code by mail; raises Unknown."""
    contest = public_contest(session, slug)
    if contest.level != Level.EMAIL:
        raise Unknown
    return contest


def public_contests(session: Session, limit: int = 50) -> Sequence[Contest]:
    """The chosen city's contests from nominations on, the one that closes last first."""
    opened = select(Contest).where(Contest.state != ContestState.DRAFT).options(joinedload(Contest.campaign))
    return session.scalars(opened.order_by(Contest.closes_at.desc(), Contest.id).limit(limit)).all()


def contests_for_home(session: Session, *, now: datetime) -> Sequence[Contest]:
    """The chosen city's contests that run, will open or look for shops; what opens first comes first."""
    coming = select(Contest).where(
        Contest.state.in_((ContestState.NOMINATIONS, ContestState.OPEN, ContestState.PAUSED)),
        Contest.closes_at > now,
    )
    by_opening = coming.order_by(Contest.opens_at, Contest.id).limit(CONTESTS_ON_HOME)
    return session.scalars(by_opening.options(joinedload(Contest.campaign))).all()


def candidates_on_page(session: Session, contest_id: int) -> Sequence[AnyRow]:
    """Who stands, with their shop, by the word in the address; those who withdrew stay on the list."""
    return session.execute(_listed(contest_id).order_by(Candidate.slug)).all()


def candidate_on_page(session: Session, contest_id: int, slug: str) -> AnyRow:
    """One who stands, or withdrew; raises Unknown."""
    candidate = session.execute(_listed(contest_id).where(Candidate.slug == slug)).one_or_none()
    if candidate is None:
        raise Unknown
    return candidate


def counted_candidates(session: Session, contest_id: int) -> int:
    """How many stand."""
    standing = select(func.count()).where(
        Candidate.contest_id == contest_id, Candidate.state == CandidateState.ACCEPTED
    )
    return session.scalar(standing) or 0


def counted_votes(session: Session, contest_id: int) -> int:
    """How many ballots count at this moment."""
    return sum(tally_of(session, contest_id).values())


def votes_per_candidate(session: Session, contest_id: int) -> Mapping[int, int]:
    """Ballots that count, by candidate id; ask the rules before showing them to anybody."""
    votes: Counter[int] = Counter()
    for (candidate_id, _), count in tally_of(session, contest_id).items():
        votes[candidate_id] += count
    return votes


def open_request(session: Session, contest_id: int, request_id: str, *, now: datetime) -> AnyRow | None:
    """What a code still waits for: the nonce and whom it is for. None when used, too old or never asked."""
    waiting = (
        select(Challenge.id, Challenge.nonce, Candidate.slug, Shop.keeper_name, Shop.name.label("shop"))
        .join(Candidate, Challenge.candidate_id == Candidate.id)
        .join(Shop, Candidate.shop_id == Shop.id)
        .where(Challenge.id == request_id, Challenge.contest_id == contest_id, Challenge.expires_at > now)
    )
    return session.execute(waiting).one_or_none()


def ident_of_request(session: Session, contest_id: int, request_id: str) -> bytes | None:
    """For which mailbox a code was asked, unreadable; None when it is over."""
    waiting = (Challenge.id == request_id, Challenge.contest_id == contest_id)
    return session.scalar(select(Challenge.ident).where(*waiting))


def receipt_state(session: Session, contest_id: int, leaf: str) -> str:
    """What a leaf is at this moment; raises Unknown for one that was never cast here.

    `waiting` (in the box), `in-ledger`, `quarantined`, `superseded` or `rejected:<reason>`.
    """
    mine = (Ballot.contest_id == contest_id, Ballot.leaf == leaf)
    living = session.execute(select(Ballot.state, Ballot.is_in_ledger).where(*mine)).one_or_none()
    if living is not None and living.state == BallotState.COUNTED:
        return "in-ledger" if living.is_in_ledger else "waiting"
    if living is not None and living.state == BallotState.QUARANTINED:
        return BallotState.QUARANTINED
    dead = session.scalar(
        select(DeadLeaf.reason).where(DeadLeaf.contest_id == contest_id, DeadLeaf.leaf == leaf)
    )
    if dead is None and living is None:
        raise Unknown
    return dead or BallotState.REJECTED


def candidates_to_judge(session: Session, contest_id: int) -> Sequence[Candidate]:
    """Everybody who was ever proposed for a contest of the chosen city, by shop."""
    proposed = select(Candidate).join(Candidate.shop).where(Candidate.contest_id == contest_id)
    return session.scalars(
        proposed.options(joinedload(Candidate.shop)).order_by(Shop.name, Candidate.id)
    ).all()


def candidate_by_id(session: Session, contest_id: int, candidate_id: int) -> Candidate:
    """A candidate of this contest in any state; raises Unknown."""
    wanted = select(Candidate).where(Candidate.id == candidate_id, Candidate.contest_id == contest_id)
    candidate = session.scalar(wanted.options(joinedload(Candidate.shop), joinedload(Candidate.contest)))
    if candidate is None:
        raise Unknown
    return candidate


def contest_of_keeper(session: Session, contest_id: int, *, account_id: int) -> Contest:
    """A contest in a city where this account keeps a shop; raises Unknown."""
    mine = (
        select(Contest)
        .join(Shop, Shop.city_id == Contest.city_id)
        .join(Keeper, Keeper.shop_id == Shop.id)
        .where(Contest.id == contest_id, Keeper.account_id == account_id)
    )
    # the keeper's row gives the right, and the contest says which city it is in
    with across_cities(session):
        contest = session.scalars(mine.options(joinedload(Contest.campaign)).limit(1)).one_or_none()
    if contest is None:
        raise Unknown
    return contest


def own_candidate(session: Session, contest_id: int, *, shop_id: int) -> Candidate | None:
    """The shop's own candidate, if it was proposed."""
    mine = select(Candidate).where(Candidate.contest_id == contest_id, Candidate.shop_id == shop_id)
    return session.scalar(mine)


def _listed(contest_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(*_ON_PAGE)
        .join(Shop, Candidate.shop_id == Shop.id)
        .where(Candidate.contest_id == contest_id, Candidate.state.in_(ON_THE_LIST))
    )
