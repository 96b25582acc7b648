"""What falls due: cards on Monday, reminders that town hall asked for. Twice, or half, does no harm."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.accounts.models import Account
from cityshop.campaigns.models import Campaign
from cityshop.core.db import Database, choose_city
from cityshop.core.mishaps import one_of_many
from cityshop.core.outbox import Letter
from cityshop.merchants.models import Shop
from cityshop.mondays.models import CardMail
from cityshop.mondays.queries import DueMail, campaigns_to_mail, due_mails, scans_by_shop
from cityshop.mondays.rules import is_time_to_mail
from cityshop.mondays.services import CardFacts, post_mail
from cityshop.offers.figures import ShopFigures, shop_figures


@dataclass(frozen=True)
class Counted:
    """An edition with what came of it, counted once for all mails of a turn."""

    campaign: Campaign
    figures: Mapping[int, ShopFigures]
    scans: Mapping[int, int]


Writing = Callable[[Session, CardMail, CardFacts, str], Letter]


def mail_cards(database: Database, write: Writing, *, now: datetime) -> int:
    """Post what is due, each shop in a transaction of its own; gives how many mails went out."""
    with database.reads() as session:
        editions = [one for one in campaigns_to_mail(session, now=now) if is_time_to_mail(one.ends_at, now)]
    return sum(_mail_edition(database, one, write, now) for one in editions)


def _mail_edition(database: Database, campaign: Campaign, write: Writing, now: datetime) -> int:
    """The mails of one edition; one that fails is tried again next turn, and holds up no other."""
    sent = 0
    with one_of_many(f"edition={campaign.id} mails"):
        with database.reads() as session:
            due = due_mails(session, campaign, now=now)
            if not due:
                return 0
            counted = _counted(session, campaign)
        for one in due:
            with one_of_many(f"edition={campaign.id} shop={one.shop_id} {one.kind}"):
                sent += _mail(database, counted, one, write, now)
    return sent


def _counted(session: Session, campaign: Campaign) -> Counted:
    choose_city(session, campaign.city_id)
    figures = {one.shop_id: one for one in shop_figures(session, campaign.id)}
    return Counted(campaign, figures, scans_by_shop(session, campaign.id))


def _mail(database: Database, counted: Counted, due: DueMail, write: Writing, now: datetime) -> int:
    with database.writes.begin() as session:
        choose_city(session, due.city_id)

        def letter(mail: CardMail, keeper: Account, shop: Shop, language: str) -> Letter:
            figures, scans = counted.figures[shop.id], counted.scans.get(shop.id)
            facts = CardFacts(counted.campaign, shop, keeper, figures, scans)
            return write(session, mail, facts, language)

        return int(post_mail(session, due, letter, now=now))
