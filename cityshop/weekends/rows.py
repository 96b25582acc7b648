"""One line of the desk's tables: an offer, a street, a mail, a delivery."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.core.words import n_
from cityshop.merchants.rules import same_street, street_name
from cityshop.offers.models import OfferState
from cityshop.offers.words import KINDS, STATES, category
from cityshop.web.i18n import number, own_text, translated
from cityshop.weekends.models import Audience, Delivery, ShopMail
from cityshop.weekends.queries import DeskOffer, DeskShop
from cityshop.weekends.recipients import DeliveryLine
from cityshop.weekends.rules import spellings
from cityshop.weekends.words import AUDIENCE, DELIVERY

KIND_WORDS: Mapping[str, str] = dict(KINDS)
SHOWN = (OfferState.LIVE, OfferState.SOLD_OUT)


@dataclass(frozen=True)
class OfferLine:
    """An offer on the desk. `can_sell_out` and `can_go_on` say which way the switch goes."""

    id: int
    title: str
    shop: str
    shop_slug: str
    street: str
    category: str
    kind_word: str
    state: str
    state_word: str
    state_look: str
    left: str
    claimed: int
    redeemed: int
    can_sell_out: bool
    can_go_on: bool


@dataclass(frozen=True)
class GapLine:
    """A street, or a trade: its shops, how many have an offer, how many wait, how many have none."""

    name: str
    word: str
    shops: int
    with_offer: int
    waiting: int
    without: int
    unregistered: int = 0


@dataclass(frozen=True)
class MailLine:
    """A mail among others."""

    id: int
    subject: str
    audience: str
    written_at: datetime
    sent_at: datetime | None
    sent: int
    waiting: int
    failed: int


@dataclass(frozen=True)
class DeliveryRow:
    """How a mail to one shop fared, in words."""

    shop: str
    shop_slug: str
    word: str
    look: str
    note: str


def offer_line(offer: DeskOffer) -> OfferLine:
    """An offer as the desk shows it."""
    is_gone = offer.state == OfferState.LIVE and offer.left == 0
    word, look = STATES[OfferState.SOLD_OUT if is_gone else offer.state]
    return OfferLine(
        id=offer.id,
        title=own_text(offer.title),
        shop=offer.shop,
        shop_slug=offer.shop_slug,
        street=street_name(offer.street),
        category=category(offer.category),
        kind_word=translated(KIND_WORDS.get(offer.kind, offer.kind)),
        state=offer.state,
        state_word=translated(word),
        state_look=look,
        left=_left(offer),
        claimed=offer.claimed,
        redeemed=offer.redeemed,
        can_sell_out=offer.state == OfferState.LIVE,
        can_go_on=offer.state == OfferState.SOLD_OUT,
    )


def street_lines(
    shops: Sequence[DeskShop], offers: Sequence[DeskOffer], unregistered: Iterable[str]
) -> list[GapLine]:
    """Each street with its shops and where offers lack, the largest gap first."""
    addresses = list(unregistered)
    names = {shop.id: same_street(shop.street) for shop in shops}
    counted = Counter(same_street(address) for address in addresses)
    words = spellings((*addresses, *(shop.street for shop in shops)))
    return _gap_lines(names, words, offers, counted)


def category_lines(shops: Sequence[DeskShop], offers: Sequence[DeskOffer]) -> list[GapLine]:
    """Each trade with its shops and where offers lack, the largest gap first."""
    names = {shop.id: shop.category for shop in shops}
    words = {name: category(name) for name in names.values()}
    return _gap_lines(names, words, offers, {})


def mail_line(mail: ShopMail, fared: Mapping[Delivery, int]) -> MailLine:
    """A mail in a list."""
    return MailLine(
        id=mail.id,
        subject=own_text(mail.subject),
        audience=audience_words(mail),
        written_at=mail.written_at,
        sent_at=mail.sent_at,
        sent=fared.get(Delivery.SENT, 0),
        waiting=fared.get(Delivery.WAITING, 0),
        failed=fared.get(Delivery.FAILED, 0) + fared.get(Delivery.NOBODY, 0),
    )


def audience_words(mail: ShopMail) -> str:
    """For whom a mail is."""
    if mail.audience == Audience.STREET:
        return translated(n_("Shops in %(street)s"), street=mail.street)
    return translated(AUDIENCE[mail.audience])


def delivery_row(line: DeliveryLine) -> DeliveryRow:
    """How a mail fared at a shop."""
    word, look = DELIVERY[line.delivery]
    is_retried = line.delivery is Delivery.WAITING and line.tries > 0 and line.error
    note = (
        translated(n_("Tried %(count)s times, tried again by itself."), count=line.tries)
        if is_retried
        else ""
    )
    return DeliveryRow(line.shop, line.shop_slug, translated(word), look, note)


def _left(offer: DeskOffer) -> str:
    if offer.left is None or offer.stock is None:
        return translated(n_("no limit"))
    return translated(n_("%(left)s of %(stock)s"), left=number(offer.left), stock=number(offer.stock))


def _gap_lines(
    names: Mapping[int, str],
    words: Mapping[str, str],
    offers: Sequence[DeskOffer],
    unregistered: Mapping[str, int],
) -> list[GapLine]:
    shown = {offer.shop_id for offer in offers if offer.state in SHOWN}
    waiting = {offer.shop_id for offer in offers if offer.state == OfferState.WAITING} - shown
    members: dict[str, set[int]] = {name: set() for name in words}
    for shop_id, name in names.items():
        members.setdefault(name, set()).add(shop_id)
    lines = [
        GapLine(
            name=name,
            word=words.get(name, name),
            shops=len(own),
            with_offer=len(own & shown),
            waiting=len(own & waiting),
            without=len(own - shown - waiting),
            unregistered=unregistered.get(name, 0),
        )
        for name, own in members.items()
    ]
    return sorted(lines, key=lambda line: (-line.without, -line.unregistered, line.word))
