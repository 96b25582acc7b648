"""A shop's card: what came of a weekend, ready to show, and its redemptions as a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cityshop.campaigns.models import Campaign
from cityshop.core.clock import local
from cityshop.core.db import Session
from cityshop.core.spreadsheets import csv_of, euros
from cityshop.core.words import n_
from cityshop.merchants.models import Shop
from cityshop.merchants.rules import street_name
from cityshop.mondays import queries
from cityshop.mondays.charts import Bar, bars_of
from cityshop.mondays.errors import CardUnknown
from cityshop.mondays.measures import Counts, Figure, Street, figures
from cityshop.mondays.rows import Survey, period_of, survey_of
from cityshop.mondays.rules import DayOfSales, days_of_sales, last_day, owners, street_shops
from cityshop.offers.figures import edition_before, sales_by_hour, shop_figures, shop_sales
from cityshop.offers.models import Channel
from cityshop.web.i18n import day, own_text, translated


@dataclass(frozen=True)
class DayChart:
    """One day by the hour. `words` say what the drawing shows."""

    name: str
    total: int
    words: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class CardPage:
    """Everything on a card. `hours` are the bars of `days` by hour; `street` says whose average it tells."""

    title: str
    shop: str
    period: str
    is_over: bool
    figures: Sequence[Figure]
    days: Sequence[DayChart]
    hours: Sequence[Sequence[Bar]]
    street: str
    before: str
    survey: Survey
    made_at: datetime


def card_page(session: Session, campaign: Campaign, shop: Shop, *, now: datetime) -> CardPage:
    """The card of a shop that took part; raises CardUnknown for another."""
    everybody = _counts(session, campaign)
    own = everybody.get(shop.id)
    if own is None:
        raise CardUnknown
    is_over = now >= campaign.ends_at
    street = _street(session, own, everybody) if is_over else Street()
    edition = edition_before(session, campaign.id)
    days = _days(session, campaign, shop, min(last_day(campaign.ends_at), local(now).date()))
    was = _counts(session, edition).get(shop.id) if edition else None
    return CardPage(
        title=own_text(campaign.title),
        shop=shop.name,
        period=period_of(campaign),
        is_over=is_over,
        figures=figures(own, street, was),
        days=days,
        hours=list(zip(*(one.bars for one in days), strict=True)),
        street=_street_words(shop, street, is_over=is_over),
        before=_before_words(edition, was),
        survey=survey_of(session, campaign, shop.id, now=now),
        made_at=now,
    )


def sales_csv(session: Session, campaign: Campaign, shop: Shop) -> str:
    """The redemptions of a shop that stand, one a line, as its card counts them."""
    head = [n_("Day"), n_("Time"), n_("Offer"), n_("Counter"), n_("Voucher"), n_("Purchase")]
    channels = {Channel.PAPER: translated(n_("On paper")), Channel.PHONE: translated(n_("On a phone"))}
    rows = [
        [
            f"{local(sale.at):%Y-%m-%d}",
            f"{local(sale.at):%H:%M}",
            own_text(sale.title),
            sale.counter,
            channels[Channel(sale.channel)],
            "" if sale.amount_cents is None else euros(sale.amount_cents),
        ]
        for sale in shop_sales(session, campaign.id, shop.id)
    ]
    return csv_of([translated(word) for word in head], rows)


def _counts(session: Session, campaign: Campaign) -> Mapping[int, Counts]:
    scans = queries.scans_by_shop(session, campaign.id)
    return {one.shop_id: Counts(one, scans.get(one.shop_id)) for one in shop_figures(session, campaign.id)}


def _street(session: Session, own: Counts, everybody: Mapping[int, Counts]) -> Street:
    shops = street_shops(own.shop, [one.shop for one in everybody.values()])
    keepers = queries.keepers_by_shop(session, [one.shop_id for one in shops])
    return Street([everybody[one.shop_id] for one in shops], owners(shops, keepers))


def _street_words(shop: Shop, street: Street, *, is_over: bool) -> str:
    """Whose average it is, or why none is told."""
    if not is_over:
        return translated(n_("The average of your street follows after the weekend."))
    facts = {"street": street_name(shop.street), "count": len(street.shops)}
    if not street.is_told:
        sentence = n_(
            "Fewer than five shops of %(street)s took part, so we tell no average of the street. Shops of the"
            " same owner count as one."
        )
        return translated(sentence, **facts)
    return translated(
        n_("Street: the average of the %(count)s shops of %(street)s, yours included."), **facts
    )


def _before_words(edition: Campaign | None, was: Counts | None) -> str:
    if edition is None:
        return ""
    facts = {"title": own_text(edition.title), "period": period_of(edition)}
    if was is None:
        return translated(n_("You did not take part in %(title)s (%(period)s)."), **facts)
    return translated(n_("Before: %(title)s (%(period)s), the whole weekend."), **facts)


def _days(session: Session, campaign: Campaign, shop: Shop, last: date) -> Sequence[DayChart]:
    sales = sales_by_hour(session, campaign.id, shop_id=shop.id)
    days = days_of_sales(sales, local(campaign.starts_at).date(), last)
    most = max((count for one in days for count in one.hours.values()), default=0)
    return [_day(one, most) for one in days] if most else []


def _day(sales: DayOfSales, most: int) -> DayChart:
    name = day(sales.day, "EEEE d MMMM")
    busiest = max(sales.hours, key=lambda hour: sales.hours[hour])
    words = n_("%(day)s: %(total)s redeemed, most of them at %(hour)s o’clock (%(count)s).")
    facts = {"day": name, "total": sales.total, "hour": busiest, "count": sales.hours[busiest]}
    if not sales.total:
        words = n_("%(day)s: nothing redeemed.")
    return DayChart(name, sales.total, translated(words, **facts), bars_of(sales, most))
