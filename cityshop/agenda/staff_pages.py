"""The agenda as town hall and partners see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cityshop.agenda import queries
from cityshop.agenda.facts import EventFacts
from cityshop.agenda.filters import DeskFilters, desk_address_of
from cityshop.agenda.models import Event, EventState
from cityshop.agenda.queries import EVENTS_A_PAGE
from cityshop.agenda.repeats import Change
from cityshop.agenda.words import AUDIENCE, STATE, price_words, repeat_words, time_words
from cityshop.core.clock import local
from cityshop.core.db import Session
from cityshop.core.words import LANGUAGES, n_
from cityshop.web.i18n import day, moment, own_text, translated
from cityshop.web.parts import Part

LABELS: Mapping[str, str] = {
    "when": n_("When"),
    "where": n_("Where"),
    "audience": n_("For whom?"),
    "price": n_("Price"),
    "link": n_("Link with more"),
}


@dataclass(frozen=True)
class DeskLine:
    """One event of town hall's list."""

    slug: str
    title: str
    state_words: str
    state_look: str
    waits: bool
    needs_check: bool
    starts: str
    partner: str


@dataclass(frozen=True)
class DeskPage:
    """Town hall's list; `states` are choices of value and words."""

    filters: DeskFilters
    lines: Sequence[DeskLine]
    total: int
    pages: int
    states: Sequence[tuple[str, str]]

    def address(self, **changes: Any) -> dict[str, str]:
        """This list with something changed."""
        return desk_address_of(replace(self.filters, **{"page": 1, **changes}))


@dataclass(frozen=True)
class DateRow:
    """A date of an event, and what differs from its rule."""

    day: str
    words: str
    time: str
    state_words: str
    state_look: str


@dataclass(frozen=True)
class EventDesk:
    """An event with everything town hall decides about. `changes`: what waits, as (what, before, after)."""

    row: Event
    title: str
    state_words: str
    state_look: str
    facts: Sequence[tuple[str, str]]
    texts: Sequence[tuple[str, str, str]]
    changes: Sequence[tuple[str, str, str]]
    dates: Sequence[DateRow]
    may_change_dates: bool
    proposed_picture: str

    @property
    def waits(self) -> bool:
        """Whether town hall is asked."""
        return self.row.state == EventState.PENDING or self.row.has_proposal


def desk_page(session: Session, filters: DeskFilters) -> DeskPage:
    """The list that fits."""
    rows, total = queries.desk_events(session, filters)
    return DeskPage(
        filters=filters,
        lines=[_desk_line(row) for row in rows],
        total=total,
        pages=max(1, -(-total // EVENTS_A_PAGE)),
        states=[(state, translated(STATE[state][0])) for state in EventState],
    )


def event_desk(session: Session, event: Event, *, now: datetime) -> EventDesk:
    """One event for whoever decides."""
    words, look = STATE[event.state]
    return EventDesk(
        row=event,
        title=own_text(event.title),
        state_words=translated(words),
        state_look=look,
        facts=_pairs(session, EventFacts.of(event)),
        texts=[
            (LANGUAGES[code], event.title.get(code, ""), event.text.get(code, ""))
            for code in LANGUAGES
            if code in event.title
        ],
        changes=_changes(session, event),
        dates=date_rows(event, now),
        may_change_dates=event.source_id is None and event.state != EventState.CANCELLED,
        proposed_picture=event.proposal.get("picture", "") if event.has_proposal else "",
    )


def date_rows(event: Event, now: datetime) -> list[DateRow]:
    """The dates to come, those that were left out among them."""
    rows = [_date_row(event, one) for one in event.dates if one.ends_at > now]
    dropped = [day_ for day_, kept in event.exceptions.items() if kept["change"] == Change.DROPPED]
    words = translated(n_("Left out"))
    gone = [
        DateRow(one, _day_words(one), "", words, "off")
        for one in dropped
        if one >= local(now).date().isoformat()
    ]
    return sorted([*rows, *gone], key=lambda row: row.day)


def guide_desk_part(session: Session, now: datetime) -> Part | None:
    """The way from the guide to the agenda."""
    waiting, to_check = queries.waiting_counts(session)
    return Part("agenda/_guide_desk.html", {"waiting": waiting, "to_check": to_check})


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """What of the agenda waits for somebody, if anything."""
    waiting, to_check = queries.waiting_counts(session)
    if not (waiting or to_check):
        return None
    return Part("agenda/_dashboard.html", {"waiting": waiting, "to_check": to_check})


def _desk_line(row: Any) -> DeskLine:
    words, look = STATE[row.state]
    return DeskLine(
        slug=row.slug,
        title=own_text(row.title),
        state_words=translated(words),
        state_look=look,
        waits=row.has_proposal,
        needs_check=row.needs_check,
        starts=moment(row.starts_at, "d MMM y" if row.is_all_day else "d MMM y, HH:mm"),
        partner=row.partner or "",
    )


def _date_row(event: Event, one: Any) -> DateRow:
    shown = {"is_all_day": event.is_all_day, "has_end": event.has_end}
    key = one.planned_on.isoformat()
    words, look = n_("As planned"), "plain"
    if event.exceptions.get(key, {}).get("change") == Change.MOVED:
        words, look = n_("Moved"), "warn"
    if one.is_cancelled or event.state == EventState.CANCELLED:
        words, look = n_("Cancelled"), "bad"
    time = time_words(one.starts_at, one.ends_at, **shown)
    return DateRow(key, day(one.first_day, "EEEE d MMMM y"), time, translated(words), look)


def _day_words(key: str) -> str:
    return day(datetime.fromisoformat(key).date(), "EEEE d MMMM y")


def _changes(session: Session, event: Event) -> list[tuple[str, str, str]]:
    if not event.has_proposal:
        return []
    before, after = EventFacts.of(event), EventFacts.from_json(event.proposal)
    pairs = zip(_all_pairs(session, before), _all_pairs(session, after), strict=True)
    return [(name, old, new) for (name, old), (_, new) in pairs if old != new]


def _all_pairs(session: Session, facts: EventFacts) -> list[tuple[str, str]]:
    texts = [
        (f"{translated(words)} ({LANGUAGES[code]})", text.get(code, ""))
        for words, text in ((n_("Title"), facts.title), (n_("Text"), facts.text))
        for code in LANGUAGES
    ]
    alt = (translated(n_("What is on the photo?")), facts.picture_alt.get("nl", ""))
    photo = (
        translated(n_("Photo")),
        translated(n_("Yes")) + f" ({facts.picture[:4]})" if facts.picture else "",
    )
    return [*texts, *_pairs(session, facts), photo, alt]


def _pairs(session: Session, facts: EventFacts) -> list[tuple[str, str]]:
    times, first = facts.times, local(facts.times.starts_at).date()
    hours = time_words(times.starts_at, times.ends_at, is_all_day=facts.is_all_day, has_end=facts.has_end)
    series = repeat_words(facts.rule, first)
    until = day(facts.rule.until) if facts.rule.until else ""
    count = f"{facts.rule.times}x" if facts.rule.times else ""
    place = queries.place_name(session, facts.place_id)
    values = {
        "when": ", ".join(filter(None, (day(first, "EEEE d MMMM y"), hours, series, until, count))),
        "where": ", ".join(filter(None, (place, facts.location))),
        "audience": translated(AUDIENCE[facts.audience]),
        "price": price_words(facts.price, is_free=facts.is_free),
        "link": facts.link,
    }
    return [(translated(LABELS[name]), value) for name, value in values.items()]
