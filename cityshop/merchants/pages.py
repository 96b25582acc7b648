"""What the pages of shops and counters show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, request

from cityshop.core.qr import qr_svg
from cityshop.core.words import n_
from cityshop.merchants.models import Counter, Shop, ShopState
from cityshop.merchants.rules import CATEGORIES, written_enterprise_number
from cityshop.web.i18n import moment, translated

STATE_WORDS: Mapping[ShopState, str] = {
    ShopState.WAITING: n_("Waiting"),
    ShopState.APPROVED: n_("Takes part"),
    ShopState.REFUSED: n_("Refused"),
}


@dataclass(frozen=True)
class ShopPage:
    """One shop, as its keeper and town hall see it."""

    shop: Shop
    category: str
    enterprise_number: str
    state_words: str
    is_waiting: bool
    is_approved: bool
    is_refused: bool

    @property
    def look(self) -> str:
        """The colour of its state."""
        return "warn" if self.is_waiting else "good" if self.is_approved else "off"


@dataclass(frozen=True)
class CounterPage:
    """A counter with the link that opens it on a phone; `qr` is SVG."""

    counter: Counter
    link: str
    qr: str
    seen: str


@dataclass(frozen=True)
class CounterRow:
    """A counter in the list of its shop."""

    id: int
    name: str
    seen: str


def counter_rows(counters: Sequence[Counter]) -> Sequence[CounterRow]:
    """The counters of a shop, and when somebody last stood behind each."""
    return [CounterRow(counter.id, counter.name, seen_words(counter)) for counter in counters]


def seen_words(counter: Counter) -> str:
    """When somebody last stood behind a counter."""
    if counter.seen_at is None:
        return translated(n_("Not used yet"))
    return translated(n_("Last used on %(moment)s"), moment=moment(counter.seen_at))


def shop_page(shop: Shop) -> ShopPage:
    """A shop ready to show."""
    return ShopPage(
        shop=shop,
        category=translated(CATEGORIES.get(shop.category, shop.category)),
        enterprise_number=written_enterprise_number(shop.enterprise_number),
        state_words=translated(STATE_WORDS[ShopState(shop.state)]),
        is_waiting=shop.state == ShopState.WAITING,
        is_approved=shop.state == ShopState.APPROVED,
        is_refused=shop.state == ShopState.REFUSED,
    )


def counter_page(counter: Counter) -> CounterPage:
    """A counter ready to show; its link has the site's own name, whatever a request claims it is."""
    link = f"{current_app.config['BASE_URL']}{request.script_root}/counter/{counter.token}"
    return CounterPage(
        counter, link, qr_svg(link, translated(n_("Link of this counter"))), seen_words(counter)
    )


@dataclass(frozen=True)
class StateChoice:
    """One filter of the list: a state with how many shops are in it."""

    value: str
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class ShopsPage:
    """The list of town hall."""

    shops: Sequence[ShopPage]
    states: Sequence[StateChoice]


def shops_page(shops: Sequence[Shop], counts: Mapping[str, int], chosen: ShopState | None) -> ShopsPage:
    """The list with its filters."""
    every = StateChoice("", translated(n_("All")), sum(counts.values()), chosen is None)
    states = [
        StateChoice(state, translated(words), counts.get(state, 0), state == chosen)
        for state, words in STATE_WORDS.items()
    ]
    return ShopsPage([shop_page(shop) for shop in shops], [every, *states])
