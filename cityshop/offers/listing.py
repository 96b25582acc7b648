"""How an offer gets on the list and off it: a shop writes it, town hall approves it, either withdraws it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.core.errors import Unknown
from cityshop.core.journal import Happening, record
from cityshop.core.slugs import slug_of
from cityshop.links.services import move_links
from cityshop.merchants.models import Shop
from cityshop.offers import guard, guarding, queries
from cityshop.offers.drafts import OfferDraft
from cityshop.offers.errors import GuardReasonNeeded, OfferNotListed, OfferWithdrawn, TitleTaken
from cityshop.offers.models import DiscountRules, Offer, OfferState
from cityshop.offers.writing import READ_FIRST, TERMS, fill, keep_version, kept, picture_of

ON_THE_LIST = (OfferState.LIVE, OfferState.SOLD_OUT)
TRUSTED = "trusted"
MOST_OF_ONE_TITLE = 20


def take_off(offer: Offer, state: OfferState) -> None:
    """Off the list, for as long as it takes: it comes back as residents saw it, such as sold out."""
    if offer.state in ON_THE_LIST:
        offer.shown_as = offer.state
    offer.state = state


def put_on(offer: Offer) -> None:
    """On the list for the first time, or as it was before."""
    offer.state, offer.shown_as = offer.shown_as or OfferState.LIVE, ""


def create_offer(session: Session, shop: Shop, draft: OfferDraft, *, account_id: int, now: datetime) -> Offer:
    """Add an offer that waits for town hall, or that is on the list at once where town hall trusts shops.

    Raises TitleTaken, GuardReasonNeeded and what `fill` raises.
    """
    offer = Offer(city_id=shop.city_id, shop_id=shop.id, state=OfferState.WAITING)
    offer.picture = picture_of(shop)
    fill(session, offer, draft, now=now)
    _add(session, offer, shop, draft)
    keep_version(session, offer, now=now)
    record(session, Happening.OFFER_CREATED, f"offer {offer.id}", account_id=account_id, now=now)
    _heed_the_guard(session, offer, draft.guard_reason, account_id=account_id, now=now)
    _send_in(session, offer, account_id=account_id, now=now)
    return offer


def change_own_offer(
    session: Session, offer_id: int, draft: OfferDraft, *, account_id: int, now: datetime
) -> Offer:
    """A shop changes its offer: town hall looks again at what residents read, unless it trusts shops.

    Vouchers already given out keep their terms. Raises what `change_offer` raises.
    """
    before = kept(_offer(session, offer_id), READ_FIRST)
    offer = change_offer(session, offer_id, draft, account_id=account_id, now=now)
    if offer.state not in ON_THE_LIST or kept(offer, READ_FIRST) != before:
        _send_in(session, offer, account_id=account_id, now=now)
    return offer


def change_offer(
    session: Session, offer_id: int, draft: OfferDraft, *, account_id: int, now: datetime
) -> Offer:
    """Town hall changes an offer; its address and state stay.

    Raises OfferWithdrawn, GuardReasonNeeded and what `fill` raises.
    """
    offer = _offer(session, offer_id)
    if offer.state == OfferState.WITHDRAWN:
        raise OfferWithdrawn
    before, campaign_id = kept(offer, TERMS), offer.campaign_id
    fill(session, offer, draft, now=now)
    if offer.campaign_id != campaign_id:
        move_links(session, f"offer {offer.id}", campaign_id=offer.campaign_id)
    if kept(offer, TERMS) != before:
        offer.version += 1
        keep_version(session, offer, now=now)
    record(session, Happening.OFFER_CHANGED, f"offer {offer.id}", account_id=account_id, now=now)
    _heed_the_guard(session, offer, draft.guard_reason, account_id=account_id, now=now)
    return offer


def approve_offer(session: Session, offer_id: int, *, account_id: int, now: datetime) -> Offer:
    """Show an offer to residents, sold out if it was; approving twice is the same as once.

    Raises OfferWithdrawn, and GuardReasonNeeded where the guard says no and nobody said why it may.
    """
    offer = _offer(session, offer_id)
    if offer.state == OfferState.WITHDRAWN:
        raise OfferWithdrawn
    if offer.state not in ON_THE_LIST:
        _heed_the_guard(session, offer, offer.guard_reason, account_id=account_id, now=now)
        put_on(offer)
        offer.state_reason = ""
        record(session, Happening.OFFER_APPROVED, f"offer {offer.id}", account_id=account_id, now=now)
        session.flush()
    return offer


def withdraw_offer(session: Session, offer_id: int, *, account_id: int, now: datetime) -> Offer:
    """Take an offer off the list for good; vouchers already given out stay good."""
    offer = _offer(session, offer_id)
    if offer.state != OfferState.WITHDRAWN:
        offer.state = OfferState.WITHDRAWN
        record(session, Happening.OFFER_WITHDRAWN, f"offer {offer.id}", account_id=account_id, now=now)
        session.flush()
    return offer


def mark_sold_out(session: Session, offer_id: int, *, account_id: int, now: datetime) -> Offer:
    """Nobody can claim for now, whatever the stock says; twice is once. Raises OfferNotListed."""
    return _switch(session, offer_id, OfferState.SOLD_OUT, account_id=account_id, now=now)


def mark_available(session: Session, offer_id: int, *, account_id: int, now: datetime) -> Offer:
    """Claiming goes on as far as the stock goes; twice is once. Raises OfferNotListed."""
    return _switch(session, offer_id, OfferState.LIVE, account_id=account_id, now=now)


def _switch(session: Session, offer_id: int, state: OfferState, *, account_id: int, now: datetime) -> Offer:
    offer = _offer(session, offer_id)
    if offer.state not in ON_THE_LIST:
        raise OfferNotListed
    if offer.state != state:
        offer.state = state
        is_gone = state is OfferState.SOLD_OUT
        happening = Happening.OFFER_SOLD_OUT if is_gone else Happening.OFFER_AVAILABLE
        record(session, happening, f"offer {offer.id}", account_id=account_id, now=now)
        session.flush()
    return offer


def _add(session: Session, offer: Offer, shop: Shop, draft: OfferDraft) -> None:
    """Add an offer under the first word for its address that is free; raises TitleTaken.

    The database says which are taken, and only then we look by what: two presses of one button are one offer.
    """
    for slug in _slugs(session, shop, draft):
        offer.slug = slug
        try:
            with session.begin_nested():
                session.add(offer)
            break
        except IntegrityError as taken:
            if _has_title(session, shop, draft):
                raise TitleTaken from taken
    else:
        raise TitleTaken


def _slugs(session: Session, shop: Shop, draft: OfferDraft) -> Iterator[str]:
    """Words for the address: with the campaign behind it where that is taken, then with a number."""
    first = slug_of(f"{shop.slug} {draft.title['nl']}", otherwise=shop.slug)
    yield first
    campaign = session.scalar(select(Campaign.slug).where(Campaign.id == draft.campaign_id))
    yield f"{first}-{campaign}"
    yield from (f"{first}-{campaign}-{number}" for number in range(2, MOST_OF_ONE_TITLE + 1))


def _has_title(session: Session, shop: Shop, draft: OfferDraft) -> bool:
    """Whether the shop gives something under this title in the campaign already."""
    given = select(Offer.title).where(Offer.shop_id == shop.id, Offer.campaign_id == draft.campaign_id)
    titles = session.scalars(given.where(Offer.state != OfferState.WITHDRAWN).order_by(Offer.id))
    return any(_plain(title["nl"]) == _plain(draft.title["nl"]) for title in titles)


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


def _heed_the_guard(session: Session, offer: Offer, reason: str, *, account_id: int, now: datetime) -> None:
    """Keep why an offer stands in spite of the guard; raises GuardReasonNeeded where nobody said so."""
    session.flush()
    said = guarding.findings(session, queries.city_offer(session, offer.city_id, offer.id))
    is_refused = guard.needs_reason(said)
    if is_refused and not reason:
        raise GuardReasonNeeded
    before, offer.guard_reason = offer.guard_reason, reason if is_refused else ""
    if offer.guard_reason not in ("", before):
        happening, subject = Happening.OFFER_GUARD_OVERRIDDEN, f"offer {offer.id}"
        record(session, happening, subject, account_id=account_id, now=now, note=offer.guard_reason)
    session.flush()


def _send_in(session: Session, offer: Offer, *, account_id: int, now: datetime) -> None:
    """To town hall, or on the list at once where it trusts shops and the guard has nothing against it.

    What town hall sent back before keeps its reason until town hall approves it: trust does not undo that.
    """
    rules = session.get(DiscountRules, offer.campaign_id)
    is_trusted = (
        rules is not None and rules.trusts_shops and not offer.guard_reason and not offer.state_reason
    )
    if not is_trusted:
        take_off(offer, OfferState.WAITING)
    elif offer.state not in ON_THE_LIST:
        put_on(offer)
        subject = f"offer {offer.id}"
        record(session, Happening.OFFER_APPROVED, subject, account_id=account_id, now=now, note=TRUSTED)
    session.flush()


def _offer(session: Session, offer_id: int) -> Offer:
    """An offer of the chosen city, locked: nobody claims while it changes."""
    offer = session.scalar(select(Offer).where(Offer.id == offer_id).with_for_update())
    if offer is None:
        raise Unknown
    return offer
