"""Reads for town hall and shops: vouchers with older terms, past editions, the rules of a campaign."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, exists, func, select

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.offers.models import DiscountRules, Offer, Voucher, VoucherState


def older_vouchers(session: Session, offer_ids: Collection[int]) -> Mapping[int, int]:
    """How many vouchers that can still be used promise what an earlier version said, by offer."""
    offers, vouchers = cast("Table", Offer.__table__).c, cast("Table", Voucher.__table__).c
    older = (
        select(offers.id, func.count())
        .join(cast("Table", Voucher.__table__), vouchers.offer_id == offers.id)
        .where(offers.id.in_(offer_ids), offers.version > 1)
        .where(vouchers.version < offers.version, vouchers.state == VoucherState.ISSUED)
        .group_by(offers.id)
        .order_by(offers.id)
    )
    return {row[0]: row[1] for row in session.execute(older)}


def editions_before(session: Session, *, now: datetime) -> Sequence[Campaign]:
    """The campaigns of the chosen city that are over and had offers, the last one first."""
    has_offers = exists().where(Offer.campaign_id == Campaign.id)
    over = select(Campaign).where(Campaign.ends_at <= now, has_offers)
    return session.scalars(over.order_by(Campaign.ends_at.desc(), Campaign.id)).all()


def rules_of(session: Session, campaign_id: int) -> DiscountRules | None:
    """What town hall decided for the offers of a campaign of the chosen city; None: the defaults."""
    return session.scalar(select(DiscountRules).where(DiscountRules.campaign_id == campaign_id))
