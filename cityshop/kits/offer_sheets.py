"""The page of one kit, and the page of all kits of a campaign, for shops and for town hall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cityshop.core.db import Session
from cityshop.kits.offer_pages import (
    APPROVED,
    OfferKit,
    offer_kits,
    offer_print,
    offer_scan_rows,
    offer_texts,
)
from cityshop.kits.pieces import OfferPiece, read_wording
from cityshop.kits.rows import ScanRow
from cityshop.kits.texts import OFFER_SHEETS, WORDINGS
from cityshop.offers.queries import kept_offer_counts, open_offers
from cityshop.offers.rows import midnight
from cityshop.web.actors import actor
from cityshop.web.areas import page_city
from cityshop.web.i18n import language, own_text
from cityshop.web.parts import Part


@dataclass(frozen=True)
class StreetPage:
    """All kits of a campaign, to print in one run; `campaigns` are those with approved offers."""

    campaign_id: int
    title: str
    campaigns: Mapping[int, str]
    kits: Sequence[OfferKit]
    scans: Sequence[ScanRow]

    @property
    def lacking(self) -> list[OfferKit]:
        return [kit for kit in self.kits if not kit.is_made]


def choices() -> dict[str, Any]:
    """What can be printed, and in which languages."""
    return {"sheets": OFFER_SHEETS, "wordings": WORDINGS}


def kit_facts(session: Session, kit: OfferKit, *, now: datetime) -> dict[str, Any]:
    """What the page of one kit shows beside its kit: previews, texts, scans."""
    if not kit.is_made:
        return {"preview": {}, "texts": [], "scans": [], **choices()}
    wording = read_wording("", language())
    pieces = (OfferPiece.POSTER, OfferPiece.STICKER)
    return {
        "preview": {piece: offer_print(kit, piece, wording) for piece in pieces},
        "texts": offer_texts(kit, page_city().name),
        "scans": offer_scan_rows(session, [kit.offer], now=now),
        **choices(),
    }


def street_page(session: Session, asked: str, *, now: datetime) -> StreetPage:
    """The kits of the campaign that was asked for, or of the first that has approved offers."""
    offers = [one for one in open_offers(session, page_city().id, now=now) if one.state in APPROVED]
    campaigns = {one.campaign_id: own_text(one.campaign_title) for one in offers}
    chosen = next((one for one in campaigns if str(one) == asked), next(iter(campaigns), 0))
    ours = [one for one in offers if one.campaign_id == chosen]
    return StreetPage(
        campaign_id=chosen,
        title=campaigns.get(chosen, ""),
        campaigns=campaigns,
        kits=offer_kits(session, ours),
        scans=offer_scan_rows(session, ours, now=now),
    )


def own_shop_part(session: Session, now: datetime) -> Part | None:
    """For each approved offer of the shop the way to its kit and to vouchers on paper."""
    city_id, today = page_city().id, midnight(now)
    counts = kept_offer_counts(session, account_id=actor().id, city_id=city_id, midnight=today)
    ours = [each.offer for each in counts if each.offer.state in APPROVED and now < each.offer.ends_at]
    if not ours:
        return None
    return Part("kits/_own_offers.html", {"kits": offer_kits(session, ours)})
