"""Answers to the three questions, what a shop wants of its mails, and posting them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from cityshop.accounts.models import Account
from cityshop.campaigns.models import Campaign
from cityshop.core.db import insert_once
from cityshop.core.journal import Happening, record
from cityshop.core.outbox import MOST_TRIES, Letter, OutgoingMail, post
from cityshop.core.words import DEFAULT_LANGUAGE
from cityshop.merchants.models import Shop
from cityshop.mondays import queries
from cityshop.mondays.errors import AlreadyReminded, NobodyToRemind, SurveyClosed, SurveyNotOpen
from cityshop.mondays.models import (
    Again,
    CardMail,
    CardWish,
    Delivery,
    MailKind,
    SurveyAnswer,
    SurveyReminder,
)
from cityshop.mondays.queries import DueMail
from cityshop.mondays.rules import SurveyPhase, survey_phase
from cityshop.offers.figures import ShopFigures


@dataclass(frozen=True)
class CardFacts:
    """What a mail tells: the edition, whose shop it is, what came of it."""

    campaign: Campaign
    shop: Shop
    keeper: Account
    figures: ShopFigures
    scans: int | None


CardWriter = Callable[[CardMail, Account, Shop, str], Letter]


@dataclass(frozen=True)
class AnswerDraft:
    """What a shop fills in: two times one to five, whether it takes part again, what should change."""

    success: int
    communication: int
    again: Again
    text: str
    language: str


def answer_survey(
    session: Session, campaign: Campaign, shop_id: int, draft: AnswerDraft, *, now: datetime
) -> SurveyAnswer:
    """Keep a shop's answer, or change it. Raises SurveyNotOpen or SurveyClosed."""
    _check_open(campaign, now)
    own = {"campaign_id": campaign.id, "shop_id": shop_id}
    row = {**own, "city_id": campaign.city_id, **vars(draft), "answered_at": now}
    unique = ("campaign_id", "shop_id")
    if insert_once(session, SurveyAnswer, row, unique=unique, returning="shop_id") is None:
        changed = update(SurveyAnswer).where(
            SurveyAnswer.campaign_id == campaign.id, SurveyAnswer.shop_id == shop_id
        )
        session.execute(changed.values(**vars(draft), answered_at=now))
    wish = {"shop_id": shop_id, "city_id": campaign.city_id, "language": draft.language, "is_wanted": True}
    insert_once(session, CardWish, wish, unique=("shop_id",), returning="shop_id")
    return session.get_one(SurveyAnswer, (campaign.id, shop_id), populate_existing=True)


def change_wish(
    session: Session, shop: Shop, *, language: str | None, account_id: int, now: datetime
) -> None:
    """From now on these mails come in this language; or not at all, when there is none."""
    if language is None:
        stop_mails(session, shop, account_id=account_id, now=now)
        return
    _wish(session, shop, language=language)
    _note_wish(session, shop, language, account_id, now)


def stop_mails(session: Session, shop: Shop, *, account_id: int | None, now: datetime) -> None:
    """Never mail this shop a card again, unless it asks for it."""
    row = {
        "shop_id": shop.id,
        "city_id": shop.city_id,
        "language": DEFAULT_LANGUAGE,
        "is_wanted": False,
    }
    stopped = insert_once(session, CardWish, row, unique=("shop_id",), returning="shop_id")
    if stopped is None:
        comes = update(CardWish).where(CardWish.shop_id == shop.id, CardWish.is_wanted)
        stopped = session.scalar(comes.values(is_wanted=False).returning(CardWish.shop_id))
    if stopped is not None:  # a second press changes nothing
        _note_wish(session, shop, "stop", account_id, now)


def ask_reminder(session: Session, campaign: Campaign, *, account_id: int, now: datetime) -> None:
    """Let the worker remind every shop that has not answered, once in an edition.

    Raises SurveyNotOpen, SurveyClosed, NobodyToRemind or AlreadyReminded.
    """
    _check_open(campaign, now)
    counts = queries.responses(session, [campaign])[campaign.id]
    if counts.answered >= counts.shops:
        raise NobodyToRemind
    row = {"campaign_id": campaign.id, "city_id": campaign.city_id, "asked_at": now, "account_id": account_id}
    if insert_once(session, SurveyReminder, row, unique=("campaign_id",), returning="campaign_id") is None:
        raise AlreadyReminded
    record(session, Happening.SURVEY_REMINDED, f"campaign {campaign.id}", account_id=account_id, now=now)


def post_mail(session: Session, due: DueMail, write: CardWriter, *, now: datetime) -> bool:
    """Post a mail to a shop, at most once; says whether one went out.

    A shop without keeper, or that wants no mail, gets a row all the same, so that town hall sees it. Nobody
    who answered in the meantime is reminded.
    """
    if due.kind == MailKind.REMINDER and queries.answer_of(session, due.campaign_id, due.shop_id):
        return False
    wish, keeper = queries.wish_of(session, due.shop_id), queries.first_keeper(session, due.shop_id)
    is_wanted = keeper is not None and (wish is None or wish.is_wanted)
    delivery = Delivery.WAITING if is_wanted else Delivery.NOBODY
    row = {**vars(due), "posted_at": now, "message_id": "", "delivery": delivery}
    unique = ("campaign_id", "shop_id", "kind")
    mail_id = insert_once(session, CardMail, row, unique=unique, returning="id")
    if mail_id is None or not is_wanted or keeper is None:
        return False
    mail, shop = session.get_one(CardMail, mail_id), queries.shop_by_id(session, due.shop_id)
    letter = write(mail, keeper, shop, wish.language if wish else DEFAULT_LANGUAGE)
    mail.message_id = post(session, letter, now=now).message_id
    session.flush()
    return True


def note_deliveries(session: Session) -> None:
    """Write down how each mail fared, before the outbox forgets it; in every city."""
    mail = aliased(OutgoingMail)
    cards = CardMail.__table__.c
    fared = (
        (Delivery.SENT, mail.sent_at.is_not(None)),
        (Delivery.FAILED, mail.sent_at.is_(None) & (mail.tries >= MOST_TRIES)),
    )
    for delivery, is_so in fared:
        known = select(mail.message_id).where(is_so)
        waits = (cards.delivery == Delivery.WAITING, cards.message_id.in_(known))
        session.connection().execute(
            update(CardMail.__table__).where(*waits).values(delivery=delivery)  # type: ignore[arg-type]  # a table
        )


def _check_open(campaign: Campaign, now: datetime) -> None:
    phase = survey_phase(campaign.ends_at, now)
    if phase is SurveyPhase.COMING:
        raise SurveyNotOpen
    if phase is SurveyPhase.CLOSED:
        raise SurveyClosed


def _wish(session: Session, shop: Shop, *, language: str) -> None:
    said = {"language": language, "is_wanted": True}
    row = {"shop_id": shop.id, "city_id": shop.city_id, **said}
    if insert_once(session, CardWish, row, unique=("shop_id",), returning="shop_id") is None:
        session.execute(update(CardWish).where(CardWish.shop_id == shop.id).values(**said))


def _note_wish(session: Session, shop: Shop, note: str, account_id: int | None, now: datetime) -> None:
    subject = f"shop {shop.id}"
    record(session, Happening.CARD_WISH_CHANGED, subject, account_id=account_id, now=now, note=note)
