"""When a card is due, which figures of a street may be told, how answers become shares."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from cityshop.core.clock import BRUSSELS, local
from cityshop.core.throttle import Limit
from cityshop.merchants.rules import same_street
from cityshop.offers.figures import ShopFigures

MONDAY = 0
A_WEEK = 7
EIGHT = time(8)
OFFICE_HOURS = range(8, 18)  # nobody is woken by a telephone
SURVEY_LASTS = timedelta(days=14)
FURTHEST_BACK = SURVEY_LASTS + timedelta(days=8)  # from the end of a weekend until its survey closes, at most
REMIND_AFTER = timedelta(days=1)  # first there is time to read the card
FEWEST_OWNERS = 5  # behind the shops of a street, whoever reads the card included
FEWEST_ANSWERS = 10  # below it a share says more than it knows
CONTENT_FROM = 4  # of five
POINTS = (5, 4, 3, 2, 1)
SHOP_OPENS, SHOP_CLOSES = 9, 18


class SurveyPhase(StrEnum):
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class DayOfSales:
    """Redemptions of a day by the hour on the wall, from the first hour shown to the last."""

    day: date
    hours: Mapping[int, int]

    @property
    def total(self) -> int:
        return sum(self.hours.values())


@dataclass(frozen=True)
class Share:
    """`count` of `total`; `percent` only where there are enough to speak of percentages."""

    count: int
    total: int

    @property
    def percent(self) -> int | None:
        return (200 * self.count + self.total) // (2 * self.total) if self.total >= FEWEST_ANSWERS else None


def card_due_at(ends_at: datetime) -> datetime:
    """Eight o'clock on the first Monday from the end on (UTC)."""
    end = local(ends_at)
    monday = end.date() + timedelta(days=(MONDAY - end.weekday()) % A_WEEK)
    due = datetime.combine(monday, EIGHT, BRUSSELS)
    if due < ends_at:
        due = datetime.combine(monday + timedelta(days=A_WEEK), EIGHT, BRUSSELS)
    return due.astimezone(UTC)


def is_time_to_remind(carded_at: datetime | None, now: datetime) -> bool:
    """Whether a shop has had its card for a day."""
    return carded_at is not None and carded_at <= now - REMIND_AFTER


def survey_closes_at(ends_at: datetime) -> datetime:
    """Midnight after the fourteenth day from the Monday of the card (UTC)."""
    last_day = local(card_due_at(ends_at)).date() + SURVEY_LASTS
    return datetime.combine(last_day + timedelta(days=1), time(), BRUSSELS).astimezone(UTC)


def survey_phase(ends_at: datetime, now: datetime) -> SurveyPhase:
    """Whether shops can answer: from the end of the weekend on, for two weeks after the card."""
    if now < ends_at:
        return SurveyPhase.COMING
    return SurveyPhase.OPEN if now < survey_closes_at(ends_at) else SurveyPhase.CLOSED


def is_time_to_mail(ends_at: datetime, now: datetime) -> bool:
    """Whether cards go out now: from Monday eight on, in office hours, while shops can answer."""
    is_open = card_due_at(ends_at) <= now < survey_closes_at(ends_at)
    return is_open and local(now).hour in OFFICE_HOURS


def street_shops(own: ShopFigures, all_figures: Iterable[ShopFigures]) -> Sequence[ShopFigures]:
    """The shops of the street, own shop included, however its name was typed."""
    street = same_street(own.street)
    return [one for one in all_figures if same_street(one.street) == street]


def owners(shops: Sequence[ShopFigures], keepers: Mapping[int, Collection[int]]) -> Mapping[int, int]:
    """A number for who is behind each shop: one for all that share a keeper or an enterprise number."""
    known: dict[object, int] = {}
    for number, one in enumerate(shops):
        marks = dict.fromkeys((one.enterprise_number, *keepers.get(one.shop_id, ())), number)
        same = {known[mark] for mark in marks if mark in known}
        known = {mark: number if owner in same else owner for mark, owner in known.items()} | marks
    return {one.shop_id: known[one.enterprise_number] for one in shops}


def is_enough_to_tell(owner_numbers: Iterable[int]) -> bool:
    """Whether so many are behind these shops that nobody finds one by taking the own numbers off."""
    return len(set(owner_numbers)) >= FEWEST_OWNERS


def street_average(values: Iterable[tuple[int, int | None]]) -> int | None:
    """The average, in whole numbers, of the shops that have this figure; None below five owners of them.

    A value stands beside the number of its owner. Who keeps several shops knows their numbers, so these count
    as one. It is told when the weekend is over only: while it runs, somebody could watch it move and read one
    sale from it.
    """
    known = [(owner, value) for owner, value in values if value is not None]
    if not is_enough_to_tell(owner for owner, _ in known):
        return None
    return round(sum(value for _, value in known) / len(known))


def days_of_sales(by_hour: Mapping[datetime, int], first: date, last: date) -> Sequence[DayOfSales]:
    """Sales (by the start of the hour, UTC) as days with hours on the wall.

    Every day of the weekend has a row, and each day on which something was sold; all show the same hours. The
    hour that comes twice in October is one hour here.
    """
    counts: dict[tuple[date, int], int] = {}
    for start, count in by_hour.items():
        wall = local(start)
        counts[wall.date(), wall.hour] = counts.get((wall.date(), wall.hour), 0) + count
    planned = {first + timedelta(days=number) for number in range((last - first).days + 1)}
    hours = [hour for _, hour in counts] or [SHOP_OPENS]
    shown = range(min(SHOP_OPENS, *hours), max(SHOP_CLOSES, *hours) + 1)
    days = sorted(planned | {day for day, _ in counts})
    return [DayOfSales(day, {hour: counts.get((day, hour), 0) for hour in shown}) for day in days]


def last_day(ends_at: datetime) -> date:
    """The last day of a weekend that ends at midnight."""
    return local(ends_at - timedelta(seconds=1)).date()


def answer_limits(campaign_id: int, shop_id: int) -> list[Limit]:
    """How often an answer may be sent: changing one's mind is fine, a machine is not."""
    return [Limit(("survey", str(campaign_id), str(shop_id)), 30, timedelta(hours=1))]
