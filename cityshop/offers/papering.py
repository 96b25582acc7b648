"""Vouchers on paper: made many at once for people without a phone, and voided together.

The same vouchers with the same codes, each with a holder that nobody else has. Others wait for the row of the
offer, so it is written last.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, Table, insert, update

from cityshop.core.codes import new_typed_code
from cityshop.core.db import Session, insert_many_once
from cityshop.offers import queries, stock
from cityshop.offers.errors import ClaimRefused, NotApproved, OfferOver, OfferPaused, TooFewLeft
from cityshop.offers.models import Channel, OfferState, Voucher, VoucherChange, VoucherDeed, VoucherState
from cityshop.offers.revoking import revoke_all
from cityshop.offers.rules import OfferFacts

HOLDER_BYTES = 32

_vouchers = cast("Table", Voucher.__table__)
_changes = cast("Table", VoucherChange.__table__)


def make_on_paper(session: Session, offer: OfferFacts, count: int, *, now: datetime) -> Sequence[int]:
    """The ids of so many new vouchers, all or none; raises the ClaimRefused that says why not."""
    made: list[int] = []
    while len(made) < count:  # two codes that are the same: once in the life of the sun
        rows = [_row(offer, now) for _ in range(count - len(made))]
        new = insert_many_once(session.connection(), Voucher, rows, returning=["id"])
        made += sorted(row.id for row in new)
    if not stock.reserve_for_paper(session, offer, count, now):
        raise _why_not(queries.city_offer(session, offer.city_id, offer.id), now)
    return made


def void_unused(
    session: Session, offer: OfferFacts, those: Select[Any], *, change: dict[str, Any], now: datetime
) -> int:
    """Void those vouchers of an offer that nobody used, and return them to the stock; says how many.

    `those` selects their ids; `change` is the reason and the account of who does it.
    """
    rows = _vouchers.c
    unused = update(_vouchers).where(
        rows.offer_id == offer.id, rows.id.in_(those), rows.state == VoucherState.ISSUED
    )
    voided = session.execute(unused.values(state=VoucherState.VOID).returning(rows.id)).scalars().all()
    if voided:
        facts = {"city_id": offer.city_id, "deed": VoucherDeed.VOIDED, "at": now, **change}
        session.execute(insert(_changes), [{"voucher_id": one, **facts} for one in sorted(voided)])
        revoke_all(session, voided, now=now)
        stock.return_claimed(session, offer.city_id, offer.id, len(voided))
    return len(voided)


def _row(offer: OfferFacts, now: datetime) -> dict[str, Any]:
    return {
        "city_id": offer.city_id,
        "offer_id": offer.id,
        "version": offer.version,
        "code": new_typed_code(),
        "holder": secrets.token_bytes(HOLDER_BYTES),
        "slot": "1",
        "channel": Channel.PAPER,
        "state": VoucherState.ISSUED,
        "claimed_at": now,
        "postal_code": "",
    }


def _why_not(offer: OfferFacts, now: datetime) -> ClaimRefused:
    if now >= offer.ends_at or offer.state == OfferState.WITHDRAWN:
        return OfferOver()
    if offer.paused_at is not None:
        return OfferPaused()
    if offer.state != OfferState.LIVE:
        return NotApproved()
    return TooFewLeft(left=offer.left_for_paper or 0)
