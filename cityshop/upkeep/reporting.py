"""Reports: sent by anybody, answered by town hall, mailboxes erased in time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from cityshop.core.db import chosen_city
from cityshop.core.journal import Happening, record
from cityshop.core.outbox import Letter, post
from cityshop.places.models import Place, PlaceState
from cityshop.places.revisions import Author, Who
from cityshop.places.services import revise_place
from cityshop.upkeep.errors import AlreadyDecided
from cityshop.upkeep.models import PlaceReport, ReportKind, Verdict
from cityshop.upkeep.queries import report_of_city
from cityshop.upkeep.rules import MAILBOX_KEPT, MAILBOX_KEPT_AT_MOST
from cityshop.upkeep.services import Decision

ReportLetter = Callable[[PlaceReport], Letter]


@dataclass(frozen=True)
class ReportDraft:
    """What somebody filled in; `mailbox` is empty where no answer is wanted."""

    kind: ReportKind
    sentence: str
    language: str
    mailbox: str = ""
    from_keeper: bool = False


@dataclass(frozen=True)
class Ruling:
    """What town hall says of a report, and whether the place closed for good."""

    verdict: Verdict
    decision: Decision
    closes: bool = False


def send_report(session: Session, place: Place, draft: ReportDraft, *, now: datetime) -> PlaceReport:
    """Keep what somebody says is wrong, until town hall has looked."""
    report = PlaceReport(
        city_id=place.city_id,
        place_id=place.id,
        kind=draft.kind,
        sentence=draft.sentence,
        language=draft.language,
        mailbox=draft.mailbox,
        from_keeper=draft.from_keeper,
        sent_at=now,
    )
    session.add(report)
    session.flush()
    return report


def answer_report(
    session: Session, report: PlaceReport, ruling: Ruling, *, letter: ReportLetter, now: datetime
) -> None:
    """Say what came of a report, to whoever left a mailbox too. Raises AlreadyDecided."""
    _decide(session, report, ruling, now)
    account_id = ruling.decision.account_id
    if ruling.closes:
        closed = {"state": PlaceState.CLOSED.value}
        revise_place(session, report.place, closed, by=Author(Who.STAFF, account_id), now=now)
    is_right = ruling.verdict == Verdict.ACCEPTED
    happening = Happening.REPORT_ACCEPTED if is_right else Happening.REPORT_REFUSED
    record(session, happening, f"place report {report.id}", account_id=account_id, now=now)
    if report.mailbox:
        post(session, letter(report), now=now)


def accept_reports(
    session: Session, report_ids: Collection[int], ruling: Ruling, *, letter: ReportLetter, now: datetime
) -> int:
    """Say of the ticked reports that they were right and dealt with; gives how many still waited."""
    accepted = 0
    for report_id in sorted(report_ids):
        try:
            answer_report(session, report_of_city(session, report_id), ruling, letter=letter, now=now)
            accepted += 1
        except AlreadyDecided:
            continue
    return accepted


def forget_mailboxes(session: Session, *, now: datetime) -> None:
    """Erase mailboxes of reports, in every city: 30 days after the answer, and after 90 days in any case."""
    reports = PlaceReport.__table__.c
    is_due = (reports.decided_at < now - MAILBOX_KEPT) | (reports.sent_at < now - MAILBOX_KEPT_AT_MOST)
    erased = update(PlaceReport.__table__).where(reports.mailbox != "", is_due).values(mailbox="")  # type: ignore[arg-type]  # a table
    session.connection().execute(erased)


def _decide(session: Session, report: PlaceReport, ruling: Ruling, now: datetime) -> None:
    waiting = (
        PlaceReport.id == report.id,
        PlaceReport.city_id == chosen_city(session),
        PlaceReport.state == Verdict.WAITING,
    )
    said = {
        "state": ruling.verdict,
        "answer": ruling.decision.reason,
        "decided_at": now,
        "decided_by": ruling.decision.account_id,
    }
    won = session.scalar(update(PlaceReport).where(*waiting).values(**said).returning(PlaceReport.id))
    if won is None:
        raise AlreadyDecided
    session.refresh(report, ["state", "answer", "decided_at"])
