"""A voucher for whoever has its code, which is all its holder has; and what they do with it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cityshop.cities.queries import city_by_id
from cityshop.core import outbox
from cityshop.core.codes import read_typed_code
from cityshop.core.mailbox import Mailbox
from cityshop.offers import cookie, ending, letters
from cityshop.offers.errors import VoucherNotFound
from cityshop.offers.held import vouchers_of_wallet
from cityshop.offers.judging import find_voucher
from cityshop.offers.rules import VoucherFacts
from cityshop.web import areas
from cityshop.web.areas import page_city
from cityshop.web.limits import count_try
from cityshop.web.session import reading, short_write

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
MOST_WRONG_CODES = 60
MOST_LISTS = 1_200
MOST_MAILS_OF_ONE_VOUCHER = 3
MOST_MAILS_TO_ONE = 20
MOST_MAILS_FROM_ONE_NETWORK = 300


def open_voucher(code: str) -> VoucherFacts:
    """The voucher, with its city as the city of the page; raises VoucherNotFound, or TooMany."""
    found = find_voucher(reading(), code)
    if found is None:
        _count_guess()
        raise VoucherNotFound
    areas.enter(city_by_id(reading(), found.offer.city_id))
    return found


def open_wallet(typed: Sequence[str]) -> Sequence[VoucherFacts]:
    """The vouchers of the city of the page behind these codes; raises TooMany for who only guesses."""
    count_try("wallet", cookie.caller(), most=MOST_LISTS, window=AN_HOUR)
    codes = {code for each in typed if (code := read_typed_code(each)) is not None}
    found = vouchers_of_wallet(reading(), page_city().id, codes)
    if len(found) < len(codes):
        _count_guess()
    return found


def mail_voucher(voucher: VoucherFacts, mailbox: Mailbox, *, now: datetime) -> None:
    """Send a voucher to a mailbox; the address stays in the outbox until it is sent. Raises TooMany."""
    about = "voucher mail"
    count_try(about, cookie.caller(), most=MOST_MAILS_FROM_ONE_NETWORK, window=A_DAY)
    count_try(about, mailbox.key, most=MOST_MAILS_TO_ONE, window=A_DAY)
    count_try(about, voucher.code, most=MOST_MAILS_OF_ONE_VOUCHER, window=A_DAY)
    letter = letters.voucher(voucher, mailbox)
    with short_write() as session:
        outbox.post(session, letter, now=now)


def give_back(voucher: VoucherFacts, *, now: datetime) -> None:
    """Void the voucher and return it to the stock; twice is the same as once. Raises UsedAlready."""
    with short_write() as session:
        ending.give_back(session, voucher, now=now)


def _count_guess() -> None:
    """Raises TooMany for a network that asks for many codes that do not exist."""
    count_try("voucher", cookie.caller(), most=MOST_WRONG_CODES, window=AN_HOUR)
