"""Codes that are void for good, as numbered deltas for counters that judge without reception."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, func, insert, select

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.offers.models import Offer, Voucher
from cityshop.offers.precautions import Revocation

_rows = cast("Table", Revocation.__table__)
_vouchers = cast("Table", Voucher.__table__).c
_offers = cast("Table", Offer.__table__).c
_campaigns = cast("Table", Campaign.__table__)


def revoke(session: Session, voucher_id: int, *, now: datetime) -> None:
    """The code of this voucher is void for good: call it whenever a voucher becomes void. Twice is once."""
    revoke_all(session, [voucher_id], now=now)


def revoke_all(session: Session, voucher_ids: Iterable[int], *, now: datetime) -> None:
    """The same for many at once; the caller has set their state."""
    columns = (_offers.city_id, _offers.campaign_id, _vouchers.offer_id, _vouchers.code)
    theirs = select(*columns).join_from(Voucher.__table__, Offer.__table__, _vouchers.offer_id == _offers.id)
    wanted = theirs.where(_vouchers.id.in_(list(voucher_ids))).order_by(_vouchers.id)
    campaigns: dict[tuple[int, int], dict[str, int]] = {}
    for city_id, campaign_id, offer_id, code in session.execute(wanted):
        campaigns.setdefault((city_id, campaign_id), {})[code] = offer_id
    for (city_id, campaign_id), codes in sorted(campaigns.items()):
        _append(session, city_id, campaign_id, codes, now)


def revoked_codes(session: Session, campaign_id: int, codes: Sequence[str]) -> frozenset[str]:
    """Which of these codes of a campaign are void for good."""
    mine = select(_rows.c.code).where(_rows.c.campaign_id == campaign_id, _rows.c.code.in_(list(codes)))
    return frozenset(session.execute(mine).scalars())


def _append(session: Session, city_id: int, campaign_id: int, codes: dict[str, int], now: datetime) -> None:
    """Behind what there is, one after the other: numbers that are seen leave no gap for later."""
    one_at_a_time = select(_campaigns.c.id).where(_campaigns.c.id == campaign_id)
    session.execute(one_at_a_time.with_for_update(key_share=True))
    known = revoked_codes(session, campaign_id, list(codes))
    last = select(func.coalesce(func.max(_rows.c.number), 0)).where(_rows.c.campaign_id == campaign_id)
    start = session.execute(last).scalar_one() + 1
    fresh = [code for code in codes if code not in known]
    facts = {"city_id": city_id, "campaign_id": campaign_id, "at": now}
    rows = [
        {**facts, "number": number, "offer_id": codes[code], "code": code}
        for number, code in enumerate(fresh, start)
    ]
    if rows:
        session.execute(insert(_rows), rows)
