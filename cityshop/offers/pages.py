"""What the pages of offers need, ready to show; the parts of offers on other pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from cityshop.core.db import Session, chosen_city
from cityshop.core.words import n_
from cityshop.offers import queries, words
from cityshop.offers.errors import ClaimRefused
from cityshop.offers.rows import midnight, offer_rows
from cityshop.offers.rules import (
    OfferFacts,
    OfferPhase,
    has_few_left,
    hides_its_words,
    is_claimable,
    next_change,
    offer_phase,
)
from cityshop.web.actors import actor
from cityshop.web.badges import Badges, badges_of, first_of
from cityshop.web.i18n import moment, own_text, translated
from cityshop.web.parts import Part

ON_HOME = 6
OTHERS = 4
OFFERS_A_PAGE = 120
NO_PICTURE = "img/offers/gift.svg"
_LAST = {OfferPhase.SOLD_OUT: 1, OfferPhase.OVER: 2}


@dataclass(frozen=True)
class OfferCard:
    """An offer among others. `picture` names a built file, `state` a look of the card."""

    slug: str
    title: str
    shop: str
    worth: str
    picture: str
    until: str
    left: str
    state: str
    badge: str = ""
    photo: str = ""


@dataclass(frozen=True)
class Chip:
    """One choice of a filter."""

    name: str
    value: str
    words: str
    checked: bool
    kind: str = "radio"
    picture: str = ""


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of the list: one kind of goods (empty: all), and which page."""

    category: str = ""
    page: int = 1


@dataclass(frozen=True)
class OffersPage:
    """Everything on the list of a city's offers; `category` is what was asked for."""

    title: str
    summary: str
    dates: str
    cards: Sequence[OfferCard]
    chips: Sequence[Chip]
    count: int
    shops: int
    category: str
    pause_text: str = ""
    paused_since: str = ""
    until: datetime | None = None
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class OfferPage:
    """One offer. `refusal` says why a claim was not possible just now."""

    slug: str
    number: int
    title: str
    shop: str
    street: str
    worth: str
    picture: str
    phase: str
    left: str
    starts: str
    facts: Sequence[tuple[str, str]]
    pause_text: str
    refusal: str = ""
    until: datetime | None = None
    badge: str = ""
    photo: str = ""
    photo_alt: str = ""


