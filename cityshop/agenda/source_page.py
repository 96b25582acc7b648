"""Calendars that are read, as town hall sees them, and what taking one in would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cityshop.agenda.drafts import Refused
from cityshop.agenda.following import content_digest
from cityshop.agenda.importing import ImportPlan, plan_import, read_source
from cityshop.agenda.models import EventSource, SourceKind
from cityshop.agenda.words import SOURCE
from cityshop.core.db import Session
from cityshop.core.words import n_
from cityshop.web.i18n import day, moment, own_text, translated

MOST_REFUSED_SHOWN, MOST_TITLES = 100, 50


@dataclass(frozen=True)
class SourceLine:
    """A calendar that is read, in words."""

    id: int
    address: str
    kind_words: str
    partner: str
    state_words: str
    state_look: str
    read: str
    problem: str
    outcome: Mapping[str, int]
    waits: bool
    is_stopped: bool
    is_file: bool


@dataclass(frozen=True)
class DryRun:
    """What taking in a calendar would do. `digest` says of which content."""

    source: SourceLine
    plan: ImportPlan
    counts: Sequence[tuple[str, int]]
    added: Sequence[tuple[str, str]]
    changed: Sequence[str]
    cancelled: Sequence[str]
    vanished: Sequence[str]
    refused: Sequence[Refused]
    digest: str


def source_line(source: EventSource) -> SourceLine:
    """A calendar in words."""
    words, look = _source_state(source)
    return SourceLine(
        id=source.id,
        address=source.address,
        kind_words=translated(SOURCE[source.kind]),
        partner=source.partner.name if source.partner else "",
        state_words=translated(words),
        state_look=look,
        read=moment(source.read_at) if source.read_at else "",
        problem=translated(source.problem),
        outcome=source.outcome,
        waits=source.content is not None,
        is_stopped=source.look_at is None,
        is_file=source.kind == SourceKind.FILE,
    )


def dry_run(session: Session, source: EventSource, *, now: datetime) -> DryRun:
    """What taking it in would do; raises what reading it raises."""
    plan = plan_import(session, source, read_source(source, now=now), now=now)
    return DryRun(
        source=source_line(source),
        plan=plan,
        counts=_counts(plan),
        added=[(own_text(one.title), day(one.dates[0].times.starts_at)) for one in plan.added[:MOST_TITLES]],
        changed=[own_text(one.draft.title) for one in plan.changed[:MOST_TITLES]],
        cancelled=[own_text(one.draft.title) for one in plan.cancelled[:MOST_TITLES]],
        vanished=[own_text(one.title) for one in plan.vanished[:MOST_TITLES]],
        refused=plan.refused[:MOST_REFUSED_SHOWN],
        digest=content_digest(source),
    )


def _counts(plan: ImportPlan) -> list[tuple[str, int]]:
    words = {
        "added": n_("new"),
        "changed": n_("changed"),
        "cancelled": n_("cancelled"),
        "vanished": n_("vanished, to be checked"),
        "refused": n_("not used"),
        "unchanged": n_("unchanged"),
    }
    counts = plan.counts()
    return [(translated(text), counts[name]) for name, text in words.items()]


def _source_state(source: EventSource) -> tuple[str, str]:
    if source.look_at is None and source.kind != SourceKind.FILE:
        return n_("Stopped"), "off"
    if source.problem:
        return n_("Cannot be read"), "bad"
    if source.is_followed:
        return n_("Followed"), "good"
    nothing_waits = (
        (n_("Read"), "good") if source.kind == SourceKind.FILE else (n_("Is being fetched"), "plain")
    )
    return (n_("Look at it first"), "warn") if source.content else nothing_waits
