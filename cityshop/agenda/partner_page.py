"""A partner's own events, as its link shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.agenda import queries
from cityshop.agenda.models import Event, EventState, Partner
from cityshop.agenda.words import STATE, start_words
from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.web.i18n import moment, own_text, translated


@dataclass(frozen=True)
class OwnLine:
    """One of a partner's events; `reason` is what town hall, or the partner itself, said of it."""

    slug: str
    title: str
    next: str
    state_words: str
    state_look: str
    reason: str
    is_public: bool
    is_cancelled: bool


@dataclass(frozen=True)
class PartnerPage:
    """A partner with its events."""

    name: str
    is_trusted: bool
    to_come: Sequence[OwnLine]
    over: Sequence[OwnLine]


def partner_page(session: Session, partner: Partner, *, now: datetime) -> PartnerPage:
    """What this partner entered, what is still to come first."""
    events = queries.events_of_partner(session, partner)
    to_come = [event for event in events if any(one.ends_at > now for one in event.dates)]
    over = [event for event in events if event not in to_come]
    lines = ([_line(event, now) for event in part] for part in (to_come, over))
    return PartnerPage(partner.name, partner.is_trusted, *lines)


def _line(event: Event, now: datetime) -> OwnLine:
    words, look = STATE[event.state]
    if event.has_proposal:
        words, look = n_("In the agenda, your change waits for town hall"), "warn"
    return OwnLine(
        slug=event.slug,
        title=own_text(event.title),
        next=_next_words(event, now),
        state_words=translated(words),
        state_look=look,
        reason=event.state_reason,
        is_public=event.state in (EventState.PUBLISHED, EventState.CANCELLED),
        is_cancelled=event.state == EventState.CANCELLED,
    )


def _next_words(event: Event, now: datetime) -> str:
    """When it is next, or was for the first time."""
    to_come = [one.starts_at for one in event.dates if one.ends_at > now]
    if not to_come:
        return moment(event.starts_at, "d MMMM y")
    return start_words(min(to_come), is_all_day=event.is_all_day)
