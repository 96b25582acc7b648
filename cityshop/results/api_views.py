"""A city's results for other programs, once they are out."""

from flask import Response, jsonify, request

from cityshop.core import clock
from cityshop.results import queries
from cityshop.results.errors import ResultNotOut
from cityshop.results.exports import result_document
from cityshop.results.rules import is_out
from cityshop.results.too_early import note_question
from cityshop.web import areas
from cityshop.web.pages import NEXT_CHANGE
from cityshop.web.session import reading

api = areas.public_door("result_api", __name__, prefix="/api/v1/cities/<city>")


@api.get("/results")
def results() -> Response:
    """Every result that is out. While none is, whoever asks is told so, and it stands in the journal."""
    now, made = clock.utc_now(), queries.contests_with_results(reading())
    shown = [(contest, result) for contest, result in made if is_out(contest, now)]
    if not shown:
        _refuse_while_votes_run()
    coming = [contest.embargo_until for contest, _ in made if contest.embargo_until is not None]
    request.environ[NEXT_CHANGE] = min((moment for moment in coming if moment > now), default=None)
    lines = queries.lines_by_contest(reading(), [contest.id for contest, _ in shown])
    return jsonify([result_document(contest, result, lines[contest.id]) for contest, result in shown])


def _refuse_while_votes_run() -> None:
    waiting = queries.opened_contests(reading(), limit=1)
    if waiting:
        note_question(waiting[0], clock.utc_now())
        raise ResultNotOut
