"""What the guard thinks of offers: with the calendar of their city and the street fairs of their shops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import Table, func, select

from cityshop.campaigns.models import Campaign
from cityshop.core.clock import local
from cityshop.core.db import Session
from cityshop.offers import guard
from cityshop.offers.guard import Announcement, Finding
from cityshop.offers.models import Offer, OfferState
from cityshop.offers.rules import OfferFacts
from cityshop.sales.queries import seasons

MOST_FAIRS = 500
A_SECOND = timedelta(seconds=1)
_LISTED = (OfferState.WAITING, OfferState.LIVE, OfferState.SOLD_OUT)


@dataclass(frozen=True)
class _Fair:
    """The days of one offer that belongs to a street fair."""

    offer_id: int
    shop_id: int
    days: Sequence[date]


def findings(session: Session, offer: OfferFacts) -> Sequence[Finding]:
    """All that the guard has to say of an offer, what is forbidden first."""
    return findings_of(session, [offer])[0]


def findings_of(session: Session, offers: Sequence[OfferFacts]) -> Sequence[Sequence[Finding]]:
    """What the guard says of each of these offers; nothing where an offer has no days."""
    every = [day for offer in offers for day in _days(offer)]
    if not every:
        return [() for _ in offers]
    calendar, fairs = seasons(session, min(every), max(every)), _fairs(session, offers)
    announced = [_announced(offer, fairs) for offer in offers]
    return [guard.findings(one, calendar) if one.shown_days else () for one in announced]


def _announced(offer: OfferFacts, fairs: Sequence[_Fair]) -> Announcement:
    others = (fair for fair in fairs if fair.shop_id == offer.shop_id and fair.offer_id != offer.id)
    return Announcement(
        kind=offer.kind,
        category=offer.category,
        texts=[*offer.title.values(), *offer.product.values(), *offer.conditions.values()],
        shown_days=_days(offer),
        days=_days(offer, offer.windows),
        reference_cents=offer.reference_cents,
        is_street_fair=offer.is_street_fair,
        fair_days=[day for fair in others for day in fair.days],
    )


def _days(offer: OfferFacts, windows: Sequence[Mapping[str, Any]] = ()) -> list[date]:
    """The days of an offer, or those of them on which a window opens."""
    if offer.ends_at <= offer.starts_at:
        return []
    first, last = local(offer.starts_at).date(), local(offer.ends_at - A_SECOND).date()
    return guard.days_of(first, last, windows)


def _fairs(session: Session, offers: Sequence[OfferFacts]) -> list[_Fair]:
    """The offers of these shops that belong to a street fair."""
    shops = {offer.shop_id for offer in offers if offer.is_street_fair}
    if not shops:
        return []
    rows, campaigns = cast("Table", Offer.__table__).c, cast("Table", Campaign.__table__).c
    start, end = (
        func.coalesce(rows[name], campaigns[name], type_=rows[name].type) for name in ("starts_at", "ends_at")
    )
    fairs = (
        select(rows.id, rows.shop_id, start, end, rows.windows)
        .join(cast("Table", Campaign.__table__), campaigns.id == rows.campaign_id)
        .where(rows.shop_id.in_(shops), rows.is_street_fair, rows.state.in_(_LISTED))
        .order_by(rows.id.desc())
        .limit(MOST_FAIRS)
    )
    return [
        _Fair(
            offer_id,
            shop_id,
            guard.days_of(local(first).date(), local(last - A_SECOND).date(), windows),
        )
        for offer_id, shop_id, first, last, windows in session.execute(fairs)
    ]
