"""Everything that changes a shop's counters: opened, named, given a PIN, sent away from, closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from cityshop.core.codes import new_token
from cityshop.core.journal import Happening, record
from cityshop.merchants.errors import NotApprovedYet, TooManyCounters
from cityshop.merchants.models import Counter, Shop, ShopState
from cityshop.merchants.queries import counters_of
from cityshop.merchants.rules import MOST_COUNTERS

SEEN_EVERY = timedelta(minutes=5)  # so that a busy till does not write its own row with every voucher
_counters = cast("Table", Counter.__table__)


@dataclass(frozen=True)
class CounterDraft:
    """A till; the PIN only as its argon2id digest."""

    name: str
    pin_digest: str


def open_counter(
    session: Session, shop: Shop, draft: CounterDraft, *, account_id: int, now: datetime
) -> Counter:
    """A counter with a link of its own; raises NotApprovedYet or TooManyCounters."""
    if shop.state != ShopState.APPROVED:
        raise NotApprovedYet
    if len(counters_of(session, shop)) >= MOST_COUNTERS:
        raise TooManyCounters(most=MOST_COUNTERS)
    counter = Counter(
        city_id=shop.city_id,
        shop_id=shop.id,
        name=draft.name,
        token=new_token(),
        pin_digest=draft.pin_digest,
        opened_at=now,
    )
    session.add(counter)
    session.flush()
    record(session, Happening.COUNTER_OPENED, f"counter {counter.id}", account_id=account_id, now=now)
    return counter


def change_pin(
    session: Session, counter: Counter, *, pin_digest: str, account_id: int, now: datetime
) -> None:
    """A new PIN; every device that stands behind the counter has to type it."""
    counter.pin_digest = pin_digest
    _end_devices(counter)
    record(session, Happening.COUNTER_PIN_CHANGED, f"counter {counter.id}", account_id=account_id, now=now)
    session.flush()


def revoke_counter(session: Session, counter: Counter, *, account_id: int, now: datetime) -> None:
    """Close a counter for good: its link and its devices stop working at once."""
    counter.revoked_at = now
    _end_devices(counter)
    record(session, Happening.COUNTER_REVOKED, f"counter {counter.id}", account_id=account_id, now=now)
    session.flush()


def rename_counter(session: Session, counter: Counter, name: str, *, account_id: int, now: datetime) -> None:
    """Another name; link, PIN and devices stay."""
    counter.name = name
    record(session, Happening.COUNTER_RENAMED, f"counter {counter.id}", account_id=account_id, now=now)
    session.flush()


def end_devices(session: Session, counter: Counter, *, account_id: int, now: datetime) -> None:
    """Every device that stands behind the counter has to type the PIN again."""
    _end_devices(counter)
    record(session, Happening.COUNTER_DEVICES_ENDED, f"counter {counter.id}", account_id=account_id, now=now)
    session.flush()


def end_bearers(session: Session, counter: Counter) -> int:
    """Whoever typed the PIN has to type it again; gives the version that bearers have from now on."""
    _end_devices(counter)
    session.flush()
    return counter.bearer_version


def change_scanning(session: Session, shop: Shop, *, at_once: bool, account_id: int, now: datetime) -> None:
    """Whether the shop's counters redeem what they scan without a button in between."""
    shop.scans_at_once = at_once
    record(
        session, Happening.SHOP_CHANGED, f"shop {shop.id}", account_id=account_id, now=now, note="scanning"
    )
    session.flush()


def note_seen(session: Session, counter_id: int, *, now: datetime) -> None:
    """Somebody stands behind this counter."""
    session.execute(update(_counters).where(_counters.c.id == counter_id).values(seen_at=now))


def is_long_ago(seen_at: datetime | None, *, now: datetime) -> bool:
    """Whether it is time to note again that somebody stands there."""
    return seen_at is None or now - seen_at >= SEEN_EVERY


def _end_devices(counter: Counter) -> None:
    counter.bearer_version = Counter.bearer_version + 1
