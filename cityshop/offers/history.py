"""What happened to a voucher: claimed, used, undone, and what town hall or the clock did. Kept as rows.

Claiming and using are rows of their own, so the hot path writes nothing more for its history.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select

from cityshop.core.db import Session
from cityshop.merchants.models import Counter, Shop
from cityshop.offers.models import Redemption, VoucherChange
from cityshop.offers.rules import VoucherFacts

CLAIMED, REDEEMED, UNDONE = "claimed", "redeemed", "undone"

_redemptions = cast("Table", Redemption.__table__).c
_changes = cast("Table", VoucherChange.__table__).c
_counters = cast("Table", Counter.__table__).c
_shops = cast("Table", Shop.__table__).c


@dataclass(frozen=True)
class Moment:
    """One thing that happened: `deed` is claimed, redeemed, undone or a word of VoucherDeed.

    `shop` and `counter` say where it was used, `scanned_at` when a phone without reception took it.
    """

    at: datetime
    deed: str
    shop: str = ""
    counter: str = ""
    scanned_at: datetime | None = None
    amount_cents: int | None = None
    reason: str = ""
    account_id: int | None = None


def history_of(session: Session, voucher: VoucherFacts) -> Sequence[Moment]:
    """Everything that happened to a voucher, in the order in which it did."""
    moments = [Moment(voucher.claimed_at, CLAIMED), *_at_tills(session, voucher.id)]
    changes = select(_changes.at, _changes.deed, _changes.reason, _changes.account_id)
    rows = session.execute(changes.where(_changes.voucher_id == voucher.id).order_by(_changes.id))
    moments += [Moment(at, deed, reason=why, account_id=who) for at, deed, why, who in rows]
    return sorted(moments, key=lambda moment: moment.at)


def _at_tills(session: Session, voucher_id: int) -> Sequence[Moment]:
    facts = (_redemptions.redeemed_at, _redemptions.undone_at, _shops.name, _counters.name)
    used = select(*facts, _redemptions.scanned_at, _redemptions.amount_cents)
    used = used.join(cast("Table", Shop.__table__), _shops.id == _redemptions.shop_id)
    used = used.join(cast("Table", Counter.__table__), _counters.id == _redemptions.counter_id)
    used = used.where(_redemptions.voucher_id == voucher_id).order_by(_redemptions.id)
    moments: list[Moment] = []
    for redeemed_at, undone_at, shop, counter, scanned_at, cents in session.execute(used):
        moments.append(Moment(redeemed_at, REDEEMED, shop, counter, scanned_at, cents))
        if undone_at is not None:
            moments.append(Moment(undone_at, UNDONE, shop, counter))
    return moments
