"""A resident suggests a shop; the shop is asked by mail, and only its yes makes it a candidate."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from cityshop.accounts.models import Account
from cityshop.accounts.rules import token_digest
from cityshop.core.codes import new_token
from cityshop.core.db import insert_once
from cityshop.core.journal import Happening, record
from cityshop.core.outbox import Letter, post
from cityshop.elections.models import CandidateState, Contest, ProposedBy
from cityshop.elections.queries import own_candidate
from cityshop.merchants.models import Shop
from cityshop.merchants.queries import keepers_of
from cityshop.nominations.models import Suggestion, SuggestionState
from cityshop.nominations.rules import refuse_title_holder
from cityshop.nominations.standing import hold_nominations, new_candidate, propose_again

# The letters that ask: to the keepers of a registered shop, or to another; the text is the link's token.
AskingWriter = Callable[[Sequence[Account], str], Iterable[Letter]]


@dataclass(frozen=True)
class SuggestionDraft:
    """Whom a resident suggests and why, once for each `subject`; `shop` is None if it is not registered."""

    subject: str
    name: str
    street: str
    reason: str
    shop: Shop | None = None


def suggest_shop(
    session: Session, contest: Contest, draft: SuggestionDraft, *, write: AskingWriter, now: datetime
) -> None:
    """A resident suggests a shop: it is asked by mail, once for each vote.

    Whoever suggests is told the same in every case. Raises NominationsClosed.
    """
    hold_nominations(session, contest)
    if draft.shop is not None and _is_candidate(session, contest, draft.shop):
        return
    token = new_token()
    if not _keep_suggestion(session, contest, draft, token=token, now=now):
        return
    keepers = keepers_of(session, draft.shop) if draft.shop is not None else ()
    for letter in write(keepers, token):
        post(session, letter, now=now)


def agree_to_stand(session: Session, suggestion: Suggestion, *, holds_title: bool, now: datetime) -> None:
    """The shop says yes behind the mailed link: it is a candidate that waits for town hall, once.

    Raises NominationsClosed or ShopHoldsTitle.
    """
    contest, shop = suggestion.contest, suggestion.shop
    hold_nominations(session, contest)
    refuse_title_holder(contest.rules, holds_title=holds_title)
    if shop is None or not _answer(session, suggestion, SuggestionState.AGREED, now=now):
        return
    candidate = own_candidate(session, contest.id, shop_id=shop.id)
    if candidate is None:
        candidate = new_candidate(session, contest, shop, now=now)
        candidate.proposed_by, candidate.text = ProposedBy.RESIDENT, dict(shop.introduction)
        propose_again(candidate)
    elif candidate.state == CandidateState.LEFT:
        propose_again(candidate)
    session.flush()
    record(session, Happening.CANDIDATE_CHANGED, f"candidate {candidate.id}", account_id=None, now=now)


def decline_to_stand(session: Session, suggestion: Suggestion, *, now: datetime) -> None:
    """The shop says no; it may still change its mind while shops can come forward."""
    _answer(session, suggestion, SuggestionState.DECLINED, now=now)


def _is_candidate(session: Session, contest: Contest, shop: Shop) -> bool:
    candidate = own_candidate(session, contest.id, shop_id=shop.id)
    return candidate is not None and candidate.state != CandidateState.LEFT


def _keep_suggestion(
    session: Session, contest: Contest, draft: SuggestionDraft, *, token: str, now: datetime
) -> bool:
    """Whether it is the first about this shop."""
    values = {
        "city_id": contest.city_id,
        "contest_id": contest.id,
        "subject": draft.subject,
        "name": draft.name,
        "street": draft.street,
        "reason": draft.reason,
        "token_digest": token_digest(token),
        "made_at": now,
        "shop_id": draft.shop.id if draft.shop is not None else None,
        "state": SuggestionState.WAITING,
    }
    kept = insert_once(session, Suggestion, values, unique=("contest_id", "subject"), returning="id")
    return kept is not None


def _answer(session: Session, suggestion: Suggestion, state: SuggestionState, *, now: datetime) -> bool:
    """Keep the shop's answer; False when it said yes before, which only the shop's own page takes back."""
    answered = session.scalar(
        update(Suggestion)
        .where(Suggestion.id == suggestion.id, Suggestion.state != SuggestionState.AGREED)
        .values(state=state, decided_at=now)
        .returning(Suggestion.id)
    )
    return answered is not None
