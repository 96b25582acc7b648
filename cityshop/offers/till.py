"""What counter pages and programs both do at a till: open it with a PIN, look at a voucher, redeem it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from cityshop.accounts import passwords
from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.core.db import AWAY, UNAVAILABLE, Session, choose_city, is_busy
from cityshop.core.errors import Unknown
from cityshop.core.journal import Happening, record
from cityshop.core.outbox import post
from cityshop.merchants import tills
from cityshop.merchants.models import Counter
from cityshop.merchants.queries import counter_by_token
from cityshop.offers import cookie, services
from cityshop.offers.alarms import guessing_alarm
from cityshop.offers.counters import AnyCounter
from cityshop.offers.errors import WrongPin
from cityshop.offers.judging import check_not_lapsed, check_voucher, find_voucher, recognise
from cityshop.offers.redeeming import redeem_plainly
from cityshop.offers.refusals import (
    CounterBusy,
    RedemptionRefused,
    VoucherForged,
    VoucherOfAnotherShop,
    VoucherUnknown,
)
from cityshop.offers.rules import VoucherFacts, looks_at_purchase
from cityshop.offers.services import Order, Redeemed
from cityshop.web import areas
from cityshop.web.limits import count_try
from cityshop.web.session import database, reading, short_write

log = logging.getLogger(__name__)

A_QUARTER, AN_HOUR = timedelta(minutes=15), timedelta(hours=1)
MOST_PINS_FROM_ONE_NETWORK = 8
# Wide, and per hour: somebody elsewhere who knows the link and guesses must not lock the shop out for long.
MOST_PINS = 60
MOST_WRONG_CODES = 120
ALARM_AT = 30
GUESSES = (VoucherUnknown, VoucherForged, VoucherOfAnotherShop)


def open_counter(token: str) -> Counter:
    """The counter behind a link, in its city; raises Unknown for what does not exist or was closed."""
    counter = counter_by_token(reading(), token)
    if counter.revoked_at is not None:
        raise Unknown
    enter_city_of(counter)
    return counter


def enter_city_of(counter: Counter) -> None:
    """Give the page the colours of the counter's city, and its sessions the city."""
    areas.enter(city_by_id(reading(), counter.city_id))


def check_pin(counter: Counter, pin: str) -> None:
    """Raises WrongPin, or TooMany after a few tries."""
    about = ("pin", str(counter.id))
    count_try(*about, cookie.caller(), most=MOST_PINS_FROM_ONE_NETWORK, window=A_QUARTER)
    count_try(*about, most=MOST_PINS, window=AN_HOUR)
    if not passwords.fits(pin, counter.pin_digest):
        raise WrongPin
    with short_write() as session:
        tills.note_seen(session, counter.id, now=clock.utc_now())


def look_at(counter: Counter, code: str) -> VoucherFacts:
    """The voucher if this counter may take it now; changes nothing of it. Raises RedemptionRefused."""
    try:
        found = recognise(reading(), code)
        voucher = check_voucher(reading(), counter, found, amount_cents=None, now=clock.utc_now())
        return check_not_lapsed(voucher)
    except RedemptionRefused as refusal:
        # the one write of a GET: looking is how codes are guessed, and town hall must hear of it
        _count_guess(counter, refusal)
        raise


def looks_first(counter: Counter, code: str) -> bool:
    """Whether somebody must look before it is redeemed: the shop wants that, or the purchase counts."""
    if not counter.shop.scans_at_once:
        return True
    voucher = find_voucher(reading(), code)
    return voucher is not None and looks_at_purchase(voucher.offer)


def redeem(counter: Counter, order: Order) -> Redeemed | RedemptionRefused:
    """Redeem in a short transaction of its own; raises KeyReused, or TooMany after many wrong codes."""
    _note_seen(counter)
    return _redeem(lambda _: counter, (counter.id, counter.bearer_version), order)


def redeem_for_program(bearer: cookie.Bearer, order: Order) -> Redeemed | RedemptionRefused:
    """The same for who shows a bearer, which is looked up in the same transaction."""
    return _redeem(partial(cookie.counter_behind, bearer=bearer), bearer, order)


def undo(counter: Counter, redemption_id: int) -> None:
    """Take back a redemption of this shop. Raises Unknown or UndoTooLate."""
    with short_write() as session:
        services.undo_redemption(session, counter, redemption_id, now=clock.utc_now())


def undo_for_program(bearer: cookie.Bearer, redemption_id: int) -> None:
    """The same for who shows a bearer."""
    with short_write() as session:
        counter = cookie.counter_behind(session, bearer)
        choose_city(session, counter.city_id)
        services.undo_redemption(session, counter, redemption_id, now=clock.utc_now())


def _note_seen(counter: Counter) -> None:
    """Note now and then that somebody stands behind the counter."""
    if tills.is_long_ago(counter.seen_at, now=clock.utc_now()):
        with short_write() as session:
            tills.note_seen(session, counter.id, now=clock.utc_now())


def _redeem(
    find: Callable[[Session], AnyCounter], bearer: cookie.Bearer, order: Order
) -> Redeemed | RedemptionRefused:
    now = clock.utc_now()
    try:
        plain = _redeem_plainly(bearer, order, now)
        if plain is not None:
            return plain
        with short_write() as session:
            counter = find(session)
            answer = services.redeem_or_note(session, counter, order, now=now)
    except UNAVAILABLE:
        return CounterBusy()
    _count_guess(counter, answer)
    return answer


def _redeem_plainly(bearer: cookie.Bearer, order: Order, now: datetime) -> Redeemed | None:
    """None too when the connection died: it may be redeemed, and `services` tells by its key."""
    try:
        return redeem_plainly(database(), bearer, order, now=now)
    except AWAY as error:
        if is_busy(error):
            raise
        log.warning("the connection died while a voucher was redeemed: %s", type(error).__name__)
        return None


def _count_guess(counter: AnyCounter, answer: Redeemed | RedemptionRefused) -> None:
    """Somebody may be trying codes: beyond a handful town hall hears of it, once an hour."""
    if not isinstance(answer, GUESSES):
        return
    tries = count_try("code", str(counter.id), most=MOST_WRONG_CODES, window=AN_HOUR)
    if tries == ALARM_AT:
        _raise_alarm(counter)


def _raise_alarm(counter: AnyCounter) -> None:
    now = clock.utc_now()
    with short_write() as session:
        choose_city(session, counter.city_id)
        record(session, Happening.CODES_GUESSED, f"counter {counter.id}", account_id=None, now=now)
        for letter in guessing_alarm(session, counter.city_id, shop_id=counter.shop_id, tries=ALARM_AT):
            post(session, letter, now=now)
