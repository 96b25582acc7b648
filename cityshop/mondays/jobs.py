"""What falls due: cards on Monday, reminders that town hall asked for. Twice, or half, does no harm."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cityshop.accounts.models import Account
from cityshop.campaigns.models import Campaign
from cityshop.core.db import Database, choose_city
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
        lists = [(one, due_mails(session, one, now=now)) for one in editions]
        turn = [(_counted(session, one), due) for one, due in lists if due]
    return sum(_mail(database, counted, one, write, now) for counted, due in turn for one in due)


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
