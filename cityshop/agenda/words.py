"""Events in words: when, where, for whom, and what state they are in."""

from collections.abc import Mapping
from datetime import date, datetime

from cityshop.agenda.models import Audience, EventState, SourceKind
from cityshop.agenda.repeats import LAST, Change, Repeat, Rule
from cityshop.core.clock import local
from cityshop.core.words import n_
from cityshop.web.i18n import clock_time, day, moment, translated

AUDIENCE: Mapping[str, str] = {
    Audience.EVERYONE: n_("For everybody"),
    Audience.FAMILIES: n_("For families"),
    Audience.CHILDREN: n_("For children"),
    Audience.YOUNG: n_("For young people"),
    Audience.OLDER: n_("For older people"),
}
STATE: Mapping[str, tuple[str, str]] = {
    EventState.DRAFT: (n_("Draft"), "off"),
    EventState.PENDING: (n_("Waits for town hall"), "warn"),
    EventState.PUBLISHED: (n_("In the agenda"), "good"),
    EventState.CANCELLED: (n_("Cancelled"), "bad"),
}
REPEAT: Mapping[str, str] = {
    Repeat.ONCE: n_("Once"),
    Repeat.WEEKLY: n_("Every so many weeks, on the same weekday"),
    Repeat.MONTHLY: n_("Every month on the same weekday, such as the second Tuesday"),
    Repeat.MONTHLY_LAST: n_("Every month on the last such weekday"),
}
CHANGE: Mapping[str, str] = {
    "": n_("As planned"),
    Change.DROPPED: n_("Left out: residents do not see this date"),
    Change.CANCELLED: n_("Cancelled: residents see that it does not take place"),
    Change.MOVED: n_("Moved to another time"),
}
SOURCE: Mapping[str, str] = {
    SourceKind.FILE: n_("A file"),
    SourceKind.ICAL: n_("A calendar’s address"),
    SourceKind.UITDATABANK: n_("UiTdatabank"),
}
PROVENANCE: Mapping[str, str] = {
    SourceKind.FILE: n_("From a calendar of the organiser."),
    SourceKind.ICAL: n_("From a calendar of the organiser."),
    SourceKind.UITDATABANK: n_(
        "From UiTdatabank of publiq, where the organiser entered it. The text belongs to the organiser"
        " and is shown here under the terms of UiTdatabank."
    ),
}
ORDINALS = (n_("first"), n_("second"), n_("third"), n_("fourth"), n_("last"))


def time_words(starts_at: datetime, ends_at: datetime, *, is_all_day: bool, has_end: bool) -> str:
    """`14:00 to 17:00` of a date; for one of more days, until which day."""
    first, last = local(starts_at).date(), local(ends_at).date()
    if is_all_day:
        return translated(n_("All day"))
    if not has_end:
        return translated(n_("From %(start)s"), start=clock_time(starts_at))
    if (last - first).days > 1:
        return translated(n_("From %(start)s"), start=clock_time(starts_at))
    return translated(n_("%(start)s to %(end)s"), start=clock_time(starts_at), end=clock_time(ends_at))


def days_words(first: date, last: date) -> str:
    """`Monday 7 December 2026`, or from which day to which."""
    if first == last:
        return day(first, "EEEE d MMMM y")
    sentence = n_("%(first)s to %(last)s")
    return translated(sentence, first=day(first, "EEEE d MMMM"), last=day(last, "EEEE d MMMM y"))


def start_words(starts_at: datetime, *, is_all_day: bool) -> str:
    """`Monday 16 November, 14:00`; what lasts all day has no hour."""
    return day(starts_at, "EEEE d MMMM") if is_all_day else moment(starts_at)


def price_words(price: str, *, is_free: bool) -> str:
    """`Free`, an amount as it was written, or nothing."""
    return translated(n_("Free")) if is_free else price


def repeat_words(rule: Rule, first: date) -> str:
    """A series in one sentence; nothing for what happens once."""
    if rule.repeat is Repeat.ONCE:
        return ""
    weekday = day(first, "EEEE")
    if rule.repeat is Repeat.WEEKLY:
        sentence = n_("Every week on %(day)s") if rule.weeks == 1 else n_("Every %(weeks)s weeks on %(day)s")
        return translated(sentence, weeks=rule.weeks, day=weekday)
    number = LAST if rule.repeat is Repeat.MONTHLY_LAST else (first.day - 1) // 7 + 1
    return translated(
        n_("Every %(number)s %(day)s of the month"), number=translated(ORDINALS[number - 1]), day=weekday
    )
