"""Reads of cards, their mails and the answers, of the chosen city."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from cityshop.accounts.models import Account
from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.core.db import across_cities
from cityshop.links.queries import scans_of_campaign
from cityshop.merchants.models import Keeper, Shop, ShopState
from cityshop.merchants.queries import first_keepers
from cityshop.mondays.errors import CardUnknown, LinkUnknown
from cityshop.mondays.models import CardMail, CardWish, Delivery, MailKind, SurveyAnswer, SurveyReminder
from cityshop.mondays.rules import CONTENT_FROM, FURTHEST_BACK, REMIND_AFTER
from cityshop.offers.figures import shops_by_campaign, taking_part
from cityshop.offers.models import Offer

A_BATCH = 100
MOST_EDITIONS = 100


@dataclass(frozen=True)
class ShopAnswer:
    """A shop that takes part, with its mails and its answer as far as there are any.

    `carded_at` is when its card went out.
    """

    shop_id: int
    shop: str
    street: str
    card: str | None
    carded_at: datetime | None
    reminder: str | None
    answer: SurveyAnswer | None


@dataclass(frozen=True)
class ResponseCounts:
    """Of the shops that take part: how many answered, found it a success, were content with communication."""

    shops: int
    answered: int
    successes: int
    content: int


@dataclass(frozen=True)
class DueMail:
    """A mail that one shop should get."""

    campaign_id: int
    city_id: int
    shop_id: int
    kind: MailKind


def campaign_by_id(session: Session, campaign_id: int) -> Campaign:
    """A discount weekend; raises CardUnknown."""
    wanted = select(Campaign).where(Campaign.id == campaign_id, Campaign.kind == CampaignKind.DISCOUNT)
    campaign = session.scalar(wanted)
    if campaign is None:
        raise CardUnknown
    return campaign


def campaign_by_slug(session: Session, slug: str) -> Campaign:
    """A discount weekend by its word in the address; raises CardUnknown."""
    wanted = select(Campaign).where(Campaign.slug == slug, Campaign.kind == CampaignKind.DISCOUNT)
    campaign = session.scalar(wanted)
    if campaign is None:
        raise CardUnknown
    return campaign


def editions(session: Session, *, now: datetime) -> Sequence[Campaign]:
    """The discount weekends that began, the newest first."""
    begun = (Campaign.kind == CampaignKind.DISCOUNT, Campaign.starts_at <= now)
    newest = select(Campaign).where(*begun).order_by(Campaign.starts_at.desc(), Campaign.id.desc())
    return session.scalars(newest.limit(MOST_EDITIONS)).all()


def card_of_shops(
    session: Session, campaign_id: int, shop_ids: Iterable[int], *, now: datetime
) -> tuple[Campaign, Shop]:
    """An edition and the first of these shops that took part in it; raises CardUnknown."""
    cards = _cards(shop_ids, now).where(Campaign.id == campaign_id)
    # one keeper may have outlets in several cities
    with across_cities(session):
        card = session.execute(cards.limit(1)).one_or_none()
    if card is None:
        raise CardUnknown
    return card[0], card[1]


def editions_of_shops(
    session: Session, shop_ids: Iterable[int], *, now: datetime
) -> Sequence[tuple[Campaign, Shop]]:
    """The weekends that began in which these shops took part, the newest first, in whatever city."""
    # one keeper may have outlets in several cities
    with across_cities(session):
        rows = session.execute(_cards(shop_ids, now).limit(MOST_EDITIONS))
        return [(campaign, shop) for campaign, shop in rows]


def _cards(shop_ids: Iterable[int], now: datetime) -> Select[Campaign, Shop]:
    return (
        select(Campaign, Shop)
        .join(Shop, Shop.city_id == Campaign.city_id)
        .where(Shop.id.in_(list(shop_ids)), Shop.id.in_(taking_part(Campaign.id.expression)))
        .where(Campaign.kind == CampaignKind.DISCOUNT, Campaign.starts_at <= now)
        .order_by(Campaign.starts_at.desc(), Campaign.id.desc(), Shop.name, Shop.id)
    )


def scans_by_shop(session: Session, campaign_id: int) -> Mapping[int, int]:
    """How often the printed codes of each shop's offers were scanned; only shops that have such codes."""
    given = select(Offer.id, Offer.shop_id).where(Offer.campaign_id == campaign_id).order_by(Offer.id)
    shops = {f"offer {offer_id}": shop_id for offer_id, shop_id in session.execute(given)}
    scans: dict[int, int] = {}
    for about, count in scans_of_campaign(session, campaign_id).items():
        subject = " ".join(about.split(" ")[:2])
        if subject in shops:
            scans[shops[subject]] = scans.get(shops[subject], 0) + count
    return scans


def keepers_by_shop(session: Session, shop_ids: Iterable[int]) -> Mapping[int, Sequence[int]]:
    """The accounts that keep each of these shops."""
    kept = select(Keeper.shop_id, Keeper.account_id).where(Keeper.shop_id.in_(list(shop_ids)))
    keepers: dict[int, list[int]] = {}
    for shop_id, account_id in session.execute(kept.order_by(Keeper.shop_id, Keeper.account_id)):
        keepers.setdefault(shop_id, []).append(account_id)
    return keepers


def mail_by_id(session: Session, mail_id: int) -> CardMail:
    """The mail behind a link; raises LinkUnknown."""
    mail = session.scalar(select(CardMail).where(CardMail.id == mail_id))
    if mail is None:
        raise LinkUnknown
    return mail


def shop_by_id(session: Session, shop_id: int) -> Shop:
    """A shop that took part, so that it exists."""
    return session.scalars(select(Shop).where(Shop.id == shop_id)).one()