def offers_page(offers: Sequence[OfferFacts], badges: Badges, asked: Asked, now: datetime) -> OffersPage:
    """The list of a city, what can be claimed first, under the name of its campaign where there is one."""
    shown = [offer for offer in offers if asked.category in ("", offer.category)]
    shown.sort(key=lambda offer: _LAST.get(offer_phase(offer, now), 0))
    pages = max(1, -(-len(shown) // OFFERS_A_PAGE))
    page = min(max(asked.page, 1), pages)
    here = shown[(page - 1) * OFFERS_A_PAGE : page * OFFERS_A_PAGE]
    title, summary = _heading(offers)
    paused = next((offer for offer in offers if offer.paused_at), None)
    return OffersPage(
        title=title,
        summary=summary,
        dates=words.period(offers[0]) if offers else "",
        cards=[_card(offer, badges, now) for offer in here],
        chips=_chips(offers, asked.category),
        count=len(offers),
        shops=len({offer.shop_id for offer in offers}),
        category=asked.category,
        pause_text=own_text(paused.pause_text) if paused else "",
        paused_since=moment(paused.paused_at) if paused and paused.paused_at else "",
        until=first_of((first_change(offers, now), badges.until)),
        page=page,
        pages=pages,
    )


def offer_page(
    offer: OfferFacts, badges: Badges, now: datetime, refusal: ClaimRefused | None = None
) -> OfferPage:
    """One offer, and why it could not be claimed if somebody just tried."""
    phase = offer_phase(offer, now)
    return OfferPage(
        slug=offer.slug,
        number=offer.shop_id,
        title=own_text(offer.title),
        shop=offer.shop_name,
        street=offer.shop_street,
        worth=words.worth(offer),
        picture=offer.picture or NO_PICTURE,
        phase=phase,
        left=_left(offer),
        starts=moment(offer.starts_at),
        facts=[(translated(n_("Valid")), words.period(offer)), *words.terms(offer)],
        pause_text=own_text(offer.pause_text),
        refusal=translated(refusal.message, **refusal.facts) if refusal and phase is OfferPhase.OPEN else "",
        until=first_of((next_change(offer, now), badges.until)),
        badge=badges.of_shop(offer.shop_id),
        photo=offer.photo,
        photo_alt=own_text(offer.photo_alt),
    )


def resident_page(
    offer: OfferFacts, badges: Badges, now: datetime, refusal: ClaimRefused | None = None
) -> OfferPage:
    """The page of an offer; while town hall reads it once more, without what the shop wrote."""
    page = offer_page(offer, badges, now, refusal)
    if not hides_its_words(offer):
        return page
    title = translated(n_("An offer of %(shop)s"), shop=offer.shop_name)
    return replace(page, title=title, worth="", left="", facts=(), photo="", photo_alt="")


def other_offers(offers: Sequence[OfferFacts], badges: Badges, now: datetime, *, but: int) -> list[OfferCard]:
    """A few offers that can be claimed now, for who came too late for the one with this id."""
    open_now = (offer for offer in offers if offer.id != but and is_claimable(offer, now))
    return [_card(offer, badges, now) for offer in islice(open_now, OTHERS)]


def first_change(offers: Sequence[OfferFacts], now: datetime) -> datetime | None:
    """The first moment at which the clock changes one of the offers."""
    return min((change for offer in offers if (change := next_change(offer, now))), default=None)


def home_part(session: Session, now: datetime) -> Part | None:
    """The discount weekend on the city's front page."""
    offers = queries.open_offers(session, chosen_city(session) or 0, now=now)
    if not offers:
        return None
    best = sorted(offers, key=lambda offer: _LAST.get(offer_phase(offer, now), 0))[:ON_HOME]
    (title, _), badges = _heading(offers), badges_of(session, now)
    facts = {"title": title, "cards": [_card(offer, badges, now) for offer in best], "count": len(offers)}
    return Part("offers/_home.html", facts, first_of((first_change(offers, now), badges.until)))


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """Vouchers claimed and redeemed, and the last redemptions, for town hall."""
    city_id, today = chosen_city(session) or 0, midnight(now)
    facts = {
        "counts": queries.city_counts(session, city_id, midnight=today),
        "waiting": queries.waiting_count(session, city_id),
        "redemptions": queries.latest_redemptions(session, city_id),
    }
    return Part("offers/_dashboard.html", facts)


def own_shop_part(session: Session, now: datetime) -> Part | None:
    """The offers of a keeper in this city with their counts, on the page of the shop."""
    city_id, account_id = chosen_city(session) or 0, actor().id
    counts = queries.kept_offer_counts(
        session, account_id=account_id, city_id=city_id, midnight=midnight(now)
    )
    return Part("offers/_own_shop.html", {"rows": offer_rows(counts, now)})


def _heading(offers: Sequence[OfferFacts]) -> tuple[str, str]:
    """The title and summary of the only campaign, or words for all of them."""
    names = {offer.campaign_id: offer for offer in offers}
    if len(names) == 1:
        only = offers[0]
        return own_text(only.campaign_title), own_text(only.campaign_summary)
    return translated(n_("Offers")), translated(n_("What the shops of this city give you, for a short time."))


def _card(offer: OfferFacts, badges: Badges, now: datetime) -> OfferCard:
    phase = offer_phase(offer, now)
    is_coming = phase is OfferPhase.COMING
    return OfferCard(
        slug=offer.slug,
        title=own_text(offer.title),
        shop=offer.shop_name,
        worth=words.worth(offer),
        picture=offer.picture or NO_PICTURE,
        until=words.first_day(offer) if is_coming else words.last_day(offer),
        left=_left(offer),
        state=phase,
        badge=badges.of_shop(offer.shop_id),
        photo=offer.photo,
    )


def _left(offer: OfferFacts) -> str:
    return translated(n_("Almost gone")) if has_few_left(offer) else ""


def _chips(offers: Sequence[OfferFacts], chosen: str) -> list[Chip]:
    """The trades there are, by name, after everything."""
    names = {offer.category: words.category(offer.category) for offer in offers}
    everything = Chip("category", "", translated(n_("All")), checked=not chosen)
    trades = sorted(names.items(), key=lambda trade: trade[1])
    return [everything, *(Chip("category", value, name, checked=value == chosen) for value, name in trades)]
