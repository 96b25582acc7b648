"""Reads of the desk of a discount weekend, of the chosen city only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, func, select

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.core.db import Session, chosen_city
from cityshop.merchants.models import Shop, ShopState
from cityshop.offers.figures import IS_CLAIMED, STANDS
from cityshop.offers.models import DiscountRules, Offer, Redemption, StockCounts, Voucher
from cityshop.places.kinds import PlaceKind
from cityshop.places.models import Place, PlaceState
from cityshop.weekends.models import ClosingReport
from cityshop.weekends.rules import LONGEST_CHAIN

MOST_OFFERS = 1_000
MOST_SHOPS = 2_000
MOST_PLACES = 2_000

_offers = cast("Table", Offer.__table__)
_shops = cast("Table", Shop.__table__)
_redemptions = cast("Table", Redemption.__table__)
_vouchers = cast("Table", Voucher.__table__)


@dataclass(frozen=True)
class DeskOffer:
    """An offer of the campaign with its shop and its stock."""

    id: int
    title: Mapping[str, str]
    kind: str
    state: str
    category: str
    stock: int | None
    left: int | None
    claimed: int
    redeemed: int
    shop_id: int
    shop: str
    shop_slug: str
    street: str


@dataclass(frozen=True)
class DeskShop:
    """An approved shop of the city, and whether it has an offer in the campaign."""

    id: int
    name: str
    slug: str
    category: str
    street: str


def discount_campaigns(session: Session) -> Sequence[Campaign]:
    """The discount weekends of the city, the latest first."""
    ours = select(Campaign).where(Campaign.kind == CampaignKind.DISCOUNT)
    return session.scalars(ours.order_by(Campaign.starts_at.desc(), Campaign.id)).all()


def desk_offers(session: Session, campaign_id: int) -> Sequence[DeskOffer]:
    """Every offer of a campaign with what came of it, by shop."""
    rows, shops = _offers.c, _shops.c
    used = _per_offer(_redemptions.c.offer_id, campaign_id, STANDS)
    taken = _per_offer(_vouchers.c.offer_id, campaign_id, IS_CLAIMED)
    of_shop = (shops.name, shops.slug.label("shop_slug"), shops.street, shops.category.label("shop_category"))
    counts = (
        func.coalesce(taken.c.number, 0).label("vouchers"),
        func.coalesce(used.c.number, 0).label("redeemed"),
    )
    found = select(*rows, *of_shop, *counts).select_from(_offers).join(_shops, shops.id == rows.shop_id)
    found = found.outerjoin(taken, taken.c.offer_id == rows.id).outerjoin(used, used.c.offer_id == rows.id)
    ours = found.where(rows.campaign_id == campaign_id, rows.city_id == chosen_city(session))
    return [
        _desk_offer(row) for row in session.execute(ours.order_by(shops.name, rows.id).limit(MOST_OFFERS))
    ]


def approved_shops(session: Session) -> Sequence[DeskShop]:
    """The shops of the city that take part, by name."""
    columns = (Shop.id, Shop.name, Shop.slug, Shop.category, Shop.street)
    approved = select(*columns).where(Shop.state == ShopState.APPROVED)
    rows = session.execute(approved.order_by(Shop.name, Shop.id).limit(MOST_SHOPS))
    return [DeskShop(*row) for row in rows]


def places_without_shop(session: Session) -> Sequence[str]:
    """The street of each shop in the guide that nobody registered."""
    known = select(Shop.place_id).where(Shop.place_id.is_not(None))
    open_shops = (Place.kind == PlaceKind.SHOP, Place.state == PlaceState.PUBLISHED, Place.street != "")
    unknown = select(Place.street).where(*open_shops, Place.id.not_in(known))
    return session.scalars(unknown.order_by(Place.street).limit(MOST_PLACES)).all()


def closing_report(session: Session, campaign_id: int) -> ClosingReport | None:
    """The frozen report of a campaign, once it was closed."""
    return session.scalar(select(ClosingReport).where(ClosingReport.campaign_id == campaign_id))


def editions(session: Session, campaign: Campaign) -> Sequence[Campaign]:
    """The series that a campaign belongs to, by its start: those before it and those that follow it."""
    rows = select(DiscountRules.campaign_id, DiscountRules.edition_before_id)
    before = dict(session.execute(rows.where(DiscountRules.edition_before_id.is_not(None))).all())
    after = {earlier: later for later, earlier in before.items()}
    series = {campaign.id, *_chain(campaign.id, before), *_chain(campaign.id, after)}
    ours = select(Campaign).where(Campaign.id.in_(series))
    return session.scalars(ours.order_by(Campaign.starts_at, Campaign.id)).all()


def published_edition(session: Session, *, since: datetime) -> Campaign | None:
    """The last edition with a published report that ended after `since`."""
    published = select(Campaign).join(ClosingReport, ClosingReport.campaign_id == Campaign.id)
    shown = published.where(ClosingReport.published_at.is_not(None), Campaign.ends_at > since)
    return session.scalar(shown.order_by(Campaign.ends_at.desc(), Campaign.id).limit(1))


def closing_reports(session: Session, campaign_ids: Sequence[int]) -> Mapping[int, ClosingReport]:
    """The frozen reports of these campaigns."""
    ours = select(ClosingReport).where(ClosingReport.campaign_id.in_(campaign_ids))
    return {
        report.campaign_id: report for report in session.scalars(ours.order_by(ClosingReport.campaign_id))
    }


def voucher_in_city(session: Session, *, code: str) -> tuple[str, int] | None:
    """The word of the campaign in the address and the id of a voucher with this code of the chosen city."""
    campaigns = cast("Table", Campaign.__table__)
    found = select(campaigns.c.slug, _vouchers.c.id).select_from(_vouchers)
    found = found.join(_offers, _offers.c.id == _vouchers.c.offer_id)
    found = found.join(campaigns, campaigns.c.id == _offers.c.campaign_id)
    ours = found.where(_vouchers.c.code == code, _vouchers.c.city_id == chosen_city(session))
    return session.execute(ours).one_or_none()


def code_of_voucher(session: Session, campaign_id: int, voucher_id: int) -> str | None:
    """The code of a voucher of this campaign of the chosen city."""
    found = select(_vouchers.c.code).join(_offers, _offers.c.id == _vouchers.c.offer_id)
    ours = (_offers.c.campaign_id == campaign_id, _vouchers.c.city_id == chosen_city(session))
    return session.scalar(found.where(_vouchers.c.id == voucher_id, *ours))


def _per_offer(offer_id: Any, campaign_id: int, condition: Any) -> Any:
    """How many vouchers or redemptions each offer of a campaign has."""
    ours = select(_offers.c.id).where(_offers.c.campaign_id == campaign_id)
    counted = select(offer_id.label("offer_id"), func.count().label("number"))
    return counted.where(offer_id.in_(ours), condition).group_by(offer_id).subquery()


def _chain(start: int, links: Mapping[Any, Any]) -> list[int]:
    found: list[int] = []
    here = links.get(start)
    while here is not None and here not in found and len(found) < LONGEST_CHAIN:
        found.append(here)
        here = links.get(here)
    return found


def _desk_offer(row: Any) -> DeskOffer:
    taken = row.claimed if row.stock_counts == StockCounts.CLAIMED else row.used + row.leased
    return DeskOffer(
        id=row.id,
        title=row.title,
        kind=row.kind,
        state=row.state,
        category=row.category or row.shop_category,
        stock=row.stock,
        left=None if row.stock is None else max(0, row.stock - taken),
        claimed=row.vouchers,
        redeemed=row.redeemed,
        shop_id=row.shop_id,
        shop=row.name,
        shop_slug=row.shop_slug,
        street=row.street,
    )
