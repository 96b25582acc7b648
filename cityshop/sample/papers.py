"""What shops of Kortrijk print for the discount weekend: kits of all offers, and vouchers on paper."""

from datetime import datetime

from sqlalchemy import select

from cityshop.accounts.queries import account_by_email
from cityshop.cities.queries import city_by_slug
from cityshop.core.codes import new_token
from cityshop.core.db import Session, in_city
from cityshop.kits.services import make_offer_kits
from cityshop.links.models import LinkScan, ShortLink
from cityshop.merchants.models import Counter
from cityshop.offers.keys import keep_key
from cityshop.offers.models import OfferState
from cityshop.offers.queries import open_offers
from cityshop.offers.rules import OfferFacts
from cityshop.offers.services import Order, redeem_voucher
from cityshop.sheets.queries import sheets, vouchers_of
from cityshop.sheets.services import SheetDraft, make_sheet

CITY, STAFF = "kortrijk", "staff@kortrijk.example"
# Who hands out how many of whose offer, and how many were used already.
BATCHES = (
    ("bakkerij-vandoorne", 24, "Dienstencentrum Condé", "Bezoekers van het dienstencentrum", 5),
    ("boekhandel-de-letterzetter", 16, "Bibliotheek Kortrijk", "Lezers zonder smartphone", 0),
)
SCANS = (14, 9, 6, 3, 1)


def load(session: Session, secret_key: str, *, now: datetime) -> None:
    """Make the kits of all offers with some scans, and two batches of vouchers on paper."""
    city = city_by_slug(session, CITY)
    if city is None:
        return
    with in_city(session, city.id):
        offers = [one for one in open_offers(session, city.id, now=now) if one.state == OfferState.LIVE]
        make_offer_kits(session, offers, account_id=_staff(session), now=now)
        links = session.scalars(
            select(ShortLink).where(ShortLink.about.like("offer %")).order_by(ShortLink.id)
        )
        for number, link in enumerate(links):
            session.add(LinkScan(link_id=link.id, day=now.date(), scans=SCANS[number % len(SCANS)]))
        keep_key(session, city.id, offers[0].campaign_id, secret=secret_key, now=now)
        for word, pieces, handed_out_by, reason, used in BATCHES:
            offer = next(one for one in offers if one.slug.startswith(word))
            _batch(session, offer, SheetDraft(new_token(), pieces, handed_out_by, reason), now=now)
            _use(session, offer, used, now=now)


def _batch(session: Session, offer: OfferFacts, draft: SheetDraft, *, now: datetime) -> None:
    make_sheet(session, offer, draft, account_id=_staff(session), now=now)


def _use(session: Session, offer: OfferFacts, used: int, *, now: datetime) -> None:
    """Redeem the first vouchers of the only batch of an offer at the counter of its shop."""
    counter = session.scalars(select(Counter).where(Counter.shop_id == offer.shop_id)).first()
    (sheet,) = sheets(session, offer_id=offer.id)
    if counter is None:
        return
    for voucher in vouchers_of(session, sheet.id)[:used]:
        order = Order(voucher.code, f"papier-{voucher.number}", 10_00 + voucher.number * 1_35)
        redeem_voucher(session, counter, order, now=now)


def _staff(session: Session) -> int:
    account = account_by_email(session, STAFF)
    return account.id if account else 0
