"""Making the links of kits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.cities.queries import city_by_id
from cityshop.core.journal import Happening, record_each
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
    subjects = [f"candidate {candidate.id}" for candidate in candidates]
    record_each(session, Happening.KIT_MADE, subjects, account_id=account_id, now=now)


def make_offer_kits(
    session: Session, offers: Sequence[OfferFacts], *, account_id: int | None, now: datetime
) -> None:
    """Give every piece of these offers its link, and let those there are follow their offer.

    The offers are all of one city. How many there are does not change how often the database is asked.
    """
    if not offers:
        return
    city = city_by_id(session, offers[0].city_id).slug
    drafts = [_draft(city, offer, piece) for offer in offers for piece in OfferPiece]
    make_links(session, drafts, now=now)
    renew_links(session, drafts)
    subjects = [f"offer {offer.id}" for offer in offers]
    record_each(session, Happening.OFFER_KIT_MADE, subjects, account_id=account_id, now=now)


def _draft(city: str, offer: OfferFacts, piece: OfferPiece) -> LinkDraft:
    return LinkDraft(
        target=offer_target(city, offer.slug, piece),
        about=about_offer(offer.id, piece),
        label=offer.shop_name,
        campaign_id=offer.campaign_id,
    )
