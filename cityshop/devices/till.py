"""What a phone behind a counter asks of the site: pair me, what do I need to know, here is what I did."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, request

from cityshop.core import clock
from cityshop.core.db import Session, choose_city
from cityshop.core.errors import Unknown
from cityshop.devices import batches, queries, services
from cityshop.devices.batches import Answer
from cityshop.devices.errors import DeviceUnknown, PairingUnknown
from cityshop.devices.forms import BatchSent
from cityshop.devices.models import Device
from cityshop.devices.queries import LentOffer
from cityshop.devices.services import NewDevice, Report, digest_of
from cityshop.devices.signed_scans import SignedText
from cityshop.merchants.models import Counter
from cityshop.offers import cookie
from cityshop.offers.errors import BearerNeeded
from cityshop.offers.exports import counter_keys
from cityshop.offers.keys import keep_key
from cityshop.offers.offline import offers_of_shop
from cityshop.offers.refusals import CounterRevoked
from cityshop.offers.till import enter_city_of, open_counter
from cityshop.web.limits import count_try
from cityshop.web.session import database, reading, short_write

AN_HOUR, A_MINUTE = timedelta(hours=1), timedelta(minutes=1)
MOST_PAIRINGS = 60
MOST_BATCHES = 60
MOST_CONTACTS = 30
MOST_SECRETS = 30


def device_here() -> Device:
    """The phone that shows its token, ended or not; raises BearerNeeded for strangers and after a new PIN."""
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise BearerNeeded
    try:
        device = queries.device_by_digest(reading(), digest_of(shown.strip()))
    except DeviceUnknown as unknown:
        raise BearerNeeded from unknown
    if device.needs_pin and not device.is_ended:
        raise BearerNeeded
    enter_city_of(device.counter)
    return device


def pair_here(token: str, new: NewDevice) -> tuple[Device, str]:
    """Pair the phone that stands behind this counter; raises Unknown for who does not."""
    counter = open_counter(token)
    if not cookie.stands_behind(counter):
        raise Unknown
    count_try("pair", str(counter.id), most=MOST_PAIRINGS, window=AN_HOUR)
    with short_write() as session:
        return services.pair(session, counter, new, now=clock.utc_now())


def look_at_link(token: str, secret: str) -> Counter:
    """The counter that a link pairs with now; raises the refusal that says why it does not."""
    counter = open_counter(token)
    try:
        pairing = queries.pairing_by_digest(reading(), digest_of(secret), counter_id=counter.id)
    except PairingUnknown:
        count_try("pairing", cookie.caller(), most=MOST_SECRETS, window=AN_HOUR)
        raise
    services.check_pairing(pairing, clock.utc_now())
    return counter


def pair_by_link(token: str, secret: str, new: NewDevice) -> tuple[Counter, Device, str]:
    """Use a link up and pair the phone, both or neither; raises the refusal that applies."""
    counter, now = look_at_link(token, secret), clock.utc_now()
    with short_write() as session:
        pairing = queries.pairing_by_digest(session, digest_of(secret), counter_id=counter.id)
        services.use_pairing(session, pairing, now=now)
        return counter, *services.pair(session, counter, new, now=now)


def greet(device: Device, report: Report) -> tuple[Device, Sequence[LentOffer]]:
    """A contact: the phone as it is now, and what counts its use; raises CounterRevoked for an ended one."""
    if device.is_ended:
        raise CounterRevoked
    count_try("contact", str(device.id), most=MOST_CONTACTS, window=A_MINUTE)
    now = clock.utc_now()
    with short_write() as session:
        fresh = queries.locked_device(session, device.id)
        if fresh.is_ended:  # a moment ago
            raise CounterRevoked
        services.greet(session, fresh, report, now=now)
        _keep_keys(session, device)
        return fresh, queries.lent_offers(session, fresh, now=now)


def knowledge_for(device: Device, since: Mapping[int, int]) -> dict[str, Any]:
    """Keys, what is void, the pause and the terms, as they are after the contact."""
    with database().reads() as session:
        choose_city(session, device.city_id)
        return counter_keys(session, device.shop_id, since=since, now=clock.utc_now())


def _keep_keys(session: Session, device: Device) -> None:
    """The phone must know the keys before the first voucher is claimed: it may be alone by then."""
    secret, now = current_app.config["SECRET_KEY"], clock.utc_now()
    offers = offers_of_shop(session, device.shop_id, now=now)
    for campaign_id in sorted({offer.campaign_id for offer in offers}):
        keep_key(session, device.city_id, campaign_id, secret=secret, now=now)


def take_in(device: Device, sent: BatchSent) -> list[Answer]:
    """Judge a batch scan by scan: what was answered is kept, whatever happens to the rest."""
    count_try("batch", str(device.id), most=MOST_BATCHES, window=A_MINUTE)
    arrived = clock.utc_now()
    return [_take_in(device, signed, sent.sent_at, arrived) for signed in sent.texts]


def _take_in(device: Device, signed: SignedText, sent_at: datetime, arrived: datetime) -> Answer:
    with short_write() as session:
        fresh = queries.locked_device(session, device.id)
        moment = services.clock_of(fresh, sent_at, arrived)
        return batches.take_in(session, fresh, signed, clock=moment)
