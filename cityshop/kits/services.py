"""Making the links of kits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.cities.queries import city_by_id
from cityshop.core.journal import Happening, record
from cityshop.elections.models import Contest
from cityshop.elections.queries import AnyRow
from cityshop.kits.rules import Piece, about, target
from cityshop.links.services import LinkDraft, make_links


def make_kits(
    session: Session, contest: Contest, candidates: Sequence[AnyRow], *, account_id: int, now: datetime
) -> None:
    """Give every piece of these candidates its link; those there are stay as they are."""
    city = city_by_id(session, contest.city_id).slug
    drafts = [
        LinkDraft(
            target=target(city, contest.slug, candidate.slug, piece),
            about=about(candidate.id, piece),
            label=candidate.shop,
            campaign_id=contest.campaign_id,
        )
        for candidate in candidates
        for piece in Piece
    ]
    make_links(session, drafts, now=now)
    for candidate in candidates:
        record(session, Happening.KIT_MADE, f"candidate {candidate.id}", account_id=account_id, now=now)
