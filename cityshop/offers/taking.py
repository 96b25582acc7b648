"""Getting a voucher, whoever asks: on a device, or with the link that a mailbox got."""

from datetime import datetime, timedelta

from flask import current_app

from cityshop.core import outbox
from cityshop.core.mailbox import Mailbox
from cityshop.core.throwaway import is_throwaway
from cityshop.offers import claiming, cookie, letters
from cityshop.offers.claim_forms import ClaimForm
from cityshop.offers.claim_links import make_link, read_link
from cityshop.offers.claiming import Press
from cityshop.offers.errors import ThrowawayMailbox
from cityshop.offers.held import held_vouchers
from cityshop.offers.keys import keep_key
from cityshop.offers.rules import OfferFacts
from cityshop.web.limits import count_try
from cityshop.web.session import reading, short_write

AN_HOUR = timedelta(hours=1)
# A market square, or a whole mobile network, is one address on a discount Saturday.
MOST_CLAIMS = 2_000
MOST_LINKS_TO_ONE = 6
MOST_LINKS_FROM_ONE_NETWORK = 600


def voucher_for(holder: bytes, offer: OfferFacts, form: ClaimForm, *, now: datetime) -> str:
    """The code of a voucher: one that the holder has, without writing anything, or a new one.

    Raises ClaimRefused, or TooMany.
    """
    press = Press(cookie.press_key(holder), form.told_postal_code)
    mine = held_vouchers(reading(), offer.id, holder)
    standing = claiming.standing_code(offer, mine, press, now=now)
    if standing is not None:
        return standing
    claiming.check_claim(offer, now)
    count_try("claim", cookie.caller(), most=MOST_CLAIMS, window=AN_HOUR)
    with short_write() as session:
        secret = current_app.config["SECRET_KEY"]
        keep_key(session, offer.city_id, offer.campaign_id, secret=secret, now=now)
        return claiming.claim_voucher(session, offer, holder=holder, now=now, press=press)


def mail_link(offer: OfferFacts, mailbox: Mailbox, *, now: datetime) -> None:
    """Send a mailbox the link that takes its voucher, whether it has one or not.

    Raises ClaimRefused, ThrowawayMailbox or TooMany.
    """
    claiming.check_claim(offer, now)
    if is_throwaway(mailbox.host):
        raise ThrowawayMailbox(host=mailbox.host)
    count_try("claim link", cookie.caller(), most=MOST_LINKS_FROM_ONE_NETWORK, window=AN_HOUR)
    count_try("claim link", mailbox.key, most=MOST_LINKS_TO_ONE, window=AN_HOUR)
    holder = cookie.holder_of_mailbox(mailbox, offer.id)
    link = make_link(holder, offer.id, secret=current_app.config["SECRET_KEY"], now=now)
    letter = letters.claim_link(offer, mailbox, link)
    with short_write() as session:
        outbox.post(session, letter, now=now)


def holder_behind(token: str, offer: OfferFacts, *, now: datetime) -> bytes:
    """Who a mailed link speaks for; raises Unknown or ClaimLinkOver."""
    return read_link(token, offer.id, secret=current_app.config["SECRET_KEY"], now=now)
