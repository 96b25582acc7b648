"""Reads for counters that judge alone: the shop's offers, their keys and versions, what became void."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, and_, false, func, or_, select

from cityshop.core.db import Session
from cityshop.offers.models import Offer, OfferVersion
from cityshop.offers.precautions import Revocation, SigningKey
from cityshop.offers.queries import shop_offer_counts
from cityshop.offers.rules import OfferFacts

_keys = cast("Table", SigningKey.__table__).c
_revoked = cast("Table", Revocation.__table__).c
_offers = cast("Table", Offer.__table__).c


@dataclass(frozen=True)
class KeyLine:
    """A key with which tokens are checked, and its time (UTC)."""

    campaign_id: int
    id: int
    public: bytes
    valid_from: datetime
    valid_until: datetime


def offers_of_shop(session: Session, shop_id: int, *, now: datetime) -> Sequence[OfferFacts]:
    """The offers of a shop that are not over."""
    counts = shop_offer_counts(session, shop_id, midnight=now)
    return [each.offer for each in counts if each.offer.campaign_end > now]


def keys_of(session: Session, campaign_ids: Sequence[int]) -> Sequence[KeyLine]:
    """The keys of these campaigns that were not retired, those of tomorrow too."""
    columns = (_keys.campaign_id, _keys.id, _keys.public, _keys.valid_from, _keys.valid_until)
    good = select(*columns).where(_keys.campaign_id.in_(campaign_ids), _keys.retired_at.is_(None))
    return [KeyLine(*row) for row in session.execute(good.order_by(_keys.campaign_id, _keys.id))]


def versions_of(session: Session, offer_ids: Sequence[int]) -> Mapping[int, Sequence[OfferVersion]]:
    """What these offers promised, version by version."""
    wanted = select(OfferVersion).where(OfferVersion.offer_id.in_(offer_ids))
    found: dict[int, list[OfferVersion]] = {}
    for version in session.scalars(wanted.order_by(OfferVersion.offer_id, OfferVersion.version)):
        found.setdefault(version.offer_id, []).append(version)
    return found


def revoked_since(
    session: Session, campaign_ids: Sequence[int], *, shop_id: int, since: Mapping[int, int]
) -> Sequence[tuple[int, int, Sequence[str]]]:
    """For each campaign its latest number, and the codes of this shop now void since the known one."""
    last = select(_revoked.campaign_id, func.max(_revoked.number)).where(
        _revoked.campaign_id.in_(campaign_ids)
    )
    numbers = {row[0]: row[1] for row in session.execute(last.group_by(_revoked.campaign_id))}
    known = [
        and_(_revoked.campaign_id == number, _revoked.number > since.get(number, 0))
        for number in campaign_ids
    ]
    own = _revoked.offer_id.in_(select(_offers.id).where(_offers.shop_id == shop_id))
    codes: dict[int, list[str]] = {number: [] for number in campaign_ids}
    fresh = select(_revoked.campaign_id, _revoked.code).where(own, or_(false(), *known))
    for campaign_id, code in session.execute(fresh.order_by(_revoked.campaign_id, _revoked.number)):
        codes[campaign_id].append(code)
    return [(number, numbers.get(number, 0), codes[number]) for number in campaign_ids]
