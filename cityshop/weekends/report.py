"""An edition in numbers: a few statements that group, whatever the number of vouchers. Undone ones are out.

Every list adds up to the totals: by shop, by day, by hour, by channel.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, func, literal_column, select

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.merchants.models import Shop
from cityshop.merchants.rules import same_street, street_name
from cityshop.offers.figures import IS_CLAIMED, SOLD_AT, STANDS, is_given, utc_hour
from cityshop.offers.models import (
    Channel,
    DiscountRules,
    Offer,
    Redemption,
    Voucher,
    VoucherState,
)
from cityshop.weekends.rules import (
    FEWEST_SHOPS,
    SMALLEST_ORIGIN,
    days_long,
    grouping,
    hours_on_the_wall,
    is_tellable_together,
    median,
    spellings,
)

Figures = dict[str, Any]

_offers = cast("Table", Offer.__table__)
_vouchers = cast("Table", Voucher.__table__)
_redemptions = cast("Table", Redemption.__table__)
_shops = cast("Table", Shop.__table__)
_rules = cast("Table", DiscountRules.__table__)


def figures_of(session: Session, campaign: Campaign, *, now: datetime) -> Figures:
    """Everything that the report of an edition says, as plain values; amounts in cents."""
    offers = session.execute(_offers_of(campaign.id)).all()
    taken = session.execute(_claims(campaign.id)).all()
    vouchers = [row for row in taken if row.state != VoucherState.VOID]
    used = session.execute(_uses(campaign.id)).all()
    by_offer = _by_offer(vouchers, used)
    return {
        "made_at": now.isoformat(),
        "starts_at": campaign.starts_at.isoformat(),
        "ends_at": campaign.ends_at.isoformat(),
        "length": days_long(campaign.starts_at, campaign.ends_at),
        "claimed": _by_channel(vouchers, "vouchers"),
        "states": dict(_counted((row.state, row.vouchers) for row in taken)),
        "redeemed": _by_channel(used, "redemptions"),
        "offline": sum(row.offline for row in used),
        "undone": session.scalar(_undone(campaign.id)) or 0,
        "amounts": _amounts(session, campaign.id, offers, used),
        "cost": _cost(session, campaign.id, used),
        "offers": len(offers),
        "moments": _moments(session, campaign.id),
        "shops": _shop_lines(offers, by_offer),
        "streets": _street_lines(offers, by_offer),
        "kinds": _kind_lines(offers, by_offer),
        "origins": _origins(session, campaign.id),
    }


def _offers_of(campaign_id: int) -> Select[Any]:
    """The offers that residents could see, with their shops."""
    rows, shops = _offers.c, _shops.c
    columns = (rows.id, rows.kind, rows.shop_id, shops.name, shops.street)
    shown = select(*columns).select_from(_offers).join(_shops, shops.id == rows.shop_id)
    shown = shown.where(rows.campaign_id == campaign_id, is_given())
    return shown.order_by(shops.name, rows.id)


def _claims(campaign_id: int) -> Select[Any]:
    rows = _vouchers.c
    counted = select(rows.offer_id, rows.channel, rows.state, func.count().label("vouchers"))
    ours = counted.join(_offers, _offers.c.id == rows.offer_id).where(_offers.c.campaign_id == campaign_id)
    return ours.group_by(rows.offer_id, rows.channel, rows.state)


def _uses(campaign_id: int) -> Select[Any]:
    """Redemptions that stand, by offer and channel, with amounts and what they cost the city."""
    rows = _redemptions.c
    counted = select(
        rows.offer_id,
        _vouchers.c.channel,
        func.count().label("redemptions"),
        func.count(rows.scanned_at).label("offline"),
        func.count(rows.amount_cents).label("told"),
        func.coalesce(func.sum(rows.amount_cents), 0).label("cents"),
        func.coalesce(func.sum(rows.cost_cents), 0).label("cost"),
    )
    with_voucher = counted.select_from(_redemptions).join(_vouchers, _vouchers.c.id == rows.voucher_id)
    return _standing(with_voucher, campaign_id).group_by(rows.offer_id, _vouchers.c.channel)


def _standing(rows: Select[Any], campaign_id: int) -> Select[Any]:
    """Of this campaign, and not undone."""
    ours = rows.join(_offers, _offers.c.id == _redemptions.c.offer_id)
    return ours.where(_offers.c.campaign_id == campaign_id, STANDS)


def _undone(campaign_id: int) -> Select[Any]:
    rows = select(func.count()).select_from(_redemptions)
    ours = rows.join(_offers, _offers.c.id == _redemptions.c.offer_id)
    return ours.where(_offers.c.campaign_id == campaign_id, _redemptions.c.undone_at.is_not(None))


def _by_channel(rows: Iterable[Any], name: str) -> dict[str, int]:
    counted = _counted((row.channel, getattr(row, name)) for row in rows)
    channels = {channel.value: counted.get(channel, 0) for channel in Channel}
    return {"all": sum(counted.values()), **channels}


def _counted(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    counter: Counter[str] = Counter()
    for name, count in pairs:
        counter[name] += count
    return counter


def _by_offer(vouchers: Iterable[Any], used: Iterable[Any]) -> dict[int, Counter[str]]:
    """Claimed, redeemed, told and cents of each offer."""
    offers: dict[int, Counter[str]] = {}
    for row in vouchers:
        offers.setdefault(row.offer_id, Counter())["claimed"] += row.vouchers
    for row in used:
        own = offers.setdefault(row.offer_id, Counter())
        own.update(redeemed=row.redemptions, told=row.told, cents=int(row.cents))
    return offers


def _amounts(session: Session, campaign_id: int, offers: Sequence[Any], used: Sequence[Any]) -> Figures:
    """Purchases that were told at the till: how many, by how many shops, their sum, the one in the middle."""
    told = sum(row.told for row in used)
    of_shop = {row.id: row.shop_id for row in offers}
    tellers = {of_shop.get(row.offer_id) for row in used if row.told}
    amount = _redemptions.c.amount_cents
    ordered = _standing(select(amount), campaign_id).where(amount.is_not(None)).order_by(amount)
    middle = session.scalars(ordered.offset((told - 1) // 2).limit(2 - told % 2)).all() if told else []
    facts = {"told": told, "shops": len(tellers), "cents": sum(int(row.cents) for row in used)}
    return {**facts, "median": median(middle)}


def _cost(session: Session, campaign_id: int, used: Iterable[Any]) -> Figures:
    cap = session.scalar(select(_rules.c.cap_cents).where(_rules.c.campaign_id == campaign_id))
    return {"cents": sum(int(row.cost) for row in used), "cap": cap}


def _moments(session: Session, campaign_id: int) -> list[Figures]:
    """Claimed and redeemed by day and hour as the clock in Brussels shows them."""
    rows = _vouchers.c
    hour = utc_hour(session, rows.claimed_at)
    claimed = select(hour, func.count()).join(_offers, _offers.c.id == rows.offer_id)
    ours = (_offers.c.campaign_id == campaign_id, IS_CLAIMED)
    claims = claimed.where(*ours).group_by(literal_column("1"))
    used: Any = select(utc_hour(session, SOLD_AT), func.count()).select_from(_redemptions)
    uses = _standing(used, campaign_id).group_by(literal_column("1"))
    at_home = hours_on_the_wall(session.execute(claims))
    at_till = hours_on_the_wall(session.execute(uses))
    return [
        {
            "day": day,
            "hour": hour,
            "claimed": at_home.get((day, hour), 0),
            "redeemed": at_till.get((day, hour), 0),
        }
        for day, hour in sorted({*at_home, *at_till})
    ]


def _shop_lines(offers: Sequence[Any], by_offer: Mapping[int, Counter[str]]) -> list[Figures]:
    lines: dict[int, Figures] = {}
    for row in offers:
        line = lines.setdefault(row.shop_id, _line(row.name, street=street_name(row.street), offers=0))
        _add(line, by_offer.get(row.id))
        line["offers"] += 1
    return list(lines.values())


def _street_lines(offers: Sequence[Any], by_offer: Mapping[int, Counter[str]]) -> Figures:
    """By street with at least five shops that took part; the other streets together."""
    words = spellings(row.street for row in offers)
    shops: dict[str, set[int]] = {}
    counts: dict[str, Figures] = {}
    for row in offers:
        key = same_street(row.street)
        shops.setdefault(key, set()).add(row.shop_id)
        _add(counts.setdefault(key, _line(words.get(key, ""))), by_offer.get(row.id))
    sizes = {key: len(members) for key, members in shops.items()}
    for key, line in counts.items():
        line["shops"] = sizes[key]
    return _told(counts, sizes, least=FEWEST_SHOPS)


def _kind_lines(offers: Sequence[Any], by_offer: Mapping[int, Counter[str]]) -> list[Figures]:
    lines: dict[str, Figures] = {}
    for row in offers:
        line = lines.setdefault(row.kind, _line(row.kind, offers=0))
        _add(line, by_offer.get(row.id))
        line["offers"] += 1
    return [lines[kind] for kind in sorted(lines)]


def _origins(session: Session, campaign_id: int) -> Figures:
    """Vouchers by the postal code that was given, of thirty people or more.

    A holder is known within one offer only, so the most holders of one offer are the people we are sure of.
    """
    claimed: Counter[str] = Counter()
    sizes: dict[str, int] = {}
    for row in session.execute(_by_code(campaign_id)):
        claimed[row.postal_code] += row.vouchers
        sizes[row.postal_code] = max(row.holders, sizes.get(row.postal_code, 0))
    unknown, _ = claimed.pop("", 0), sizes.pop("", 0)
    counts = {code: {"name": code, "claimed": number} for code, number in claimed.items()}
    told = _told(counts, sizes, least=SMALLEST_ORIGIN)
    return {"given": sum(claimed.values()), "not_given": unknown, **told}


def _by_code(campaign_id: int) -> Select[Any]:
    rows = _vouchers.c
    figures = (func.count().label("vouchers"), func.count(rows.holder.distinct()).label("holders"))
    counted = select(rows.postal_code, *figures).join(_offers, _offers.c.id == rows.offer_id)
    ours = counted.where(_offers.c.campaign_id == campaign_id, IS_CLAIMED)
    return ours.group_by(rows.postal_code, rows.offer_id)


def _told(counts: Mapping[str, Figures], sizes: Mapping[str, int], *, least: int) -> Figures:
    """Lines that may stand alone, and the sum of the others where that may be told."""
    groups = grouping(sizes, least=least)
    rest: Counter[str] = Counter()
    for key in groups.together:
        rest.update({name: value for name, value in counts[key].items() if isinstance(value, int)})
    may_tell = is_tellable_together(sizes, groups.together, least=least)
    together = {**rest, "groups": len(groups.together)} if may_tell else None
    return {"shown": [counts[key] for key in groups.shown], "together": together}


def _line(name: str, **facts: Any) -> Figures:
    return {"name": name, "claimed": 0, "redeemed": 0, "told": 0, "cents": 0, **facts}


def _add(line: Figures, counted: Counter[str] | None) -> None:
    for name in ("claimed", "redeemed", "told", "cents"):
        line[name] += counted[name] if counted else 0
