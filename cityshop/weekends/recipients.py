"""Reads of mail to shops: whom it would reach, what became of it. Of the chosen city only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, literal, select

from cityshop.accounts.models import Account
from cityshop.core.db import Session, chosen_city
from cityshop.core.outbox import MOST_TRIES, OutgoingMail
from cityshop.merchants.models import Shop, ShopState
from cityshop.merchants.queries import first_keepers
from cityshop.weekends.errors import MailUnknown
from cityshop.weekends.models import Delivery, ShopMail, ShopMailDelivery

MOST_SHOPS = 2_000
MOST_MAILS = 50


@dataclass(frozen=True)
class Recipient:
    """A shop with where it is written to: its first keeper who still signs in, or nobody."""

    shop_id: int
    shop: str
    street: str
    keeper: str
    address: str


@dataclass(frozen=True)
class DeliveryLine:
    """How a mail to one shop fared. `error` is the mail server's word while it is tried again."""

    shop_id: int
    shop: str
    shop_slug: str
    message_id: str
    delivery: Delivery
    tries: int
    error: str


def recipients(session: Session, shop_ids: Sequence[int] | None = None) -> Sequence[Recipient]:
    """Approved shops of the city with their first keeper, by name."""
    first = first_keepers()
    columns = (Shop.id, Shop.name, Shop.street, Account.name, Account.email)
    rows = select(*columns).outerjoin(first, first.c.shop_id == Shop.id)
    wanted = rows.outerjoin(Account, Account.id == first.c.account_id)
    wanted = wanted.where(Shop.state == ShopState.APPROVED, Shop.city_id == chosen_city(session))
    if shop_ids is not None:
        wanted = wanted.where(Shop.id.in_(shop_ids))
    found = session.execute(wanted.order_by(Shop.name, Shop.id).limit(MOST_SHOPS))
    return [
        Recipient(shop_id, shop, street, keeper or "", address or "")
        for shop_id, shop, street, keeper, address in found
    ]


def mails(session: Session, campaign_id: int) -> Sequence[tuple[ShopMail, Mapping[Delivery, int]]]:
    """The mails of a campaign, the newest first, with how many are in each state."""
    ours = select(ShopMail).where(ShopMail.campaign_id == campaign_id)
    written = session.scalars(ours.order_by(ShopMail.id.desc()).limit(MOST_MAILS)).all()
    fared: dict[int, dict[Delivery, int]] = {mail.id: {} for mail in written}
    for mail_id, delivery, count in session.execute(_fared([*fared])):
        fared[mail_id][Delivery(delivery)] = count
    return [(mail, fared[mail.id]) for mail in written]


def mail_of(session: Session, campaign_id: int, mail_id: int) -> ShopMail:
    """One mail of a campaign; raises MailUnknown."""
    wanted = (ShopMail.id == mail_id, ShopMail.campaign_id == campaign_id)
    mail = session.scalar(select(ShopMail).where(*wanted))
    if mail is None:
        raise MailUnknown
    return mail


def deliveries(session: Session, mail_id: int) -> Sequence[DeliveryLine]:
    """How a mail fared at each shop, by its name: what the outbox says as long as it remembers."""
    letter, row = OutgoingMail, ShopMailDelivery
    state = _state()
    columns = (row.shop_id, Shop.name, Shop.slug, row.message_id, state, letter.tries, letter.last_error)
    rows = select(*columns).join(Shop, Shop.id == row.shop_id)
    fared = rows.outerjoin(letter, letter.message_id == row.message_id).where(row.mail_id == mail_id)
    return [_delivery(*facts) for facts in session.execute(fared.order_by(Shop.name, Shop.id))]


def _state() -> Any:
    """What became of a letter: sent, given up, or what was noted before the outbox forgot it."""
    sent = (OutgoingMail.sent_at.is_not(None), literal(Delivery.SENT.value))
    failed = (OutgoingMail.tries >= MOST_TRIES, literal(Delivery.FAILED.value))
    return case(sent, failed, else_=ShopMailDelivery.delivery)


def _fared(mail_ids: Sequence[int]) -> Select[Any]:
    row = ShopMailDelivery
    fared = select(row.mail_id, _state().label("fared"))
    letters = fared.outerjoin(OutgoingMail, OutgoingMail.message_id == row.message_id)
    each = letters.where(row.mail_id.in_(mail_ids)).subquery()
    counted = select(each.c.mail_id, each.c.fared, func.count())
    return counted.group_by(each.c.mail_id, each.c.fared)


def _delivery(*facts: Any) -> DeliveryLine:
    shop_id, shop, slug, message_id, state, tries, error = facts
    return DeliveryLine(shop_id, shop, slug, message_id, Delivery(state), tries or 0, error or "")
