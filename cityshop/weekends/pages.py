"""The desk and the live counter of a discount weekend, ready to show; its parts on other pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from threading import Lock
from typing import Any

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.campaigns.pages import CampaignLine, campaign_line
from cityshop.campaigns.queries import current_campaigns
from cityshop.core.db import Session
from cityshop.merchants.rules import same_street
from cityshop.offers.models import OfferState
from cityshop.offers.words import KINDS
from cityshop.web.i18n import own_text, translated
from cityshop.web.parts import Part
from cityshop.weekends import queries
from cityshop.weekends.counts import LiveCounts, live_counts
from cityshop.weekends.queries import DeskOffer, DeskShop
from cityshop.weekends.rows import GapLine, OfferLine, category_lines, offer_line, street_lines
from cityshop.weekends.rules import LIVE_KEPT, SHOWN_FOR, spellings
from cityshop.weekends.words import SHOWN

_LIVE_STATES = (OfferState.LIVE, OfferState.SOLD_OUT)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter, as an address shows it."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """What the address of the desk asks for: a state, a street, a trade, a kind; empty is everything."""

    state: str = ""
    street: str = ""
    category: str = ""
    kind: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """What of an address the desk knows."""
        return cls(**{one.name: query.get(one.name, "") for one in fields(cls)})

    @property
    def query(self) -> dict[str, Any]:
        """What was asked for, for another address."""
        return {name: asked for name, asked in vars(self).items() if asked}

    def wants(self, offer: DeskOffer) -> bool:
        """Whether an offer is among what was asked for."""
        state = OfferState.SOLD_OUT if offer.left == 0 and offer.state == OfferState.LIVE else offer.state
        return (
            self.state in ("", state)
            and same_street(self.street) in ("", same_street(offer.street))
            and self.category in ("", offer.category)
            and self.kind in ("", offer.kind)
        )


@dataclass(frozen=True)
class DeskPage:
    """Everything on the desk of one campaign."""

    campaign: CampaignLine
    tiles: "Tiles"
    offers: Sequence[OfferLine]
    states: Sequence[Choice]
    streets: Sequence[Choice]
    categories: Sequence[Choice]
    kinds: Sequence[Choice]
    by_street: Sequence[GapLine]
    by_category: Sequence[GapLine]
    without: Sequence[DeskShop]


@dataclass(frozen=True)
class Tiles:
    """The large numerals: offers on the list, waiting, sold out; what is left; shops with and without."""

    live: int
    waiting: int
    sold_out: int
    left: int
    shops: int
    without: int


class KeptCounts:
    """Counters of each campaign, read again after five seconds: a hall full of screens is one reader.

    Who asks for one campaign waits for its reader only, never for that of another.
    """

    def __init__(self, read: Callable[..., LiveCounts] = live_counts) -> None:
        self._read = read
        self._lock = Lock()
        self._readers: dict[int, Lock] = {}
        self._kept: dict[int, LiveCounts] = {}

    def of(self, session: Session, campaign_id: int, now: datetime) -> LiveCounts:
        """Counters that are at most five seconds old."""
        with self._reader(campaign_id):
            kept = self._kept.get(campaign_id)
            if kept is None or not now - LIVE_KEPT <= kept.at <= now:
                kept = self._kept[campaign_id] = self._read(session, campaign_id, now=now)
            return kept

    def _reader(self, campaign_id: int) -> Lock:
        with self._lock:
            return self._readers.setdefault(campaign_id, Lock())


def desk_page(session: Session, campaign: Campaign, asked: Asked, now: datetime) -> DeskPage:
    """The desk with the offers that were asked for; gaps are of the whole campaign."""
    offers = queries.desk_offers(session, campaign.id)
    shops = queries.approved_shops(session)
    by_street = street_lines(shops, offers, queries.places_without_shop(session))
    by_category = category_lines(shops, offers)
    taking_part = {offer.shop_id for offer in offers if offer.state in (*_LIVE_STATES, OfferState.WAITING)}
    without = [shop for shop in shops if shop.id not in taking_part]
    return DeskPage(
        campaign=campaign_line(campaign, now),
        tiles=_tiles(offers, len(without)),
        offers=[offer_line(offer) for offer in offers if asked.wants(offer)],
        states=[Choice(state, translated(word), state == asked.state) for state, word in SHOWN],
        streets=_choices([(line.name, line.word) for line in by_street if line.shops], asked.street),
        categories=_choices([(line.name, line.word) for line in by_category], asked.category),
        kinds=[Choice(kind, translated(word), kind == asked.kind) for kind, word in KINDS],
        by_street=by_street,
        by_category=by_category,
        without=without,
    )


def streets_of_shops(session: Session) -> list[str]:
    """The streets that have shops, by name."""
    return sorted(spellings(shop.street for shop in queries.approved_shops(session)).values())


def home_part(session: Session, now: datetime) -> Part | None:
    """The way from the city's front page to the short report of the last edition, for four months."""
    edition = queries.published_edition(session, since=now - SHOWN_FOR)
    if edition is None:
        return None
    facts = {"title": own_text(edition.title), "slug": edition.slug}
    return Part("weekends/_home.html", facts, edition.ends_at + SHOWN_FOR)


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """The way from town hall's dashboard to the desks of what runs or comes."""
    current = [one for one in current_campaigns(session, now=now) if one.kind == CampaignKind.DISCOUNT]
    if not current:
        return None
    return Part("weekends/_dashboard.html", {"campaigns": [campaign_line(one, now) for one in current]})


def _tiles(offers: Sequence[DeskOffer], without: int) -> Tiles:
    live = [offer for offer in offers if offer.state in _LIVE_STATES]
    gone = [offer for offer in live if offer.state == OfferState.SOLD_OUT or offer.left == 0]
    return Tiles(
        live=len(live),
        waiting=sum(offer.state == OfferState.WAITING for offer in offers),
        sold_out=len(gone),
        left=sum(offer.left or 0 for offer in live if offer.state == OfferState.LIVE),
        shops=len({offer.shop_id for offer in live}),
        without=without,
    )


def _choices(pairs: Sequence[tuple[str, str]], chosen: str) -> list[Choice]:
    return [Choice(value, word, value == chosen) for value, word in sorted(pairs, key=lambda pair: pair[1])]
