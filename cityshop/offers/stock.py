"""What runs out: the stock of an offer, and what the city pays for a campaign. One conditional UPDATE each.

The row of the campaign's budget is the hottest, so it is written last.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import Table, and_, or_, select, update

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session, renew_public_pages
from cityshop.offers.models import DiscountRules, Offer, OfferState, StockCounts
from cityshop.offers.refusals import BudgetSpent, OutOfStock
from cityshop.offers.rules import OfferFacts

_offers = cast("Table", Offer.__table__)
_campaigns = cast("Table", Campaign.__table__)
_budgets = cast("Table", DiscountRules.__table__)

_COUNTS_USE = and_(_offers.c.stock.is_not(None), _offers.c.stock_counts == StockCounts.USED)
_HAS_LEFT = or_(
    _offers.c.stock.is_(None),
    and_(_offers.c.stock_counts == StockCounts.CLAIMED, _offers.c.claimed < _offers.c.stock),
    and_(_offers.c.stock_counts == StockCounts.USED, _offers.c.used + _offers.c.leased < _offers.c.stock),
)


def reserve_for_paper(session: Session, offer: OfferFacts, count: int, now: datetime) -> bool:
    """Count vouchers on paper of an offer that is not over, started or not; says whether it could.

    Paper cannot tell that the stock ran out meanwhile: also where use is counted there is never more of it
    than the stock less what was claimed, nor than is left to use.
    """
    rows, campaigns = _offers.c, _campaigns.c
    coming = select(campaigns.id).where(campaigns.paused_at.is_(None), campaigns.ends_at > now)
    enough_to_use = or_(
        rows.stock_counts == StockCounts.CLAIMED, rows.stock - rows.used - rows.leased >= count
    )
    enough = and_(rows.stock - rows.claimed >= count, enough_to_use)
    taken = update(_offers).where(
        rows.id == offer.id,
        rows.state == OfferState.LIVE,
        or_(rows.stock.is_(None), enough),
        or_(rows.ends_at.is_(None), rows.ends_at > now),
        rows.campaign_id.in_(coming),
    )
    counted = taken.values(claimed=rows.claimed + count).returning(rows.id)
    if session.execute(counted).first() is None:
        return False
    renew_public_pages(session, offer.city_id)
    return True


def reserve_one(session: Session, offer: OfferFacts, now: datetime) -> bool:
    """Count a voucher of a running offer that has some left; says whether it could."""
    rows, campaigns = _offers.c, _campaigns.c
    running = select(campaigns.id).where(
        campaigns.paused_at.is_(None), campaigns.starts_at <= now, campaigns.ends_at > now
    )
    taken = update(_offers).where(
        rows.id == offer.id,
        rows.state == OfferState.LIVE,
        _HAS_LEFT,
        or_(rows.starts_at.is_(None), rows.starts_at <= now),
        or_(rows.ends_at.is_(None), rows.ends_at > now),
        rows.campaign_id.in_(running),
    )
    counted = taken.values(claimed=rows.claimed + 1).returning(rows.claimed, rows.stock, rows.stock_counts)
    row = session.execute(counted).one_or_none()
    if row is None:
        return False
    if row.stock_counts == StockCounts.CLAIMED and row.claimed == row.stock:
        renew_public_pages(session, offer.city_id)
    return True


def reserve_again(session: Session, offer: OfferFacts) -> None:
    """Count a voucher once more that had lapsed; raises OutOfStock when there are none left for it."""
    rows = _offers.c
    one = update(_offers).where(rows.id == offer.id, or_(_HAS_LEFT, rows.stock_counts == StockCounts.USED))
    if session.execute(one.values(claimed=rows.claimed + 1).returning(rows.id)).first() is None:
        raise OutOfStock


def return_claimed(session: Session, city_id: int, offer_id: int, count: int) -> None:
    """Return vouchers that nobody will use any more; others may take them as long as the offer runs."""
    return_many(session, {(offer_id, city_id): count})


def return_many(session: Session, counts: Mapping[tuple[int, int], int]) -> None:
    """The same of several offers, each with its city.

    The cities are renewed last: others write an offer and then its city.
    """
    ended = [city for (offer, city), count in sorted(counts.items()) if _return(session, offer, count)]
    for city_id in sorted(set(ended)):
        renew_public_pages(session, city_id)


def _return(session: Session, offer_id: int, count: int) -> bool:
    """Whether its page said that there were none left."""
    rows = _offers.c
    returned = update(_offers).where(rows.id == offer_id, rows.claimed >= count)
    changed = returned.values(claimed=rows.claimed - count)
    row = session.execute(changed.returning(rows.claimed, rows.stock, rows.stock_counts)).one_or_none()
    if row is None or row.stock_counts != StockCounts.CLAIMED:
        return False
    return bool(row.claimed + count == row.stock)


def use_one(session: Session, offer: OfferFacts) -> None:
    """Take one from a stock that counts what is used; raises OutOfStock."""
    if offer.stock is None or offer.stock_counts != StockCounts.USED:
        return
    rows = _offers.c
    one = update(_offers).where(rows.id == offer.id, rows.used + rows.leased < rows.stock)
    row = session.execute(
        one.values(used=rows.used + 1).returning(rows.used + rows.leased, rows.stock)
    ).one_or_none()
    if row is None:
        raise OutOfStock
    if row[0] == row.stock:
        renew_public_pages(session, offer.city_id)


def spend(session: Session, campaign_id: int, cents: int) -> None:
    """Take an amount from the city's budget for a campaign; raises BudgetSpent."""
    if not cents:
        return
    rows = _budgets.c
    within = or_(rows.cap_cents.is_(None), rows.spent_cents + cents <= rows.cap_cents)
    spent = update(_budgets).where(rows.campaign_id == campaign_id, within)
    counted = spent.values(spent_cents=rows.spent_cents + cents).returning(rows.campaign_id)
    if session.execute(counted).first() is None:
        raise BudgetSpent


def give_back(session: Session, offer_id: int, cents: int) -> None:
    """Return what a redemption took that is undone: one of the stock where it counts use, and its cost."""
    rows = _offers.c
    used = update(_offers).where(rows.id == offer_id, _COUNTS_USE, rows.used > 0)
    columns = (rows.city_id, rows.used + rows.leased, rows.stock)
    row = session.execute(used.values(used=rows.used - 1).returning(*columns)).one_or_none()
    if row is not None and row[1] + 1 == row.stock:
        renew_public_pages(session, row.city_id)
    if cents:
        budget = _budgets.c
        of_offer = select(rows.campaign_id).where(rows.id == offer_id).scalar_subquery()
        owner = update(_budgets).where(budget.campaign_id == of_offer)
        session.execute(owner.values(spent_cents=budget.spent_cents - cents))
