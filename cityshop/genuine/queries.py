"""Reads of reports of fake codes, of the chosen city only."""

from collections.abc import Sequence

from sqlalchemy import func, select

from cityshop.core.db import Session
from cityshop.core.errors import Unknown
from cityshop.genuine.models import FakeReport, FakeState

LONGEST_LIST = 200


def fake_reports(session: Session) -> Sequence[FakeReport]:
    """What was reported: what waits first, then the newest."""
    is_over = FakeReport.state != FakeState.WAITING
    ordered = select(FakeReport).order_by(is_over, FakeReport.sent_at.desc(), FakeReport.id.desc())
    return session.scalars(ordered.limit(LONGEST_LIST)).all()


def waiting_reports(session: Session) -> int:
    """How many reports wait for an answer."""
    waiting = select(func.count(FakeReport.id)).where(FakeReport.state == FakeState.WAITING)
    return session.scalar(waiting) or 0


def report_of_city(session: Session, report_id: int) -> FakeReport:
    """One report; raises Unknown."""
    return _only(session.scalar(select(FakeReport).where(FakeReport.id == report_id)))


def own_report(session: Session, digest: str) -> FakeReport:
    """The report behind the address that its sender got; raises Unknown."""
    return _only(session.scalar(select(FakeReport).where(FakeReport.digest == digest)))


def _only(report: FakeReport | None) -> FakeReport:
    if report is None:
        raise Unknown
    return report