def answer_of(session: Session, campaign_id: int, shop_id: int) -> SurveyAnswer | None:
    """What a shop said of an edition."""
    own = (SurveyAnswer.campaign_id == campaign_id, SurveyAnswer.shop_id == shop_id)
    return session.scalar(select(SurveyAnswer).where(*own))


def wish_of(session: Session, shop_id: int) -> CardWish | None:
    """What a shop wants of these mails, where it said so."""
    return session.scalar(select(CardWish).where(CardWish.shop_id == shop_id))


def reminder_of(session: Session, campaign_id: int) -> SurveyReminder | None:
    """When town hall asked to remind, and who did."""
    return session.scalar(select(SurveyReminder).where(SurveyReminder.campaign_id == campaign_id))


def shop_answers(session: Session, campaign_id: int) -> Sequence[ShopAnswer]:
    """Every shop that takes part, by name, with how its mails fared and what it answered."""
    columns = (CardMail.shop_id, CardMail.kind, CardMail.delivery, CardMail.posted_at)
    mails = select(*columns).where(CardMail.campaign_id == campaign_id).order_by(CardMail.id)
    posted = session.execute(mails).all()
    fared = {(mail.shop_id, mail.kind): mail.delivery for mail in posted}
    carded = {
        mail.shop_id: mail.posted_at
        for mail in posted
        if mail.kind == MailKind.CARD and mail.delivery != Delivery.NOBODY
    }
    said = select(SurveyAnswer).where(SurveyAnswer.campaign_id == campaign_id).order_by(SurveyAnswer.shop_id)
    answers = {answer.shop_id: answer for answer in session.scalars(said)}
    took_part = select(Shop.id, Shop.name, Shop.street).where(Shop.id.in_(taking_part(campaign_id)))
    return [
        ShopAnswer(
            shop_id=shop_id,
            shop=name,
            street=street,
            card=fared.get((shop_id, MailKind.CARD)),
            carded_at=carded.get(shop_id),
            reminder=fared.get((shop_id, MailKind.REMINDER)),
            answer=answers.get(shop_id),
        )
        for shop_id, name, street in session.execute(took_part.order_by(Shop.name, Shop.id))
    ]


def responses(session: Session, campaigns: Sequence[Campaign]) -> Mapping[int, ResponseCounts]:
    """How many shops answered about each of these editions, and how many were content."""
    ids = [campaign.id for campaign in campaigns]
    shops = shops_by_campaign(session, ids)
    figures = (
        func.count(),
        func.count().filter(SurveyAnswer.success >= CONTENT_FROM),
        func.count().filter(SurveyAnswer.communication >= CONTENT_FROM),
    )
    said = select(SurveyAnswer.campaign_id, *figures).where(SurveyAnswer.campaign_id.in_(ids))
    rows = session.execute(said.group_by(SurveyAnswer.campaign_id))
    answered = {campaign_id: tuple(counts) for campaign_id, *counts in rows}
    return {one: ResponseCounts(shops.get(one, 0), *answered.get(one, (0, 0, 0))) for one in ids}


def campaigns_to_mail(session: Session, *, now: datetime) -> Sequence[Campaign]:
    """The weekends of every city that ended lately and are not paused."""
    lately = (Campaign.ends_at <= now, Campaign.ends_at > now - FURTHEST_BACK, Campaign.paused_at.is_(None))
    wanted = select(Campaign).where(Campaign.kind == CampaignKind.DISCOUNT, *lately)
    # the job is for every city
    with across_cities(session):
        return session.scalars(wanted.order_by(Campaign.id)).all()


def due_mails(session: Session, campaign: Campaign, *, now: datetime) -> Sequence[DueMail]:
    """The shops of an edition that should get a card, and those to remind once town hall asked for it.

    Only a shop whose card went out at least a day ago is reminded.
    """
    reminded = exists().where(SurveyReminder.campaign_id == campaign.id)
    answered = exists().where(SurveyAnswer.campaign_id == campaign.id, SurveyAnswer.shop_id == Shop.id)
    cards = _lacking(campaign, MailKind.CARD)
    reminders = _lacking(campaign, MailKind.REMINDER).where(reminded, ~answered, _had_card(campaign, now))
    due: list[DueMail] = []
    # the job is for every city
    with across_cities(session):
        for kind, wanted in ((MailKind.CARD, cards), (MailKind.REMINDER, reminders)):
            shops = session.scalars(wanted.limit(A_BATCH))
            due += [DueMail(campaign.id, campaign.city_id, shop_id, kind) for shop_id in shops]
    return due


def _lacking(campaign: Campaign, kind: MailKind) -> Select[int]:
    has_it = exists().where(
        CardMail.campaign_id == campaign.id, CardMail.shop_id == Shop.id, CardMail.kind == kind
    )
    taken_in = (Shop.id.in_(taking_part(campaign.id)), Shop.state == ShopState.APPROVED)
    return select(Shop.id).where(*taken_in, ~has_it).order_by(Shop.id)


def _had_card(campaign: Campaign, now: datetime) -> ColumnElement[bool]:
    return exists().where(
        CardMail.campaign_id == campaign.id,
        CardMail.shop_id == Shop.id,
        CardMail.kind == MailKind.CARD,
        CardMail.delivery != Delivery.NOBODY,
        CardMail.posted_at <= now - REMIND_AFTER,
    )


def first_keeper(session: Session, shop_id: int) -> Account | None:
    """Who gets a shop's mail: the first of its keepers whose account is open."""
    first = first_keepers()
    ours = select(Account).join(first, first.c.account_id == Account.id).where(first.c.shop_id == shop_id)
    return session.scalar(ours)
