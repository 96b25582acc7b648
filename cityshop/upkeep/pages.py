"""Upkeep as its pages show it, and its parts of the pages of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, url_for

from cityshop.accounts.queries import names_of_accounts
from cityshop.core.db import Session
from cityshop.places.models import Place, PlaceRevision
from cityshop.places.place_page import address_of
from cityshop.places.revisions import Who
from cityshop.upkeep import queries
from cityshop.upkeep.models import EditKind, MonthlyAsk, PlaceEdit, PlaceReport, Verdict
from cityshop.upkeep.queries import QueueCounts
from cityshop.upkeep.rows import DifferenceLine, difference_lines
from cityshop.upkeep.words import ANSWER, DELIVERY, EDIT, OWN_EDIT, REPORT, WHO
from cityshop.web.i18n import translated
from cityshop.web.parts import Part


@dataclass(frozen=True)
class EditCard:
    """What a shop asks, with what is beside it now; `is_quick` when a tick is enough to accept it."""

    id: int
    title: str
    shop: str
    shop_slug: str
    place: str
    place_slug: str
    place_address: str
    differences: Sequence[DifferenceLine]
    asked_at: datetime
    state: str
    state_words: str
    look: str
    reason: str
    is_new: bool
    is_quick: bool


@dataclass(frozen=True)
class ReportCard:
    """What somebody says is wrong; `mailbox` is empty where nobody waits for an answer."""

    id: int
    place: str
    place_slug: str
    place_address: str
    kind_words: str
    sentence: str
    sent_at: datetime
    mailbox: str
    from_keeper: bool
    closes: bool
    state: str
    answer: str


@dataclass(frozen=True)
class QueuePage:
    """One of the three heaps: `shown` is edits, reports or vanished."""

    shown: str
    counts: QueueCounts
    edits: Sequence[EditCard] = ()
    reports: Sequence[ReportCard] = ()
    places: Sequence[Place] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.edits or self.reports or self.places)


@dataclass(frozen=True)
class RevisionLine:
    """One change of a place; `is_first` when it is the adding itself, which cannot be put back."""

    id: int
    made_at: datetime
    who: str
    differences: Sequence[DifferenceLine]
    is_first: bool


@dataclass(frozen=True)
class AskLine:
    """One monthly mail."""

    place: str
    place_slug: str
    asked_at: datetime
    delivery: str
    look: str
    answer: str
    answered_at: datetime | None


def queue_page(session: Session, shown: str) -> QueuePage:
    """What waits of one kind, with how much of each there is."""
    counts = queries.queue_counts(session)
    if shown == "reports":
        return QueuePage(
            shown, counts, reports=[report_card(one) for one in queries.waiting_reports(session)]
        )
    if shown == "vanished":
        return QueuePage(shown, counts, places=queries.vanished_places(session))
    return QueuePage("edits", counts, edits=[edit_card(one) for one in queries.waiting_edits(session)])


def edit_card(edit: PlaceEdit) -> EditCard:
    """What a shop asks; what waits is compared with the guide as it is now, not as it was."""
    place, waits = edit.place, edit.state == Verdict.WAITING
    old = {name: getattr(place, name) for name in edit.asked} if place and waits else edit.was
    words, look = OWN_EDIT[edit.state]
    asked = {name: value for name, value in edit.asked.items() if value not in (None, "", {})}
    return EditCard(
        id=edit.id,
        title=translated(EDIT[edit.kind]),
        shop=edit.shop.name,
        shop_slug=edit.shop.slug,
        place=place.name if place else edit.asked.get("name", ""),
        place_slug=place.slug if place else "",
        place_address=address_of(place) if place else "",
        differences=difference_lines(old, edit.asked if edit.kind == EditKind.CHANGE else asked),
        asked_at=edit.asked_at,
        state=edit.state,
        state_words=translated(words),
        look=look,
        reason=edit.reason,
        is_new=edit.kind == EditKind.NEW,
        is_quick=edit.kind != EditKind.NEW or edit.asked.get("latitude") is not None,
    )


def report_card(report: PlaceReport) -> ReportCard:
    """What somebody reported, ready to show."""
    return ReportCard(
        id=report.id,
        place=report.place.name,
        place_slug=report.place.slug,
        place_address=address_of(report.place),
        kind_words=translated(REPORT[report.kind]),
        sentence=report.sentence,
        sent_at=report.sent_at,
        mailbox=report.mailbox,
        from_keeper=report.from_keeper,
        closes=report.kind == "closed",
        state=report.state,
        answer=report.answer,
    )


def revision_lines(session: Session, place: Place) -> list[RevisionLine]:
    """The history of a place, the newest first."""
    revisions = queries.revisions_of(session, place)
    names = names_of_accounts(session, {one.account_id for one in revisions if one.account_id is not None})
    return [_revision_line(one, names) for one in revisions]


def ask_lines(session: Session, delivery: str) -> list[AskLine]:
    """The monthly mails, the newest first."""
    return [_ask_line(one) for one in queries.latest_asks(session, delivery=delivery)]


def place_part(session: Session, now: datetime) -> Part:
    """The way to say that something is wrong."""
    return Part("upkeep/_place.html", {"url": url_for("upkeep.report", slug=g.place.slug)})


def guide_desk_part(session: Session, now: datetime) -> Part:
    """What waits for somebody who looks at it."""
    return Part("upkeep/_guide_desk.html", {"counts": queries.queue_counts(session)})


def dashboard_part(session: Session, now: datetime) -> Part | None:
    """What waits, where anything does."""
    counts = queries.queue_counts(session)
    return Part("upkeep/_dashboard.html", {"counts": counts}) if counts.total else None


def place_desk_part(session: Session, now: datetime) -> Part:
    """What waits about a place, its history, and whom it is asked of."""
    place, asked = g.place, queries.latest_ask_of(session, g.place)
    facts: dict[str, Any] = {
        "place": place,
        "waiting": queries.waiting_about(session, place),
        "asked": _ask_line(asked) if asked else None,
        "mailbox": queries.mailbox_of(session, place),
    }
    return Part("upkeep/_place_desk.html", facts)


def _revision_line(revision: PlaceRevision, names: Mapping[int, str]) -> RevisionLine:
    name = names.get(revision.account_id, "") if revision.account_id is not None else ""
    who = translated(WHO[Who(revision.who)])
    return RevisionLine(
        id=revision.id,
        made_at=revision.made_at,
        who=f"{who}, {name}" if name else who,
        differences=difference_lines(revision.old, revision.new),
        is_first=not revision.old,
    )


def _ask_line(asked: MonthlyAsk) -> AskLine:
    words, look = DELIVERY[asked.delivery]
    return AskLine(
        place=asked.place.name,
        place_slug=asked.place.slug,
        asked_at=asked.asked_at,
        delivery=translated(words),
        look=look,
        answer=translated(ANSWER[asked.answer]),
        answered_at=asked.answered_at,
    )
