"""Places in words: kinds, states, hours and traits as people say them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from cityshop.core.clock import local
from cityshop.core.words import n_
from cityshop.places.hours import State
from cityshop.places.kinds import PlaceKind
from cityshop.places.models import PlaceState
from cityshop.places.opening import DayRow, OpeningState
from cityshop.places.sun import SunFacts, Window, next_sun, sun_windows
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
    sentence = n_("%(start)s to %(end)s")
    spans = [translated(sentence, start=f"{start:%H:%M}", end=f"{end:%H:%M}") for start, end in row.intervals]
    return ", ".join(spans)


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
        traits.append(("sun", translated(n_("Heated"))))
    if wheelchair == "yes":
        traits.append(("wheelchair", translated(n_("Wheelchair"))))
    return traits


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
