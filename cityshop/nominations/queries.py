"""Reads of those who come forward, and of what residents suggested."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from cityshop.accounts.rules import token_digest
from cityshop.core.db import across_cities
from cityshop.core.errors import Unknown
from cityshop.elections.models import Candidate, CandidateState, Contest, ContestState
from cityshop.elections.queries import AnyRow, public_contest
from cityshop.merchants.models import Shop, ShopState
from cityshop.nominations.models import Suggestion

LONGEST_LIST = 500
OVER = (ContestState.CLOSED, ContestState.PUBLISHED, ContestState.SEALED, ContestState.ANNULLED)


def contests_for_shop(session: Session, shop: Shop, *, now: datetime) -> Sequence[AnyRow]:
    """Contests of the shop's city, from nominations until the end, each with its own candidate or None."""
    mine = (Candidate.contest_id == Contest.id) & (Candidate.shop_id == shop.id)
    rows = select(Contest, Candidate).outerjoin(Candidate, mine).options(joinedload(Contest.campaign))
    wanted = rows.where(
        Contest.city_id == shop.city_id,
        Contest.closes_at > now,
        Contest.state.not_in((ContestState.DRAFT, *OVER)),
    )
    # the shop says which city it is in
    with across_cities(session):
        return session.execute(wanted.order_by(Contest.closes_at, Contest.id).limit(20)).all()


def candidates_in_state(
    session: Session, contest_id: int, state: CandidateState | None
) -> Sequence[Candidate]:
    """Who came forward, with the shop; those who wait first. `None` for every state."""
    found = (
        _of_contest(contest_id) if state is None else _of_contest(contest_id).where(Candidate.state == state)
    )
    waits_not = Candidate.state != CandidateState.PROPOSED
    return session.scalars(found.order_by(waits_not, Candidate.id).limit(LONGEST_LIST)).all()


def candidate_counts(session: Session, contest_id: int) -> dict[str, int]:
    """How many are in each state."""
    counted = select(Candidate.state, func.count(Candidate.id)).where(Candidate.contest_id == contest_id)
    rows = session.execute(counted.group_by(Candidate.state).order_by(Candidate.state))
    return dict(rows.all())


def shops_to_suggest(session: Session, contest_id: int) -> Sequence[AnyRow]:
    """Approved shops of the chosen city that are not on the list yet: slug, name, street; by name."""
    listed = select(Candidate.shop_id).where(
        Candidate.contest_id == contest_id, Candidate.state == CandidateState.ACCEPTED
    )
    free = select(Shop.slug, Shop.name, Shop.street).where(
        Shop.state == ShopState.APPROVED, Shop.id.not_in(listed)
    )
    return session.execute(free.order_by(Shop.name, Shop.id).limit(LONGEST_LIST)).all()


def suggestions(session: Session, contest_id: int) -> Sequence[Suggestion]:
    """What residents suggested, the newest first."""
    made = select(Suggestion).where(Suggestion.contest_id == contest_id)
    return session.scalars(made.order_by(Suggestion.id.desc()).limit(LONGEST_LIST)).all()


def suggestion_by_token(session: Session, contest_slug: str, token: str) -> Suggestion:
    """The suggestion behind a mailed link, of a vote the public may see; raises Unknown."""
    contest = public_contest(session, contest_slug)
    asked = (Suggestion.token_digest == token_digest(token), Suggestion.contest_id == contest.id)
    wanted = select(Suggestion).where(*asked, Suggestion.shop_id.is_not(None))
    found = session.scalar(wanted.options(joinedload(Suggestion.shop), joinedload(Suggestion.contest)))
    if found is None:
        raise Unknown
    return found


def _of_contest(contest_id: int) -> Select[Candidate]:
    of_contest = select(Candidate).where(Candidate.contest_id == contest_id)
    return of_contest.options(joinedload(Candidate.shop), joinedload(Candidate.contest))
