"""A result for programs: the stored lines, exact, with the jury's scores. Fractions are text: `17/2`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cityshop.core.db import Session
from cityshop.elections.models import CandidateState, Contest
from cityshop.results import queries
from cityshop.results.models import Result
from cityshop.results.queries import AnyRow


def result_document(contest: Contest, result: Result, lines: Sequence[AnyRow]) -> dict[str, Any]:
    """One result with its lines. Times are ISO 8601 UTC."""
    return {
        "contest": contest.slug,
        "title": contest.title,
        "made_at": _written(result.made_at),
        "ballots": result.ballots,
        "ballots_by_level": result.by_level,
        "quarantined": result.quarantined,
        "rejected": result.rejected,
        "minimum": result.minimum,
        "formula": result.formula,
        "rules_hash": contest.rules_hash,
        "final_root": result.final_root,
        "draw_seed": result.draw_seed or None,
        "totals_only": result.is_small,
        "lines": [line_document(line) for line in lines],
    }


def line_document(line: AnyRow) -> dict[str, Any]:
    """One candidate's line; a number that may not be shown is null."""
    return {
        "candidate": line.slug,
        "shop": line.shop,
        "place": line.place,
        "votes": line.votes,
        "votes_by_level": line.by_level,
        "brags": line.brags,
        "jury": line.jury or None,
        "score": line.score or None,
        "winner": line.is_winner,
        "tie": line.tie or None,
        "withdrawn": line.state == CandidateState.WITHDRAWN,
    }


def result_lines(session: Session, contest_id: int) -> list[dict[str, Any]]:
    """Every line of a result, the first place first, for the public recount; empty before publication."""
    return [line_document(line) for line in queries.lines_of(session, contest_id)]


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
