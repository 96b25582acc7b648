"""Printed codes: a file for a printer, or sheets to cut. Made once, in the answer that made the batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for
from markupsafe import Markup

from cityshop.core.qr import quick_qr_svg
from cityshop.core.spreadsheets import csv_of
from cityshop.core.words import n_
from cityshop.elections.models import Contest
from cityshop.verification.rules import grouped
from cityshop.verification.services import Printed
from cityshop.web.i18n import moment_in, own_text, translated_in

PRINTED_IN = ("nl", "fr")
COLUMNS = ("code", "address", "vote", "batch")


@dataclass(frozen=True)
class Slip:
    """One code on a sheet."""

    code: str
    address: str
    qr: Markup


def as_csv(contest: Contest, printed: Printed) -> str:
    """Rows with `;` and a byte order mark, as Belgian spreadsheets open them; no cell is a formula."""
    title, label = own_text(contest.title), printed.batch.label
    return csv_of(COLUMNS, ((grouped(code), _address(contest, code), title, label) for code in printed.codes))


def as_slips(contest: Contest, printed: Printed) -> Sequence[Slip]:
    """Each code with its QR, which opens the page of the vote with the code filled in."""
    return [_slip(contest, code) for code in printed.codes]


def instructions(contest: Contest) -> Mapping[str, str]:
    """What to do with a slip, by language: whoever gets one may read either."""
    until = {code: moment_in(code, contest.closes_at) for code in PRINTED_IN}
    sentence = n_(
        "Scan the code, or go to the address and type it. Choose your shopkeeper. Until %(moment)s."
    )
    return {code: translated_in(code, sentence, moment=until[code]) for code in PRINTED_IN}


def typed_address(contest: Contest) -> str:
    """Where a code can be typed, short enough to type as well: without https:// and without a code."""
    return _page(contest).partition("://")[2]


def _slip(contest: Contest, code: str) -> Slip:
    address = _address(contest, code)
    drawn = Markup(quick_qr_svg(address, grouped(code)))  # noqa: S704 - drawn by us
    return Slip(grouped(code), address, drawn)


def _address(contest: Contest, code: str) -> str:
    return f"{_page(contest)}?code={code}"


def _page(contest: Contest) -> str:
    """Without the language of whoever prints: residents choose their own."""
    page = url_for("verification.paper", contest=contest.slug).removeprefix(request.script_root)
    return f"{current_app.config['BASE_URL']}{page}"
