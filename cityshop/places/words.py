"""Places in words: kinds, states, hours and traits as people say them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from cityshop.core.clock import local
from cityshop.core.words import n_
from cityshop.places.closures import Reason
from cityshop.places.hours import MINUTES_A_DAY, Spans, State
from cityshop.places.kinds import PlaceKind
from cityshop.places.models import PlaceState
from cityshop.places.opening import DayRow, OpeningState
from cityshop.places.osm_writing import written_minutes
from cityshop.places.sun import SunFacts, Window, next_sun, sun_windows
from cityshop.places.traits import Diet, Ownership, Payment, ShopCategory
from cityshop.places.week_grid import day_numbered
from cityshop.web.i18n import clock_time, day, translated

KIND: Mapping[str, str] = {
    PlaceKind.CAFE: n_("Café"),
    PlaceKind.RESTAURANT: n_("Restaurant"),
    PlaceKind.BAR: n_("Bar"),
    PlaceKind.FAST_FOOD: n_("Chips and snacks"),
    PlaceKind.ICE_CREAM: n_("Ice cream"),
    PlaceKind.SHOP: n_("Shop"),
    PlaceKind.BARBECUE: n_("Barbecue spot"),
    PlaceKind.GREEN: n_("Hidden green"),
}
KINDS: Mapping[str, str] = {
    PlaceKind.CAFE: n_("Cafés"),
    PlaceKind.RESTAURANT: n_("Restaurants"),
    PlaceKind.BAR: n_("Bars"),
    PlaceKind.FAST_FOOD: n_("Chips and snacks"),
    PlaceKind.ICE_CREAM: n_("Ice cream"),
    PlaceKind.SHOP: n_("Shops"),
    PlaceKind.BARBECUE: n_("Barbecue spots"),
    PlaceKind.GREEN: n_("Hidden green"),
}
STATE: Mapping[str, str] = {
    PlaceState.PUBLISHED: n_("In the guide"),
    PlaceState.DRAFT: n_("Draft"),
    PlaceState.PENDING: n_("Waiting for approval"),
    PlaceState.HIDDEN: n_("Hidden"),
    PlaceState.CLOSED: n_("Closed for good"),
}
WHEELCHAIR: Mapping[str, str] = {
    "yes": n_("Accessible by wheelchair"),
    "limited": n_("Partly accessible by wheelchair"),
    "no": n_("Not accessible by wheelchair"),
    "unknown": "",
}
WHEELCHAIR_CHOICES = (
    ("unknown", n_("Not known")),
    ("yes", n_("Accessible by wheelchair")),
    ("limited", n_("Partly accessible by wheelchair")),
    ("no", n_("Not accessible by wheelchair")),
)
REASON: Mapping[str, str] = {
    Reason.YEARLY_HOLIDAY: n_("Yearly holiday"),
    Reason.PUBLIC_HOLIDAY: n_("Public holiday"),
    Reason.WORKS: n_("Building works"),
    Reason.FAMILY: n_("Family matters"),
    Reason.EVENT: n_("Event"),
}
DIET: Mapping[str, str] = {
    Diet.VEGETARIAN: n_("Vegetarian"),
    Diet.VEGAN: n_("Vegan"),
    Diet.GLUTEN_FREE: n_("Gluten free"),
    Diet.LACTOSE_FREE: n_("Lactose free"),
    Diet.HALAL: n_("Halal"),
    Diet.KOSHER: n_("Kosher"),
}
PAYMENT: Mapping[str, str] = {
    Payment.CASH: n_("Cash"),
    Payment.BANCONTACT: n_("Bancontact"),
    Payment.CARDS: n_("Other bank cards"),
    Payment.MEAL_VOUCHERS: n_("Meal vouchers"),
    Payment.PAYCONIQ: n_("Payconiq by Bancontact"),
}
CATEGORY: Mapping[str, str] = {
    ShopCategory.BAKERY: n_("Bakery"),
    ShopCategory.BUTCHER: n_("Butcher"),
    ShopCategory.FOOD: n_("Food and drinks"),
    ShopCategory.CLOTHES: n_("Clothes"),
    ShopCategory.SHOES: n_("Shoes"),
    ShopCategory.BEAUTY: n_("Hair and beauty"),
    ShopCategory.HEALTH: n_("Health and glasses"),
    ShopCategory.BOOKS: n_("Books and paper"),
    ShopCategory.FLOWERS: n_("Flowers and plants"),
    ShopCategory.HOME: n_("Home and do-it-yourself"),
    ShopCategory.GIFTS: n_("Gifts and jewellery"),
    ShopCategory.TOYS: n_("Toys and games"),
    ShopCategory.SPORT: n_("Sport"),
    ShopCategory.BICYCLES: n_("Bicycles"),
    ShopCategory.ELECTRONICS: n_("Electronics"),
    ShopCategory.OTHER: n_("Other shop"),
}
OWNERSHIP: Mapping[str, str] = {
    Ownership.UNKNOWN: "",
    Ownership.INDEPENDENT: n_("Independent business"),
    Ownership.CHAIN: n_("Part of a chain"),
}
NOTHING_SAID = ("", ShopCategory.OTHER)
CATEGORY_CHOICES = (("", n_("Not known")), *CATEGORY.items())
OWNERSHIP_CHOICES = (
    (Ownership.UNKNOWN, n_("Not known")),
    (Ownership.INDEPENDENT, n_("Independent business")),
    (Ownership.CHAIN, n_("Part of a chain")),
)
A_WEEK = 7


def opening_words(opening: OpeningState, next_state: State | None, now: datetime) -> str:
    """`Open, closes at 23:00`: the state, and the next change when it is soon and certain."""
    if opening.state is State.UNKNOWN:
        return translated(n_("Hours not known"))
    if opening.state is State.OPEN:
        return _closes(opening.next_change if next_state is State.CLOSED else None, now)
    return _opens(opening.next_change if next_state is State.OPEN else None, now)


def hours_words(row: DayRow) -> str:
    """`09:00 to 12:00, 13:30 to 18:00` of one day; empty when it is closed."""
    if row.state is State.UNKNOWN:
        return translated(n_("Not known"))
    return ", ".join(_span_words(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in row.intervals)


def spans_words(spans: Spans) -> str:
    """The same of minutes after midnight; empty when there are none."""
    clocks = [[written_minutes(minutes % MINUTES_A_DAY) for minutes in span] for span in spans]
    return ", ".join(_span_words(start, end) for start, end in clocks)


def _span_words(start: str, end: str) -> str:
    """Of two clock times; the same one twice is all day and all night."""
    if start == end:
        return translated(n_("day and night"))
    return translated(n_("%(start)s to %(end)s"), start=start, end=end)


def days_words(first_day: date, last_day: date) -> str:
    """`24 December 2026`, or from that day to another."""
    if first_day == last_day:
        return day(first_day, "EEEE d MMMM y")
    sentence = n_("%(first_day)s to %(last_day)s")
    return translated(sentence, first_day=day(first_day), last_day=day(last_day))


def weekday_words(number: int) -> str:
    """`Monday` for 0, as in the middle of a sentence."""
    return day(day_numbered(number), "EEEE")


def reason_words(reason: str) -> str:
    """Why the usual hours do not hold; a reason in own words stays as it is."""
    return translated(REASON[reason]) if reason in REASON else reason


def traits_of(
    *, has_terrace: bool, seats: int | None, is_covered: bool | None, is_heated: bool | None, wheelchair: str
) -> list[tuple[str, str]]:
    """What sets a place apart, each as a picture and words."""
    traits = []
    if has_terrace:
        sentence = n_("Terrace for %(seats)s") if seats else n_("Terrace")
        traits.append(("terrace", translated(sentence, seats=seats)))
    if is_covered:
        traits.append(("covered", translated(n_("Covered"))))
    if is_heated:
        traits.append(("heat", translated(n_("Heated"))))
    if wheelchair == "yes":
        traits.append(("wheelchair", translated(n_("Wheelchair"))))
    return traits


def kind_words(kind: str, category: str) -> str:
    """What a visitor calls it: what a shop sells where that is known, else its kind."""
    return translated(KIND[kind] if category in NOTHING_SAID else CATEGORY[category])


def listed_words(words: Mapping[str, str], chosen: Sequence[str]) -> str:
    """`Cash, Bancontact`: these facts as people say them."""
    return ", ".join(translated(words[one]) for one in chosen if one in words)


def sun_words(facts: SunFacts, now: datetime) -> str:
    """`Sun possible until 18:40, weather not counted`; empty when nobody knows."""
    if not facts.is_known:
        return ""
    today = local(now).date()
    if not sun_windows(facts, today):
        return translated(n_("No sun reaches this terrace today"))
    window = next_sun(facts, now)
    if window is not None:
        sentence = n_("Sun possible from %(start)s to %(end)s, weather not counted")
        going_on = n_("Sun possible until %(end)s, weather not counted")
        return _sun_between(going_on if window[0] <= now else sentence, window)
    tomorrow = sun_windows(facts, today + timedelta(days=1))
    sentence = n_("Sun possible tomorrow from %(start)s to %(end)s, weather not counted")
    return _sun_between(sentence, tomorrow[0]) if tomorrow else ""


def _sun_between(sentence: str, window: Window) -> str:
    return translated(sentence, start=clock_time(window[0]), end=clock_time(window[1]))


def _closes(change: datetime | None, now: datetime) -> str:
    if change is None or change - now > timedelta(days=1):
        return translated(n_("Open"))
    return translated(n_("Open, closes at %(time)s"), time=clock_time(change))


def _opens(change: datetime | None, now: datetime) -> str:
    if change is None:
        return translated(n_("Closed"))
    days = (local(change).date() - local(now).date()).days
    if days >= A_WEEK:
        return translated(n_("Closed, opens on %(day)s"), day=day(change, "d MMMM"))
    sentence = n_("Closed, opens on %(day)s at %(time)s")
    if days <= 1:
        sentence = n_("Closed, opens tomorrow at %(time)s") if days else n_("Closed, opens at %(time)s")
    return translated(sentence, day=day(change, "EEEE"), time=clock_time(change))
