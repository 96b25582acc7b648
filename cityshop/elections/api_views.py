"""A city's contests for other programs: what stands on the public pages, never how candidates stand."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, jsonify, request, url_for

from cityshop.core import clock
from cityshop.elections import queries
from cityshop.elections.models import Contest
from cityshop.elections.rules import Timetable, next_change, stage
from cityshop.web import areas
from cityshop.web.pages import NEXT_CHANGE
from cityshop.web.session import reading

api = areas.public_door("vote_api", __name__, prefix="/api/v1/cities/<city>")


@api.get("/contests")
def contests() -> Response:
    now = clock.utc_now()
    found = queries.public_contests(reading())
    changes = [next_change(Timetable.of(contest), now) for contest in found]
    request.environ[NEXT_CHANGE] = min(changes, default=None)
    return jsonify([_facts(contest, now) for contest in found])


def _facts(contest: Contest, now: datetime) -> dict[str, Any]:
    """One contest. Times are ISO 8601 UTC."""
    return {
        "slug": contest.slug,
        "title": contest.title,
        "state": stage(Timetable.of(contest), now),
        "opens_at": _written(contest.opens_at),
        "closes_at": _written(contest.closes_at),
        "rules_hash": contest.rules_hash,
        "url": current_app.config["BASE_URL"] + url_for("vote.contest", contest=contest.slug),
    }


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
