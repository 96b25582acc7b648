"""How a voucher ends without a till: its holder gives it back, or its terms end. Twice is the same as once.

What it had taken from the stock is returned in the same transaction; the rows of offers are written last, as
at claiming and at the till, so that nobody waits in a circle.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, Table, and_, insert, or_, select, update

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session
from cityshop.offers import stock
from cityshop.offers.errors import UsedAlready
from cityshop.offers.models import (
    Offer,
    OfferVersion,
    Voucher,
    VoucherChange,
    VoucherDeed,
    VoucherState,
)
from cityshop.offers.revoking import revoke
from cityshop.offers.rules import VoucherFacts

POSTAL_CODES_KEPT = timedelta(days=30)

_vouchers = cast("Table", Voucher.__table__)
_changes = cast("Table", VoucherChange.__table__)
_offers = cast("Table", Offer.__table__).c
_versions = cast("Table", OfferVersion.__table__).c
_campaigns = cast("Table", Campaign.__table__).c


def give_back(session: Session, voucher: VoucherFacts, *, now: datetime) -> None:
    """Void a voucher that its holder will not use; raises UsedAlready.

    It leaves its slot: who changes their mind takes another one, as long as there are.
    """
    rows = _vouchers.c
    unused = update(_vouchers).where(rows.id == voucher.id, rows.state == VoucherState.ISSUED)
    given = unused.values(state=VoucherState.VOID, slot=rows.code, claim_key=None)
    ended = session.execute(given.returning(rows.id, rows.offer_id, rows.city_id)).all()
    if ended:
        revoke(session, voucher.id, now=now)
        _note(session, ended, VoucherDeed.GIVEN_BACK, now)
    elif session.execute(select(rows.state).where(rows.id == voucher.id)).scalar() == VoucherState.REDEEMED:
        raise UsedAlready


def bring_back(session: Session, voucher: VoucherFacts, *, now: datetime) -> None:
    """A lapsed voucher that a phone without reception took in time: as if it had not lapsed yet.

    Raises OutOfStock when what it had reserved went to somebody else meanwhile.
    """
    rows = _vouchers.c
    lapsed = update(_vouchers).where(rows.id == voucher.id, rows.state == VoucherState.LAPSED)
    back = lapsed.values(state=VoucherState.ISSUED).returning(rows.id)
    if session.execute(back).first() is not None:
        facts = {"voucher_id": voucher.id, "city_id": voucher.offer.city_id, "reason": ""}
        session.execute(insert(_changes), [{**facts, "deed": VoucherDeed.RESTORED, "at": now}])
        stock.reserve_again(session, voucher.offer)


def vouchers_that_end(session: Session, *, most: int, now: datetime) -> Sequence[int]:
    """The ids of vouchers whose terms have ended and that nobody used.

    A campaign that is paused may still get its time back, so its vouchers wait.
    """
    rows = _vouchers.c
    promised = and_(_versions.offer_id == rows.offer_id, _versions.version == rows.version)
    over = select(rows.id).join(cast("Table", OfferVersion.__table__), promised)
    over = over.join(cast("Table", Offer.__table__), _offers.id == rows.offer_id)
    over = over.join(cast("Table", Campaign.__table__), _campaigns.id == _offers.campaign_id)
    ended = or_(_campaigns.ends_at <= now, _versions.ends_at <= now)
    over = over.where(rows.state == VoucherState.ISSUED, _campaigns.paused_at.is_(None), ended)
    return session.execute(over.order_by(rows.id).limit(most)).scalars().all()


def let_lapse(session: Session, voucher_ids: Sequence[int], *, now: datetime) -> int:
    """Let those of the vouchers lapse that nobody used meanwhile; gives how many.

    They leave their slots: where the offer is extended, their holders may take new ones.
    """
    rows = _vouchers.c
    unused = update(_vouchers).where(rows.id.in_(voucher_ids), rows.state == VoucherState.ISSUED)
    lapsed = unused.values(state=VoucherState.LAPSED, slot=rows.code, claim_key=None)
    ended = session.execute(lapsed.returning(rows.id, rows.offer_id, rows.city_id)).all()
    if ended:
        _note(session, ended, VoucherDeed.LAPSED, now)
    return len(ended)


def postal_codes_to_erase(session: Session, *, most: int, now: datetime) -> Sequence[int]:
    """The ids of vouchers that still say where their holder lives, thirty days after their campaign."""
    rows = _vouchers.c
    old = select(rows.id).join(cast("Table", Offer.__table__), _offers.id == rows.offer_id)
    old = old.join(cast("Table", Campaign.__table__), _campaigns.id == _offers.campaign_id)
    old = old.where(rows.postal_code != "", _campaigns.ends_at < now - POSTAL_CODES_KEPT)
    return session.execute(old.order_by(rows.id).limit(most)).scalars().all()


def erase_postal_codes(session: Session, voucher_ids: Sequence[int]) -> None:
    """Forget where the holders of these vouchers live."""
    erased = update(_vouchers).where(_vouchers.c.id.in_(voucher_ids))
    session.execute(erased.values(postal_code=""))


def _note(session: Session, ended: Sequence[Row[Any]], deed: VoucherDeed, now: datetime) -> None:
    """A line in the history of each, and what they had taken back to the stock."""
    facts = {"deed": deed, "at": now, "reason": ""}
    lines = [{**facts, "voucher_id": row.id, "city_id": row.city_id} for row in ended]
    session.execute(insert(_changes), lines)
    stock.return_many(session, Counter((row.offer_id, row.city_id) for row in ended))
