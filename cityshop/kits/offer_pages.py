"""The kit of a shop's offer as pages and paper show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from cityshop.core.db import Session
from cityshop.core.errors import Unknown
from cityshop.core.words import n_
from cityshop.kits.errors import KitWaits
from cityshop.kits.pieces import ON_SHEET, PER_SHEET, OfferPiece, OfferSheet, Wording, about_offer
from cityshop.kits.rows import ScanRow, scan_rows_of
from cityshop.kits.texts import (
    AT_THE_TILL,
    CALL,
    HOW,
    LOCALES,
    OFFER_PIECES,
    OFFER_SHEETS,
    OFFER_TEXTS,
    PURPOSES,
    STEPS,
    WITHOUT_VOUCHER,
)
from cityshop.links.models import ShortLink
from cityshop.links.pages import link_qr, printed_path, short_address, site_name
from cityshop.links.queries import links_about
from cityshop.offers import words
from cityshop.offers.models import OfferState
from cityshop.offers.rules import OfferFacts
from cityshop.web.i18n import own_text, speaking, translated
from cityshop.web.uploads import picture_address

NO_PICTURE = "img/offers/gift.svg"
APPROVED = (OfferState.LIVE, OfferState.SOLD_OUT)
READ_AGAIN = (OfferState.WAITING, OfferState.REFUSED)
LONG_TITLE, VERY_LONG_TITLE = 28, 50
SMALL_PRINT = 160


@dataclass(frozen=True)
class Spoken:
    """What a piece says in one language. `size` is how large the title can be, `is_small` for long terms."""

    language: str
    title: str
    worth: str
    period: str
    terms: Sequence[tuple[str, str]]
    call: str
    how: str
    at_the_till: str
    steps: Sequence[str]
    without_voucher: str
    size: str
    is_small: bool


@dataclass(frozen=True)
class OfferPrint:
    """One piece on paper. `site` and `path` stand below its code."""

    shop: str
    street: str
    awning: int
    picture: str
    photo: str
    campaign: str
    qr: Markup
    site: str
    path: str
    spoken: Sequence[Spoken]

    @property
    def first(self) -> Spoken:
        return self.spoken[0]

    @property
    def titled(self) -> Sequence[Spoken]:
        """The languages with a title of their own: a shop may have written it in one only."""
        return [one for one in self.spoken if one is self.first or one.title != self.first.title]


@dataclass(frozen=True)
class OfferTexts:
    """What somebody copies into a message, in one language: pairs of purpose and text."""

    piece: str
    word: str
    language: str
    link: str
    qr: Markup
    texts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class OfferKit:
    """The kit of one offer; `is_made` says whether its links are there."""

    offer: OfferFacts
    title: str
    is_made: bool
    links: Mapping[OfferPiece, ShortLink]


@dataclass(frozen=True)
class OfferRun:
    """Everything that comes out of the printer, by the sheet of paper."""

    sheet: OfferSheet
    word: str
    wording: Wording
    pages: Sequence[Sequence[OfferPrint]]


def offer_kits(session: Session, offers: Sequence[OfferFacts]) -> list[OfferKit]:
    """The kits of these offers."""
    links = links_about(session, [about_offer(one.id, piece) for one in offers for piece in OfferPiece])
    return [_kit(offer, links) for offer in offers]


def approved_kit(session: Session, offer: OfferFacts) -> OfferKit:
    """The kit of an offer that residents see; raises KitWaits while it is read once more, or Unknown."""
    if offer.state in APPROVED:
        return offer_kits(session, [offer])[0]
    raise KitWaits if offer.state in READ_AGAIN and offer.shown_as else Unknown


def offer_run(kits: Iterable[OfferKit], sheet: OfferSheet, wording: Wording) -> OfferRun:
    """These kits on paper. One kit alone fills its sheet; of many, each comes once."""
    prints = [offer_print(kit, ON_SHEET[sheet], wording) for kit in kits if kit.is_made]
    many = PER_SHEET[sheet]
    if len(prints) == 1:
        prints = prints * many
    pages = [prints[start : start + many] for start in range(0, len(prints), many)]
    return OfferRun(sheet, OFFER_SHEETS[sheet][0], wording, pages)


def offer_print(kit: OfferKit, piece: OfferPiece, wording: Wording) -> OfferPrint:
    """One piece of a kit that was made, in one language or in two."""
    offer, link = kit.offer, kit.links[piece]
    label = translated(n_("QR code of the offer of %(shop)s"), shop=offer.shop_name)
    return OfferPrint(
        shop=offer.shop_name,
        street=offer.shop_street,
        awning=offer.shop_id,
        picture=offer.picture or NO_PICTURE,
        photo=picture_address(offer.photo) if offer.photo else "",
        campaign=own_text(offer.campaign_title),
        qr=link_qr(link, label),
        site=site_name(),
        path=printed_path(link),
        spoken=[_spoken(offer, code) for code in wording.languages],
    )


def offer_texts(kit: OfferKit, city: str) -> list[OfferTexts]:
    """Texts to copy, for each language three lengths."""
    return [_texts(kit, piece, city) for piece in OFFER_TEXTS]


def offer_scan_rows(session: Session, offers: Iterable[OfferFacts], *, now: datetime) -> list[ScanRow]:
    """The links of these offers with their scans, the most followed first."""
    pieces = {about_offer(one.id, piece): OFFER_PIECES[piece] for one in offers for piece in OfferPiece}
    return scan_rows_of(session, pieces, now=now)


def _kit(offer: OfferFacts, links: Mapping[str, ShortLink]) -> OfferKit:
    own = {piece: links[name] for piece in OfferPiece if (name := about_offer(offer.id, piece)) in links}
    return OfferKit(offer, own_text(offer.title), len(own) == len(OfferPiece), own)


def _spoken(offer: OfferFacts, code: str) -> Spoken:
    with speaking(code):
        title = own_text(offer.title)
        terms = [(name, value) for name, value in words.terms(offer) if value]
        return Spoken(
            language=code,
            title=title,
            worth=words.worth(offer),
            period=words.period(offer),
            terms=terms,
            call=translated(CALL),
            how=translated(HOW),
            at_the_till=translated(AT_THE_TILL),
            steps=[translated(step) for step in STEPS],
            without_voucher=translated(WITHOUT_VOUCHER),
            size=_size(title),
            is_small=sum(len(value) for _, value in terms) > SMALL_PRINT,
        )


def _size(title: str) -> str:
    """How large a title can be and still stand on a few lines."""
    if len(title) > VERY_LONG_TITLE:
        return "small"
    return "medium" if len(title) > LONG_TITLE else "large"


def _texts(kit: OfferKit, piece: OfferPiece, city: str) -> OfferTexts:
    offer, link, code = kit.offer, kit.links[piece], LOCALES[piece]
    with speaking(code):
        facts = {
            "shop": offer.shop_name,
            "street": offer.shop_street,
            "city": city,
            "campaign": own_text(offer.campaign_title),
            "title": own_text(offer.title),
            "worth": words.worth(offer),
            "period": words.period(offer),
            "link": short_address(link),
        }
    label = translated(n_("QR code of the offer of %(shop)s"), shop=offer.shop_name)
    texts = [text.format(**facts) for text in OFFER_TEXTS[piece]]
    purposes = [translated(purpose) for purpose in PURPOSES]
    return OfferTexts(
        piece=piece,
        word=OFFER_PIECES[piece],
        language=code,
        link=facts["link"],
        qr=link_qr(link, label),
        texts=list(zip(purposes, texts, strict=True)),
    )
