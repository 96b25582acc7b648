"""The monthly mail: who is asked whether a place is still right, how the mail fared, what was answered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from cityshop.accounts.models import Account
from cityshop.core.db import across_cities, chosen_city, insert_once
from cityshop.core.journal import Happening, record
from cityshop.core.outbox import MOST_TRIES, Letter, OutgoingMail, post
from cityshop.merchants.models import Keeper, Shop, ShopState
from cityshop.places.models import Place, PlaceState
from cityshop.places.services import confirm_place
from cityshop.upkeep.errors import LinkUnknown
from cityshop.upkeep.models import Answer, Delivery, MonthlyAsk, NotAsked, PlaceMailbox
from cityshop.upkeep.rules import ASK_AFTER, LINK_LASTS, is_hour_to_ask, month_of

A_BATCH = 100
Digest = Callable[[str], str]


@dataclass(frozen=True)
class Mailbox:
    """Where a place can be asked."""

    address: str
    to_keeper: bool


AskWriter = Callable[[MonthlyAsk, Mailbox], Letter]


def places_to_ask(session: Session, *, now: datetime) -> Sequence[Place]:
    """Published places of every city that were not confirmed or asked lately and have somebody to ask."""
    if not is_hour_to_ask(now):
        return []
    asked = exists().where(MonthlyAsk.place_id == Place.id, MonthlyAsk.month == month_of(now))
    kept = exists().where(
        Shop.place_id == Place.id, Shop.state == ShopState.APPROVED, Keeper.shop_id == Shop.id
    )
    has_mailbox = exists().where(PlaceMailbox.place_id == Place.id)
    wanted = select(Place).where(
        Place.state == PlaceState.PUBLISHED,
        func.coalesce(Place.verified_at, Place.added_at) < now - ASK_AFTER,
        or_(kept, has_mailbox),
        ~asked,
    )
    # the job is for every city
    with across_cities(session):
        return session.scalars(wanted.order_by(Place.id).limit(A_BATCH)).all()


def ask(
    session: Session, place: Place, *, write: AskWriter, digest: Digest, now: datetime
) -> MonthlyAsk | None:
    """Ask once a month; None where this month's mail is out already, or nobody wants it."""
    mailbox = next(_wanted(session, place, digest), None)
    row = {
        "city_id": place.city_id,
        "place_id": place.id,
        "month": month_of(now),
        "asked_at": now,
        "mailbox_digest": digest(mailbox.address) if mailbox else "",
        "message_id": "",
        "to_keeper": mailbox.to_keeper if mailbox else False,
        "delivery": Delivery.WAITING if mailbox else Delivery.NOBODY,
        "answer": Answer.NONE,
    }
    ask_id = insert_once(session, MonthlyAsk, row, unique=("place_id", "month"), returning="id")
    if ask_id is None or mailbox is None:
        return None
    asked = session.get_one(MonthlyAsk, ask_id)
    asked.message_id = post(session, write(asked, mailbox), now=now).message_id
    session.flush()
    return asked


def note_deliveries(session: Session) -> None:
    """Write down how each mail fared, before the outbox forgets it; in every city."""
    mail = aliased(OutgoingMail)
    asks = MonthlyAsk.__table__.c
    fared = (
        (Delivery.SENT, mail.sent_at.is_not(None)),
        (Delivery.FAILED, mail.sent_at.is_(None) & (mail.tries >= MOST_TRIES)),
    )
    for delivery, is_so in fared:
        known = select(mail.message_id).where(is_so)
        waits = (asks.delivery == Delivery.WAITING, asks.message_id.in_(known))
        session.connection().execute(
            update(MonthlyAsk.__table__).where(*waits).values(delivery=delivery)  # type: ignore[arg-type]  # a table
        )


def open_ask(session: Session, ask_id: int, *, now: datetime) -> MonthlyAsk:
    """The mail behind a link of the chosen city; raises LinkUnknown when it is too long ago."""
    asked = session.scalar(select(MonthlyAsk).where(MonthlyAsk.id == ask_id))
    if asked is None or now - asked.asked_at > LINK_LASTS:
        raise LinkUnknown
    place = session.scalar(select(Place).where(Place.id == asked.place_id))
    if place is None or place.state != PlaceState.PUBLISHED:
        raise LinkUnknown
    return asked


def say_still_right(session: Session, asked: MonthlyAsk, *, now: datetime) -> None:
    """One tap: the place is confirmed. A second tap changes nothing."""
    if _answered(session, asked, Answer.RIGHT, now):
        confirm_place(session, asked.place, account_id=None, now=now)


def say_changed(session: Session, asked: MonthlyAsk, *, now: datetime) -> None:
    """Whoever was asked tells what changed; the report itself says what."""
    _answered(session, asked, Answer.CHANGED, now)


def stop_asking(session: Session, asked: MonthlyAsk, *, now: datetime) -> None:
    """Never write to this mailbox about this place again; an address that was only known for it goes."""
    row = {"place_id": asked.place_id, "mailbox_digest": asked.mailbox_digest}
    insert_once(session, NotAsked, row, unique=("place_id", "mailbox_digest"), returning="place_id")
    if not asked.to_keeper:
        session.execute(delete(PlaceMailbox).where(PlaceMailbox.place_id == asked.place_id))
    _answered(session, asked, Answer.STOP, now)
    record(session, Happening.ASKING_STOPPED, f"place {asked.place_id}", account_id=None, now=now)


def set_mailbox(session: Session, place: Place, address: str, *, account_id: int, now: datetime) -> None:
    """Where a place is asked that no shop keeps; nowhere when it is empty."""
    known = session.get(PlaceMailbox, place.id)
    if known is not None and not address:
        session.delete(known)
    elif known is not None:
        known.address = address
    elif address:
        session.add(PlaceMailbox(place_id=place.id, city_id=place.city_id, address=address))
    subject = f"place {place.id}"
    record(session, Happening.PLACE_CHANGED, subject, account_id=account_id, now=now, note="mailbox")
    session.flush()


def _wanted(session: Session, place: Place, digest: Digest) -> Iterator[Mailbox]:
    """The keepers' mailboxes, then the place's own, without those that want no mail."""
    refused = select(NotAsked.mailbox_digest).where(NotAsked.place_id == place.id)
    unwanted = set(session.scalars(refused.order_by(NotAsked.mailbox_digest)))
    keepers = (
        select(Account.email)
        .join(Keeper, Keeper.account_id == Account.id)
        .join(Shop, Shop.id == Keeper.shop_id)
        .where(Shop.place_id == place.id, Shop.state == ShopState.APPROVED, Account.disabled_at.is_(None))
        .order_by(Account.id)
    )
    own = select(PlaceMailbox.address).where(PlaceMailbox.place_id == place.id)
    for address in session.scalars(keepers):
        if digest(address) not in unwanted:
            yield Mailbox(address, to_keeper=True)
    for address in session.scalars(own):
        if digest(address) not in unwanted:
            yield Mailbox(address, to_keeper=False)


def _answered(session: Session, asked: MonthlyAsk, answer: Answer, now: datetime) -> bool:
    """Write the answer down; False when the same was said before."""
    fresh = (
        MonthlyAsk.id == asked.id,
        MonthlyAsk.city_id == chosen_city(session),
        MonthlyAsk.answer != answer,
    )
    said = update(MonthlyAsk).where(*fresh).values(answer=answer, answered_at=now)
    won = session.scalar(said.returning(MonthlyAsk.id))
    session.refresh(asked, ["answer", "answered_at"])
    return won is not None
