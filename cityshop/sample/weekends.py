"""What town hall did with the sample editions: the older one is closed and published, and shops were written to."""

from datetime import datetime, timedelta

from sqlalchemy import select

from cityshop.campaigns.models import Campaign
from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Session, in_city
from cityshop.merchants.models import Shop, ShopState
from cityshop.sample.discounts import CAMPAIGN, CITY
from cityshop.weekends.making import close_edition
from cityshop.weekends.models import Audience, ClosingReport, Delivery, ShopMail, ShopMailDelivery

CLOSED = f"{CAMPAIGN}-1"
SENT_AGO = timedelta(days=3)
NOT_DELIVERED, NOBODY = 4, 9  # every so many shops
INVITATION = {
    "nl": "Het kortingsweekend loopt. Kijk nog eens of je voorraad en je uren kloppen, en hang je affiche in het raam.",
    "fr": "Le week-end de remises est en cours. Vérifiez votre stock et vos heures, et affichez votre poster.",
}
REMINDER = {
    "nl": "Je hebt nog geen aanbieding. Twee minuten op je telefoon zijn genoeg.",
    "fr": "Vous n’avez pas encore d’offre. Deux minutes sur votre téléphone suffisent.",
}


def load(session: Session, *, now: datetime) -> None:
    """Close the older edition of Kortrijk, and add a mail that is out and a draft."""
    city = city_by_slug(session, CITY)
    if city is None:
        return
    with in_city(session, city.id):
        campaigns = session.scalars(select(Campaign).where(Campaign.slug.in_((CLOSED, CAMPAIGN))))
        by_slug = {campaign.slug: campaign for campaign in campaigns}
        over = by_slug[CLOSED]
        closed_at = over.ends_at + timedelta(days=2)
        close_edition(session, over, account_id=None, now=closed_at)
        session.get_one(ClosingReport, over.id).published_at = closed_at
        running = by_slug[CAMPAIGN]
        session.add(
            _mail(running, Audience.WITHOUT, ("Nog geen aanbieding?", "Pas encore d’offre ?"), REMINDER, now)
        )
        _send(
            session,
            _mail(
                running, Audience.EVERYBODY, ("Het weekend begint", "Le week-end commence"), INVITATION, now
            ),
        )


def _mail(
    campaign: Campaign, audience: Audience, subject: tuple[str, str], text: dict[str, str], now: datetime
) -> ShopMail:
    dutch, french = subject
    return ShopMail(
        city_id=campaign.city_id,
        campaign_id=campaign.id,
        audience=audience,
        subject={"nl": dutch, "fr": french},
        text=text,
        written_at=now - SENT_AGO,
        written_by=1,
    )


def _send(session: Session, mail: ShopMail) -> None:
    mail.sent_at = mail.written_at
    session.add(mail)
    session.flush()
    shops = select(Shop.id).where(Shop.state == ShopState.APPROVED, Shop.city_id == mail.city_id)
    for number, shop_id in enumerate(session.scalars(shops.order_by(Shop.id)), 1):
        delivery = Delivery.FAILED if number % NOT_DELIVERED == 0 else Delivery.SENT
        row = ShopMailDelivery(mail_id=mail.id, shop_id=shop_id, city_id=mail.city_id)
        row.delivery = Delivery.NOBODY if number % NOBODY == 0 else delivery
        session.add(row)
