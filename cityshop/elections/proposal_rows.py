"""What waits for a second person, as town hall reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cityshop.accounts.queries import names_of_accounts
from cityshop.core.db import Session
from cityshop.core.permissions import Act
from cityshop.core.words import n_
from cityshop.elections.agreements import waiting
from cityshop.elections.models import Contest

WORDS: Mapping[str, str] = {
    Act.CLOSE_CONTEST_EARLY: n_("End the vote now"),
    Act.ANNUL_CONTEST: n_("Annul the vote"),
}


@dataclass(frozen=True)
class ProposalRow:
    """An act that waits. `word` is a message id; whoever asked cannot confirm it."""

    id: int
    word: str
    reason: str
    who: str
    asked_at: datetime
    is_own: bool


def proposal_rows(session: Session, contest: Contest, *, account_id: int) -> list[ProposalRow]:
    """What waits about this contest, for the colleague who looks."""
    found = waiting(session, contest)
    names = names_of_accounts(session, {proposal.asked_by for proposal in found})
    return [
        ProposalRow(
            id=proposal.id,
            word=WORDS[proposal.act],
            reason=proposal.facts["reason"],
            who=names.get(proposal.asked_by, ""),
            asked_at=proposal.asked_at,
            is_own=proposal.asked_by == account_id,
        )
        for proposal in found
    ]
