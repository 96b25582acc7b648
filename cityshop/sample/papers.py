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

CITY, STAFF, KEEPER = "kortrijk", "staff@kortrijk.example", "merchant@kortrijk.example"
# Who hands out how many of whose offer, and how many were used already.
BATCHES = (
    ("bakkerij-vandoorne", 24, "Dienstencentrum Condé", "Bezoekers van het dienstencentrum", 5),
    ("boekhandel-de-letterzetter", 16, "Bibliotheek Kortrijk", "Lezers zonder smartphone", 0),
)
OWN_BATCH = ("bakkerij-vandoorne", 8, "De winkel zelf", "Vaste klanten zonder smartphone")  # by its keeper
SCANS = (14, 9, 6, 3, 1)


def load(session: Session, secret_key: str, *, now: datetime) -> None:
    """Make the kits of all offers with some scans, and three batches of vouchers on paper."""
    city = city_by_slug(session, CITY)
    if city is None:
        return
    with in_city(session, city.id):
        offers = [one for one in open_offers(session, city.id, now=now) if one.state == OfferState.LIVE]
        staff = _account(session, STAFF)
        make_offer_kits(session, offers, account_id=staff, now=now)
        links = session.scalars(
            select(ShortLink).where(ShortLink.about.like("offer %")).order_by(ShortLink.id)
        )
        for number, link in enumerate(links):
            session.add(LinkScan(link_id=link.id, day=now.date(), scans=SCANS[number % len(SCANS)]))
        keep_key(session, city.id, offers[0].campaign_id, secret=secret_key, now=now)
        for word, pieces, handed_out_by, reason, used in BATCHES:
            offer = next(one for one in offers if one.slug.startswith(word))
            draft = SheetDraft(new_token(), pieces, handed_out_by, reason)
            make_sheet(session, offer, draft, account_id=staff, now=now)
            _use(session, offer, used, now=now)
        word, pieces, handed_out_by, reason = OWN_BATCH
        offer = next(one for one in offers if one.slug.startswith(word))
        own = SheetDraft(new_token(), pieces, handed_out_by, reason)
        make_sheet(session, offer, own, account_id=_account(session, KEEPER), now=now)


def _use(session: Session, offer: OfferFacts, used: int, *, now: datetime) -> None:
    """Redeem the first vouchers of the only batch of an offer at the counter of its shop."""
    counter = session.scalars(select(Counter).where(Counter.shop_id == offer.shop_id)).first()
    (sheet,) = sheets(session, offer_id=offer.id)
    if counter is None:
        return
    for voucher in vouchers_of(session, sheet.id)[:used]:
        order = Order(voucher.code, f"papier-{voucher.number}", 10_00 + voucher.number * 1_35)
        redeem_voucher(session, counter, order, now=now)


def _account(session: Session, email: str) -> int:
    account = account_by_email(session, email)
    return account.id if account else 0
