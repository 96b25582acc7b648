"""Making the links of kits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.cities.queries import city_by_id
from cityshop.core.journal import Happening, record
from cityshop.elections.models import Contest
from cityshop.elections.queries import AnyRow
from cityshop.kits.pieces import OfferPiece, about_offer, offer_target
from cityshop.kits.rules import Piece, about, target
from cityshop.links.services import LinkDraft, make_links, renew_links
from cityshop.offers.rules import OfferFacts


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


def make_offer_kits(
    session: Session, offers: Sequence[OfferFacts], *, account_id: int | None, now: datetime
) -> None:
    """Give every piece of these offers its link; those there are follow the offer to another campaign."""
    drafts = [draft for offer in offers for draft in _drafts(session, offer)]
    make_links(session, drafts, now=now)
    renew_links(session, drafts)
    for offer in offers:
        record(session, Happening.OFFER_KIT_MADE, f"offer {offer.id}", account_id=account_id, now=now)


def _drafts(session: Session, offer: OfferFacts) -> list[LinkDraft]:
    city = city_by_id(session, offer.city_id).slug
    return [
        LinkDraft(
            target=offer_target(city, offer.slug, piece),
            about=about_offer(offer.id, piece),
            label=offer.shop_name,
            campaign_id=offer.campaign_id,
        )
        for piece in OfferPiece
    ]
