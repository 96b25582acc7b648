"""The published report, for people and for programs."""

from datetime import datetime
from typing import Any

from cityshop.core.db import Session
from cityshop.elections.models import BallotState, Contest
from cityshop.elections.rules import SMALLEST_TALLY, Stage, Timetable, stage
from cityshop.fairness.queries import AnyRow, CaseCount
from cityshop.fairness.report import Report, report
from cityshop.fairness.rows import case_line
from cityshop.fairness.words import REASONS


def report_facts(session: Session, contest: Contest, now: datetime) -> dict[str, Any]:
    """The published report; before that no number at all."""
    if stage(Timetable.of(contest), now) is not Stage.PUBLISHED:
        return {"report": None, "cases": []}
    found = report(session, contest.id)
    rejected = [(REASONS.get(code, code), votes) for code, votes in found.rejected.items()]
    lines = [case_line(count) for count in found.cases]
    people = found.people
    facts = {"report": found, "rejected": rejected, "cases": lines, "people": people}
    return {**facts, "smallest": SMALLEST_TALLY, "total": _all_ballots(found)}


def report_document(session: Session, contest: Contest) -> dict[str, Any]:
    """The published report for programs; words are codes."""
    found = report(session, contest.id)
    return {
        "contest": contest.slug,
        "ballots": {
            "counted": found.counted,
            "quarantined": found.quarantined,
            "rejected": sum(found.rejected.values()),
        },
        "rejected_by_reason": dict(found.rejected),
        "candidates": [_candidate_document(row) for row in found.per_candidate],
        "cases": [_case_document(count, found.people.get(count.case.id, 0)) for count in found.cases],
        "complaints": found.complaints,
        "asked_again": found.asked_again,
        "confirmed_again": found.confirmed,
    }


def _all_ballots(found: Report) -> int:
    return found.counted + found.quarantined + sum(found.rejected.values())


def _candidate_document(row: AnyRow) -> dict[str, Any]:
    return {"candidate": row.slug, **{state: int(getattr(row, state)) for state in BallotState}}


def _case_document(count: CaseCount, people: int) -> dict[str, Any]:
    review, line = count.case, case_line(count)
    opened, decided = review.opened_at, review.decided_at
    return {
        "kind": review.kind,
        "state": review.state,
        "reason": review.reason,
        "votes": line.votes,
        "opened_on": f"{opened:%Y-%m-%d}",
        "decided_on": f"{decided:%Y-%m-%d}" if decided else None,
        "decided_by_people": people,
    }
