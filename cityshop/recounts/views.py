"""Anybody counts again: the page that says how, the files, and the proof that a leaf is among them."""

import re
from pathlib import Path

from flask import Response, current_app, jsonify, make_response

from cityshop.core import clock
from cityshop.core.errors import Unknown
from cityshop.elections.models import Contest
from cityshop.elections.pages import contest_page
from cityshop.elections.queries import public_contest
from cityshop.recounts.bundle import FILES, SCRIPT, bundle_of, proof_of, script
from cityshop.recounts.errors import BundleNotOut
from cityshop.recounts.pages import recount
from cityshop.recounts.rules import is_result_out
from cityshop.results.too_early import note_question
from cityshop.web import areas
from cityshop.web.downloads import send_piecewise
from cityshop.web.pages import show
from cityshop.web.session import reading

public = areas.public_door("recounts", __name__)

TYPES = {".json": "application/json", ".jsonl": "application/jsonl", ".py": "text/x-python"}
_LEAF = re.compile(r"[0-9a-f]{64}")


@public.get("/vote/<contest>/ledger")
def index(contest: str) -> Response:
    """How to count again, with the files where they are out."""
    found, now = public_contest(reading(), contest), clock.utc_now()
    page = contest_page(found, now)
    counted = recount(reading(), found, now, folder=_bundles())
    return show("recounts/index.html", until=page.until, contest=page, recount=counted)


@public.get("/vote/<contest>/ledger/<file>")
def download(contest: str, file: str) -> Response:
    found = public_contest(reading(), contest)
    if file not in FILES:
        raise Unknown
    if file == SCRIPT:
        return _script()
    _refuse_before_the_result(found)
    bundle = bundle_of(reading(), found, folder=_bundles())
    path = bundle.folder / file
    return send_piecewise(path, mimetype=TYPES[path.suffix], etag=f"{bundle.version}-{file}")


@public.get("/vote/<contest>/ledger/proof/<leaf>.json")
def proof(contest: str, leaf: str) -> Response:
    found = public_contest(reading(), contest)
    if not _LEAF.fullmatch(leaf):
        raise Unknown
    _refuse_before_the_result(found)
    facts = proof_of(reading(), found, leaf, folder=_bundles())
    if facts is None:
        raise Unknown
    response = jsonify(facts)
    response.headers["Cache-Control"] = "no-store"
    return response


def _script() -> Response:
    response = make_response(script())
    response.mimetype = TYPES[".py"]
    response.headers["Content-Disposition"] = f"attachment; filename={SCRIPT}"
    return response


def _bundles() -> Path:
    """Where written bundles are kept: beside the keys, outside the database."""
    return Path(current_app.config["BUNDLES_FOLDER"])


def _refuse_before_the_result(contest: Contest) -> None:
    """Raises BundleNotOut, and notes in the journal that somebody asked: once a minute at most."""
    now = clock.utc_now()
    if not is_result_out(contest, now):
        note_question(contest, now)
        raise BundleNotOut
