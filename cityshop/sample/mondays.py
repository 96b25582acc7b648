"""What the sample's shops said of the weekends that are over, how their mails fared, and who scanned their codes."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from cityshop.accounts.models import Account
from cityshop.campaigns.models import Campaign
from cityshop.cities.queries import city_by_slug
from cityshop.core.clock import local
from cityshop.core.db import Session, choose_city
from cityshop.links.models import LinkScan
from cityshop.links.services import LinkDraft, make_links
from cityshop.mondays.models import Again, CardMail, Delivery, MailKind, SurveyAnswer, SurveyReminder
from cityshop.mondays.rules import card_due_at
from cityshop.offers.models import Offer
from cityshop.sample.discounts import CITY
from cityshop.sample.editions import editions

OWN_SHOP = "bakkerij-vandoorne"  # its keeper can sign in, and has not answered about edition 2
FARED = {"kledij-madeleine": Delivery.FAILED, "naaiatelier-draad": Delivery.NOBODY}
SCANNED_BEFORE = timedelta(days=9)


@dataclass(frozen=True)
class Said:
    """One shop's answer: success and communication of five."""

    shop: str
    success: int
    communication: int
    again: Again = Again.YES
    text: str = ""
    language: str = "nl"


FIRST = (
    Said("bakkerij-vandoorne", 4, 4, text="Hang de affiches een week vroeger op."),
    Said("boekhandel-de-letterzetter", 4, 3, text="Ik wist pas donderdag hoe de kassa werkte."),
    Said("bloemen-sint-maarten", 5, 4),
    Said("kaashuis-groeninge", 4, 4),
    Said(
        "fietsen-leiekant",
        2,
        2,
        Again.PERHAPS,
        "Een fiets herstel je niet in drie dagen. Maak het een maand.",
    ),
    Said("kledij-madeleine", 3, 2, Again.PERHAPS, "Niet in juni: dan mag ik geen korting aankondigen."),
    Said("speelgoed-de-tol", 4, 4),
    Said("platenzaak-overleie", 5, 5),
    Said("groenten-en-zo", 4, 4, text="Ook een stand op de markt, graag."),
    Said("ijssalon-polaire", 5, 4),
    Said("chocolaterie-buda", 4, 4),
    Said("koffiebranderij-de-steenpoort", 4, 3),
    Said("wijnhandel-broeltorens", 4, 4),
    Said("slagerij-ter-doornik", 4, 5),
    Said(
        "kapsalon-krul",
        4,
        4,
        text="Merci pour l’accueil. Un peu plus de français sur les affiches ?",
        language="fr",
    ),
    Said("theehuis-de-kan", 5, 4),
)
SECOND = (
    Said("boekhandel-de-letterzetter", 5, 4, text="De uitleg aan de kassa was nu wel op tijd."),
    Said("bloemen-sint-maarten", 4, 4),
    Said("kaashuis-groeninge", 4, 4),
    Said("fietsen-leiekant", 3, 4, Again.PERHAPS),
    Said("platenzaak-overleie", 5, 5),
    Said("groenten-en-zo", 5, 4),
    Said(
        "ijssalon-polaire",
        4,
        3,
        text="Zondagvoormiddag stond er een rij tot op de markt. Fijn, maar zet er stoelen.",
    ),
    Said("chocolaterie-buda", 5, 4),
    Said("wijnhandel-broeltorens", 4, 4),
    Said("slagerij-ter-doornik", 5, 5),
    Said("kapsalon-krul", 4, 4, text="Bien mieux cette fois.", language="fr"),
)


def load(session: Session, *, now: datetime) -> None:
    """Add mails, answers and scans to the editions of Kortrijk."""
    city = city_by_slug(session, CITY)
    if city is None:
        return
    choose_city(session, city.id)
    staff = session.scalars(select(Account.id).where(Account.email == "staff@kortrijk.example")).one()
    for edition, answers in zip(editions(now.date()), (FIRST, SECOND), strict=True):
        campaign = session.scalars(select(Campaign).where(Campaign.slug == edition.slug)).one()
        offers = session.scalars(
            select(Offer).where(Offer.campaign_id == campaign.id).order_by(Offer.id)
        ).all()
        _add_mails(session, campaign, offers, is_last=answers is SECOND)
        _add_answers(session, campaign, offers, answers)
        _add_scans(session, campaign, offers, city=city.slug)
        if answers is FIRST:
            asked_at = card_due_at(campaign.ends_at) + timedelta(days=8, hours=2)
            session.add(SurveyReminder(campaign_id=campaign.id, asked_at=asked_at, account_id=staff))
    session.flush()


def _add_mails(session: Session, campaign: Campaign, offers: Sequence[Offer], *, is_last: bool) -> None:
    """The cards that went out; the worker writes the last one of the shop whose keeper can sign in."""
    due_at = card_due_at(campaign.ends_at)
    for offer in offers:
        if is_last and offer.shop.slug == OWN_SHOP:
            continue
        fared = FARED.get(offer.shop.slug, Delivery.SENT)
        facts = {"campaign_id": campaign.id, "shop_id": offer.shop_id, "posted_at": due_at}
        session.add(CardMail(kind=MailKind.CARD, delivery=fared, **facts))


def _add_answers(
    session: Session, campaign: Campaign, offers: Sequence[Offer], answers: Sequence[Said]
) -> None:
    shops: Mapping[str, int] = {offer.shop.slug: offer.shop_id for offer in offers}
    for number, said in enumerate(answers):
        facts = {name: value for name, value in vars(said).items() if name != "shop"}
        answered_at = card_due_at(campaign.ends_at) + timedelta(minutes=37 * number)
        own = {"campaign_id": campaign.id, "shop_id": shops[said.shop], "answered_at": answered_at}
        session.add(SurveyAnswer(**own, **facts))


def _add_scans(session: Session, campaign: Campaign, offers: Sequence[Offer], *, city: str) -> None:
    """A poster and a sticker for most offers, each with the days on which it was scanned."""
    chance = random.Random(campaign.slug)  # noqa: S311 - invented people
    printed = [(offer, piece) for offer in offers[:-2] for piece in ("poster", "sticker")]
    drafts = [
        LinkDraft(f"/{city}/offers/{offer.slug}", f"offer {offer.id} {piece}", offer.shop.name, campaign.id)
        for offer, piece in printed
    ]
    first = local(campaign.starts_at).date()
    for link in make_links(session, drafts, now=campaign.starts_at - SCANNED_BEFORE).values():
        for number in range(-2, 3):
            scans = chance.randrange(1, 9 if number < 0 else 19)
            session.add(LinkScan(link_id=link.id, day=first + timedelta(days=number), scans=scans))
