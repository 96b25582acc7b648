"""A morning behind the till of the bakery: a second counter, and what was redeemed today."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cityshop.core.clock import local
from cityshop.core.codes import new_token, new_typed_code
from cityshop.core.db import across_cities
from cityshop.merchants.models import Counter, Shop
from cityshop.offers.models import Offer, OfferState, Redemption, Voucher, VoucherState
from cityshop.sample import phones

BAKERY = "bakkerij-vandoorne"
SECOND_COUNTER = "Toog met de taarten"
# How many minutes ago, the purchase in cents where it was told, and whether it was undone.
MORNING = (
    (4, 12_80, False),
    (17, None, False),
    (31, 8_40, True),
    (32, 23_50, False),
    (58, 6_90, False),
)


def load(session: Session, *, now: datetime) -> None:
    """Add the morning, of today only."""
    # the sample fills several cities at once
    with across_cities(session):
        counter = session.scalars(select(Counter).join(Counter.shop).where(Shop.slug == BAKERY)).one()
        live = select(Offer).where(Offer.shop_id == counter.shop_id, Offer.state == OfferState.LIVE)
        offer = session.scalars(live.order_by(Offer.id)).first()
        session.add(_second_counter(counter))
        if offer is None:
            return
        midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        for minutes, cents, is_undone in MORNING:
            at = max(now - timedelta(minutes=minutes), midnight)
            _redeem(session, offer, counter, at, cents, is_undone=is_undone)
        counter.seen_at = now - timedelta(minutes=MORNING[0][0])
    phones.load(session, now=now)


def _second_counter(first: Counter) -> Counter:
    return Counter(
        city_id=first.city_id,
        shop_id=first.shop_id,
        name=SECOND_COUNTER,
        token=new_token(),
        pin_digest=first.pin_digest,
        opened_at=first.opened_at,
    )


def _redeem(  # noqa: PLR0913 - a redemption has that many facts
    session: Session, offer: Offer, counter: Counter, at: datetime, cents: int | None, *, is_undone: bool
) -> None:
    code = new_typed_code()
    voucher = Voucher(
        city_id=offer.city_id,
        offer_id=offer.id,
        code=code,
        holder=code.encode(),
        claimed_at=at,
        version=offer.version,
        state=VoucherState.ISSUED if is_undone else VoucherState.REDEEMED,
        redeemed_at=None if is_undone else at,
    )
    session.add(voucher)
    session.flush()
    offer.claimed += 1
    session.add(
        Redemption(
            city_id=offer.city_id,
            voucher_id=voucher.id,
            offer_id=offer.id,
            shop_id=counter.shop_id,
            counter_id=counter.id,
            idempotency_key=code,
            redeemed_at=at,
            amount_cents=cents,
            undone_at=at + timedelta(minutes=1) if is_undone else None,
        )
    )
