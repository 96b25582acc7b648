"""What town hall decides: which offers residents see, and the rules of a campaign."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, update

from cityshop.accounts.models import Account
from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.core.db import Session, insert_once, renew_public_pages
from cityshop.core.errors import Unknown
from cityshop.core.journal import Happening, record
from cityshop.core.outbox import Letter, post
from cityshop.merchants.queries import keepers_of
from cityshop.offers.errors import (
    CapBelowSpent,
    ClaimsByMustStay,
    EditionUnknown,
    GuardReasonNeeded,
    OfferWithdrawn,
)
from cityshop.offers.listing import ON_THE_LIST, approve_offer, take_off
from cityshop.offers.models import DiscountRules, Offer, OfferState, Voucher

LetterWriter = Callable[[Account, Offer], Letter]
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class RulesDraft:
    """What town hall fills in about all offers of a campaign; `cap_cents` None: the city pays without end."""

    claims_by: str
    trusts_shops: bool
    asks_postal_code: bool
    cap_cents: int | None
    edition_before_id: int | None


@dataclass(frozen=True)
class Verdict:
    """Who sends an offer back, and why."""

    account_id: int
    reason: str


def approve_and_tell(
    session: Session, offer_id: int, *, account_id: int, write: LetterWriter, now: datetime
) -> Offer:
    """Show an offer to residents and tell its shop, once. Raises what `approve_offer` raises."""
    # locked first: of two colleagues who approve at once, one tells the shop
    state = session.scalar(select(Offer.state).where(Offer.id == offer_id).with_for_update())
    offer = approve_offer(session, offer_id, account_id=account_id, now=now)
    if state not in ON_THE_LIST:
        _tell(session, offer, write, now)
    return offer


def approve_many(
    session: Session, offer_ids: Sequence[int], *, account_id: int, write: LetterWriter, now: datetime
) -> int:
    """Show all of these offers that wait; how many were shown.

    Offers the guard says no to stay, where no reason stands with them: they ask for a look.
    """
    waiting = select(Offer.id).where(Offer.id.in_(offer_ids[:MOST_AT_ONCE]))
    waiting = waiting.where(Offer.state == OfferState.WAITING).order_by(Offer.id)
    shown = 0
    for offer_id in session.scalars(waiting).all():
        try:
            approve_and_tell(session, offer_id, account_id=account_id, write=write, now=now)
            shown += 1
        except (GuardReasonNeeded, OfferWithdrawn):
            continue  # it stays in the queue, where its page says why
    return shown


def refuse_offer(
    session: Session, offer_id: int, verdict: Verdict, *, write: LetterWriter, now: datetime
) -> Offer:
    """Send an offer back to its shop with the reason; the same reason twice is told once.

    Vouchers already given out stay good. Raises OfferWithdrawn.
    """
    offer = session.scalar(select(Offer).where(Offer.id == offer_id).with_for_update())
    if offer is None:
        raise Unknown
    if offer.state == OfferState.WITHDRAWN:
        raise OfferWithdrawn
    if (offer.state, offer.state_reason) == (OfferState.REFUSED, verdict.reason):
        return offer
    take_off(offer, OfferState.REFUSED)
    offer.state_reason = verdict.reason
    happening, subject = Happening.OFFER_REFUSED, f"offer {offer.id}"
    record(session, happening, subject, account_id=verdict.account_id, now=now, note=verdict.reason)
    session.flush()
    _tell(session, offer, write, now)
    return offer


def set_rules(
    session: Session, campaign: Campaign, draft: RulesDraft, *, account_id: int, now: datetime
) -> None:
    """Set the rules for all offers of a campaign.

    Raises EditionUnknown, ClaimsByMustStay, or CapBelowSpent where redemptions already cost more.
    """
    _check_edition(session, campaign, draft)
    owner = {"campaign_id": campaign.id, "city_id": campaign.city_id}
    insert_once(session, DiscountRules, owner, unique=["campaign_id"], returning="campaign_id")
    rules = session.get_one(DiscountRules, campaign.id, with_for_update=True)
    if rules.claims_by != draft.claims_by and _has_vouchers(session, campaign):
        raise ClaimsByMustStay
    fits = DiscountRules.spent_cents <= (draft.cap_cents or 0)
    changed = update(DiscountRules).where(DiscountRules.campaign_id == campaign.id)
    if draft.cap_cents is not None:
        changed = changed.where(fits)
    written = changed.values(**vars(draft)).returning(DiscountRules.campaign_id)
    if session.execute(written).first() is None:
        raise CapBelowSpent
    happening, subject = Happening.DISCOUNT_RULES_CHANGED, f"campaign {campaign.id}"
    record(session, happening, subject, account_id=account_id, now=now)
    renew_public_pages(session, campaign.city_id)


def _check_edition(session: Session, campaign: Campaign, draft: RulesDraft) -> None:
    """The edition before is another discount weekend of the chosen city."""
    if draft.edition_before_id is None:
        return
    before = session.scalar(select(Campaign).where(Campaign.id == draft.edition_before_id))
    is_edition = before is not None and before.kind == CampaignKind.DISCOUNT and before.id != campaign.id
    if not is_edition:
        raise EditionUnknown


def _has_vouchers(session: Session, campaign: Campaign) -> bool:
    taken = exists().where(Voucher.offer_id == Offer.id, Offer.campaign_id == campaign.id)
    return bool(session.scalar(select(taken)))


def _tell(session: Session, offer: Offer, write: LetterWriter, now: datetime) -> None:
    for keeper in keepers_of(session, offer.shop):
        post(session, write(keeper, offer), now=now)
