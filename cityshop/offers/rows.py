"""Offers in a table, with what came of them: for their shop and for town hall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from cityshop.core.clock import BRUSSELS, local
from cityshop.offers import words
from cityshop.offers.models import OfferState
from cityshop.offers.queries import OfferCounts
from cityshop.offers.rules import offer_phase
from cityshop.web.i18n import own_text, translated

_NONE: Mapping[int, int] = {}


@dataclass(frozen=True)
class OfferRow:
    """An offer in a table of its shop or of town hall."""

    id: int
    shop_id: int
    slug: str
    title: str
    shop: str
    worth: str
    state: str
    state_words: str
    state_look: str
    claimed: int
    stock: int | None
    redeemed: int
    redeemed_today: int
    period: str
    older: int = 0
    is_past: bool = False


def midnight(now: datetime) -> datetime:
    """When today began in Brussels."""
    return datetime.combine(local(now).date(), time(), BRUSSELS)


def offer_rows(
    counts: Sequence[OfferCounts], now: datetime, older: Mapping[int, int] = _NONE
) -> list[OfferRow]:
    """Offers with their counts for a table; `older` are the vouchers with earlier terms, by offer."""
    return [_row(each, now, older.get(each.offer.id, 0)) for each in counts]


def _row(counts: OfferCounts, now: datetime, older: int) -> OfferRow:
    offer = counts.offer
    is_listed = offer.state == OfferState.LIVE
    said, look = words.PHASES[offer_phase(offer, now)] if is_listed else words.STATES[offer.state]
    return OfferRow(
        id=offer.id,
        shop_id=offer.shop_id,
        slug=offer.slug,
        title=own_text(offer.title),
        shop=offer.shop_name,
        worth=words.worth(offer),
        state=offer.state,
        state_words=translated(said),
        state_look=look,
        claimed=counts.claimed,
        stock=offer.stock,
        redeemed=counts.redeemed,
        redeemed_today=counts.redeemed_today,
        period=words.short_period(offer),
        older=older,
        is_past=now >= offer.campaign_end,
    )
