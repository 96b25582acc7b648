"""Mail to the shops of a campaign: written, looked at, sent once per shop, sent again where it failed."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import insert, select, update

from cityshop.campaigns.models import Campaign
from cityshop.core.db import Session, across_cities, chosen_city
from cityshop.core.journal import Happening, record
from cityshop.core.outbox import MOST_TRIES, Letter, OutgoingMail, post, post_many
from cityshop.merchants.rules import same_street
from cityshop.offers.models import OfferState
from cityshop.weekends.errors import MailChanged, MailIsOut, NobodyToWriteTo, NothingFailed, StreetMissing
from cityshop.weekends.models import Audience, Delivery, ShopMail, ShopMailDelivery
from cityshop.weekends.queries import DeskOffer, desk_offers
from cityshop.weekends.recipients import Recipient, deliveries, recipients

SHOWN = (OfferState.LIVE, OfferState.SOLD_OUT)
MailWriter = Callable[[ShopMail, Recipient], Letter]


@dataclass(frozen=True)
class MailDraft:
    """What town hall fills in; texts by language."""

    audience: Audience
    street: str
    subject: dict[str, str]
    text: dict[str, str]


@dataclass(frozen=True)
class WrittenMail:
    """A mail as each shop with an address would read it; `mark` tells what it was written from."""

    mark: str
    letters: Mapping[int, Letter]


def write_mail(
    session: Session, campaign: Campaign, draft: MailDraft, *, account_id: int, now: datetime
) -> ShopMail:
    """Keep a mail as a draft; raises StreetMissing."""
    mail = ShopMail(campaign_id=campaign.id, written_at=now, written_by=account_id)
    _fill(mail, draft)
    session.add(mail)
    session.flush()
    return mail


def change_mail(session: Session, mail: ShopMail, draft: MailDraft) -> ShopMail:
    """Change a draft; raises MailIsOut or StreetMissing."""
    session.refresh(mail, with_for_update=True)  # somebody else may be sending it
    if mail.sent_at is not None:
        raise MailIsOut
    _fill(mail, draft)
    session.flush()
    return mail


def shops_for(session: Session, mail: ShopMail) -> Sequence[Recipient]:
    """The shops that a mail would go to at this moment, by name."""
    everybody = recipients(session)
    if mail.audience == Audience.EVERYBODY:
        return everybody
    if mail.audience == Audience.STREET:
        street = same_street(mail.street)
        return [shop for shop in everybody if same_street(shop.street) == street]
    chosen = _with_offers(desk_offers(session, mail.campaign_id), Audience(mail.audience))
    is_without = mail.audience == Audience.WITHOUT
    return [shop for shop in everybody if (shop.shop_id in chosen) != is_without]


def fingerprint(mail: ShopMail, shops: Sequence[Recipient]) -> str:
    """What somebody saw who looked: the same words to the same shops at the same addresses, the same mark."""
    said = {"audience": mail.audience, "street": mail.street, "subject": mail.subject, "text": mail.text}
    facts = {**said, "shops": [[shop.shop_id, shop.address] for shop in shops]}
    return sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def written(session: Session, mail: ShopMail, write: MailWriter) -> WrittenMail:
    """The mail for each of its shops: written before others have to wait for the one who sends it."""
    shops = shops_for(session, mail)
    letters = {shop.shop_id: write(mail, shop) for shop in shops if shop.address}
    return WrittenMail(fingerprint(mail, shops), letters)


def send_mail(  # noqa: PLR0913 - a mail, how it reads, what was looked at, by whom
    session: Session, mail: ShopMail, *, reads: WrittenMail, seen: str, account_id: int, now: datetime
) -> int:
    """Put the mail in the outbox, once for each shop; gives how many shops get it.

    Raises MailIsOut, NobodyToWriteTo, or MailChanged where `seen` is not the fingerprint of mail and shops.
    """
    session.refresh(mail, with_for_update=True)  # somebody else may be changing it
    if mail.sent_at is not None:
        raise MailIsOut
    shops = shops_for(session, mail)
    if not any(shop.address for shop in shops):
        raise NobodyToWriteTo
    if not fingerprint(mail, shops) == seen == reads.mark:
        raise MailChanged
    _take_out(session, mail, now)
    _deliver(session, mail, shops, reads.letters, now)
    _note(session, mail, account_id, now, f"{len(shops)} shops")
    return len(reads.letters)


def send_again(session: Session, mail: ShopMail, *, write: MailWriter, account_id: int, now: datetime) -> int:
    """Send the mail once more to shops where it failed or had nobody; raises NothingFailed."""
    lost = {
        line.shop_id: line.message_id
        for line in deliveries(session, mail.id)
        if line.delivery in (Delivery.FAILED, Delivery.NOBODY)
    }
    again = [shop for shop in recipients(session, [*lost]) if shop.address]
    sent = sum(_redeliver(session, mail, shop, lost[shop.shop_id], write, now) for shop in again)
    if not sent:
        raise NothingFailed
    _note(session, mail, account_id, now, f"again, {sent} shops")
    return sent


def note_deliveries(session: Session) -> None:
    """Write down how each mail fared, before the outbox forgets it; in every city."""
    fared = (
        (Delivery.SENT, OutgoingMail.sent_at.is_not(None)),
        (Delivery.FAILED, OutgoingMail.sent_at.is_(None) & (OutgoingMail.tries >= MOST_TRIES)),
    )
    rows = ShopMailDelivery
    for delivery, is_so in fared:
        known = select(OutgoingMail.message_id).where(is_so)
        waits = (rows.delivery == Delivery.WAITING, rows.message_id.in_(known))
        # the job is for every city
        with across_cities(session):
            noted = update(rows).where(*waits).values(delivery=delivery)
            session.execute(noted.execution_options(synchronize_session=False))


def _fill(mail: ShopMail, draft: MailDraft) -> None:
    if draft.audience == Audience.STREET and not draft.street:
        raise StreetMissing
    mail.audience, mail.subject, mail.text = draft.audience, draft.subject, draft.text
    mail.street = draft.street if draft.audience == Audience.STREET else ""


def _with_offers(offers: Sequence[DeskOffer], audience: Audience) -> set[int]:
    """The shops with an offer that waits, that residents see, or (for those without) any that counts."""
    states = {
        Audience.WAITING: (OfferState.WAITING,),
        Audience.WITH: SHOWN,
        Audience.WITHOUT: (OfferState.WAITING, *SHOWN),
    }[audience]
    return {offer.shop_id for offer in offers if offer.state in states}


def _take_out(session: Session, mail: ShopMail, now: datetime) -> None:
    """Whoever presses the button first sends it."""
    waits = (ShopMail.id == mail.id, ShopMail.city_id == chosen_city(session), ShopMail.sent_at.is_(None))
    won = session.scalar(update(ShopMail).where(*waits).values(sent_at=now).returning(ShopMail.id))
    if won is None:
        raise MailIsOut


def _deliver(
    session: Session, mail: ShopMail, shops: Sequence[Recipient], letters: Mapping[int, Letter], now: datetime
) -> None:
    ids = dict(zip(letters, post_many(session, list(letters.values()), now=now), strict=True))
    own = {"mail_id": mail.id, "city_id": mail.city_id}
    rows = [
        {
            **own,
            "shop_id": shop.shop_id,
            "message_id": ids.get(shop.shop_id, ""),
            "delivery": Delivery.WAITING if shop.shop_id in ids else Delivery.NOBODY,
        }
        for shop in shops
    ]
    session.execute(insert(ShopMailDelivery), rows)


def _redeliver(  # noqa: PLR0913, PLR0917 - one delivery with the letter that was lost
    session: Session, mail: ShopMail, shop: Recipient, lost: str, write: MailWriter, now: datetime
) -> bool:
    """Replace a lost letter; False where a colleague did it at the same time."""
    rows = ShopMailDelivery
    letter = post(session, write(mail, shop), now=now)
    lost_one = (rows.mail_id == mail.id, rows.shop_id == shop.shop_id, rows.message_id == lost)
    again = update(rows).where(*lost_one, rows.city_id == chosen_city(session))
    values = {"message_id": letter.message_id, "delivery": Delivery.WAITING}
    if session.scalar(again.values(**values).returning(rows.shop_id)) is not None:
        return True
    session.delete(letter)
    return False


def _note(session: Session, mail: ShopMail, account_id: int, now: datetime, note: str) -> None:
    subject = f"shop mail {mail.id}"
    record(session, Happening.SHOPS_MAILED, subject, account_id=account_id, now=now, note=note)
