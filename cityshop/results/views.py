"""Everybody reads a result once it is out: the page, the file, the what-if, the certificate of a winner."""

from flask import Response, jsonify
from markupsafe import Markup

from cityshop.core import clock
from cityshop.core.errors import Unknown
from cityshop.core.qr import qr_svg
from cityshop.core.words import n_
from cityshop.elections.models import Contest
from cityshop.elections.pages import contest_page
from cityshop.elections.queries import public_contest
from cityshop.results import queries
from cityshop.results.errors import ResultNotOut
from cityshop.results.exports import result_document
from cityshop.results.models import Result
from cityshop.results.pages import result_page
from cityshop.results.rules import is_out
from cityshop.results.too_early import note_question
from cityshop.results.trials import numbers_of, standings_of_result, trials_of_result
from cityshop.web import areas
from cityshop.web.i18n import translated
from cityshop.web.letters import full_address
from cityshop.web.pages import show, show_private
from cityshop.web.session import reading

public = areas.public_door("results", __name__)


@public.get("/vote/<contest>/results")
def show_result(contest: str) -> Response:
    found = public_contest(reading(), contest)
    result = _result(found)
    if result is None:
        return _not_yet(found)
    return show("results/result.html", page=result_page(reading(), found, result))


@public.get("/vote/<contest>/results.json")
def result_file(contest: str) -> Response:
    found = public_contest(reading(), contest)
    result = _result(found)
    if result is None:
        return _not_yet(found)
    return jsonify(result_document(found, result, queries.lines_of(reading(), found.id)))


@public.get("/vote/<contest>/results/what-if")
def what_if(contest: str) -> Response:
    found = public_contest(reading(), contest)
    result = _result(found)
    if result is None:
        return _not_yet(found)
    lines = queries.lines_of(reading(), found.id)
    names = {line.slug: line.keeper_name or line.shop for line in lines}
    numbers = numbers_of(standings_of_result(lines), names)
    tried = trials_of_result(found, result, lines)
    return show("results/what_if.html", trials=tried, numbers=numbers, contest=found)


@public.get("/vote/<contest>/certificate/<candidate>")
def certificate(contest: str, candidate: str) -> Response:
    """To be printed and signed; its QR code leads to the result, where anybody can check it."""
    found = public_contest(reading(), contest)
    result = _result(found)
    if result is None:
        return _not_yet(found)
    page = result_page(reading(), found, result)
    winner = next((line for line in page.winners if line.slug == candidate), None)
    if winner is None:
        raise Unknown
    address = full_address(".show_result", contest=contest)
    qr = Markup(qr_svg(address, translated(n_("QR code of the result"))))  # noqa: S704 - drawn by us
    return show("results/certificate.html", page=page, winner=winner, address=address, qr=qr)


def _result(contest: Contest) -> Result | None:
    """The result, if it is out."""
    return queries.result_of(reading(), contest.id) if is_out(contest, clock.utc_now()) else None


def _not_yet(contest: Contest) -> Response:
    """403, and a line in the journal: somebody wanted to know too early."""
    note_question(contest, clock.utc_now())
    page = contest_page(contest, clock.utc_now())
    response = show_private("results/not_yet.html", contest=page, until=contest.embargo_until)
    response.status_code = ResultNotOut.status
    return response
