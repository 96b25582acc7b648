"""What the guard thinks of an offer, with the calendar of its city and the other street fairs of its shop."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from sqlalchemy import Table, func, select

from cityshop.campaigns.models import Campaign
from cityshop.core.clock import local
from cityshop.core.db import Session
from cityshop.offers import guard
from cityshop.offers.guard import Announcement, Finding
from cityshop.offers.models import Offer, OfferState
from cityshop.offers.rules import OfferFacts
from cityshop.sales.queries import seasons

MOST_FAIRS = 100
A_SECOND = timedelta(seconds=1)
_LISTED = (OfferState.WAITING, OfferState.LIVE, OfferState.SOLD_OUT)


def findings(session: Session, offer: OfferFacts) -> Sequence[Finding]:
    """All that the guard has to say of an offer, what is forbidden first; none where it has no days."""
    days = _days(offer)
    if not days:
        return ()
    announced = Announcement(
        kind=offer.kind,
        category=offer.category,
        texts=[*offer.title.values(), *offer.product.values(), *offer.conditions.values()],
        days=days,
        reference_cents=offer.reference_cents,
        is_street_fair=offer.is_street_fair,
        fair_days=_other_fairs(session, offer) if offer.is_street_fair else (),
    )
    return guard.findings(announced, seasons(session, days[0], days[-1]))


def _days(offer: OfferFacts) -> list[date]:
    if offer.ends_at <= offer.starts_at:
        return []
    first, last = local(offer.starts_at).date(), local(offer.ends_at - A_SECOND).date()
    return guard.days_of(first, last, offer.windows)


def _other_fairs(session: Session, offer: OfferFacts) -> list[date]:
    """The days of the other offers of this shop that belong to a street fair."""
    rows, campaigns = cast("Table", Offer.__table__).c, cast("Table", Campaign.__table__).c
    fairs = (
        select(
            func.coalesce(rows.starts_at, campaigns.starts_at),
            func.coalesce(rows.ends_at, campaigns.ends_at),
            rows.windows,
        )
        .join(cast("Table", Campaign.__table__), campaigns.id == rows.campaign_id)
        .where(rows.shop_id == offer.shop_id, rows.id != offer.id)
        .where(rows.is_street_fair, rows.state.in_(_LISTED))
        .order_by(rows.id.desc())
        .limit(MOST_FAIRS)
    )
    return [
        day
        for start, end, windows in session.execute(fairs)
        for day in guard.days_of(local(start).date(), local(end - A_SECOND).date(), windows)
    ]
