"""Town hall: paper codes, help for one resident at a time, and boxes that two people count."""

from typing import Any

from flask import Response, current_app, make_response, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.elections.models import Contest
from cityshop.elections.pages import candidate_cards, contest_page
from cityshop.elections.queries import contest_by_slug
from cityshop.elections.receiving import box_of_site, receipt_address
from cityshop.elections.votes import Receipt
from cityshop.verification import queries, services
from cityshop.verification.errors import CountsDiffer, NoHelpAllowed, VoteNotOpened
from cityshop.verification.exports import as_csv, as_slips, instructions, typed_address
from cityshop.verification.forms import (
    SHEETS,
    BoxForm,
    CodesForm,
    CountForm,
    HelpForm,
    RevokeForm,
    count_form,
)
from cityshop.verification.pages import batch_row, box_row, receipt_qr
from cityshop.verification.rules import has_key, helps_at_counter
from cityshop.verification.services import Clerk, Printed
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again, show_private, show_refused
from cityshop.web.session import db, let_go, reading, short_write

staff = areas.staff_door("verification_staff", __name__)


@staff.get("/contests/<contest>/paper")
@may(Act.ISSUE_PAPER_CODES)
def codes(contest: str) -> Response:
    found = contest_by_slug(db(), contest)
    return show("verification/staff_codes.html", form=CodesForm(), **_batches(found))


@staff.post("/contests/<contest>/paper")
@may(Act.ISSUE_PAPER_CODES)
def issue(contest: str) -> Response:
    """The plain codes are in this answer and nowhere else, so it is no redirect."""
    found, form = contest_by_slug(reading(), contest), CodesForm()
    if not form.validate():
        return show_again("verification/staff_codes.html", form=form, **_batches(found))
    try:
        return _printed(found, _issue(found, form), form.form.data or "")
    except Refusal as refusal:
        return show_refused("verification/staff_codes.html", form, refusal, **_batches(found))


@staff.get("/contests/<contest>/paper/<int:batch_id>/revoke")
@may(Act.ISSUE_PAPER_CODES)
def ask_to_revoke(contest: str, batch_id: int) -> Response:
    return show("verification/staff_revoke.html", form=RevokeForm(), **_batch(contest, batch_id))


@staff.post("/contests/<contest>/paper/<int:batch_id>/revoke")
@may(Act.ISSUE_PAPER_CODES)
def revoke(contest: str, batch_id: int) -> Response:
    found, form, now = contest_by_slug(db(), contest), RevokeForm(), clock.utc_now()
    batch = queries.batch_by_id(db(), found.id, batch_id).batch
    if not form.validate():
        return show_again("verification/staff_revoke.html", form=form, **_batch(contest, batch_id))
    try:
        services.revoke_batch(db(), batch, form.reason.text, account_id=actor().id, now=now)
    except Refusal as refusal:
        return show_refused("verification/staff_revoke.html", form, refusal, **_batch(contest, batch_id))
    return onward(url_for(".codes", contest=contest))


@staff.get("/contests/<contest>/assisted")
@may(Act.CAST_ASSISTED)
def help_vote(contest: str) -> Response:
    found, form = contest_by_slug(db(), contest), HelpForm()
    return show("verification/staff_help.html", form=form, **_help(found, form))


@staff.post("/contests/<contest>/assisted")
@may(Act.CAST_ASSISTED)
def cast(contest: str) -> Response:
    """The receipt goes along on paper: what it was hashed of is in this answer and nowhere else."""
    found, form = contest_by_slug(reading(), contest), HelpForm()
    facts = _help(found, form)
    if not form.validate():
        return show_again("verification/staff_help.html", form=form, **facts)
    try:
        receipt = _cast(found, form)
    except Refusal as refusal:
        return show_refused("verification/staff_help.html", form, refusal, **facts)
    return show_private("verification/staff_receipt.html", **_receipt(found, receipt))


@staff.get("/contests/<contest>/boxes")
@may(Act.CAST_ASSISTED)
def boxes(contest: str) -> Response:
    found = contest_by_slug(db(), contest)
    form = count_form(BoxForm, candidate_cards(db(), found, clock.utc_now()))
    return show("verification/staff_boxes.html", form=form, **_boxes(found))


@staff.post("/contests/<contest>/boxes")
@may(Act.CAST_ASSISTED)
def enter(contest: str) -> Response:
    found, now = contest_by_slug(db(), contest), clock.utc_now()
    form = count_form(BoxForm, candidate_cards(db(), found, now))
    if not form.validate():
        return show_again("verification/staff_boxes.html", form=form, **_boxes(found))
    try:
        services.enter_box(db(), found, form.draft(), account_id=actor().id, now=now)
    except Refusal as refusal:
        return show_refused("verification/staff_boxes.html", form, refusal, **_boxes(found))
    return onward(url_for(".boxes", contest=contest))


@staff.get("/contests/<contest>/boxes/<int:box_id>")
@may(Act.CAST_ASSISTED)
def count_again(contest: str, box_id: int) -> Response:
    found, facts = contest_by_slug(db(), contest), _box(contest, box_id)
    form = count_form(CountForm, candidate_cards(db(), found, clock.utc_now()))
    return show("verification/staff_box.html", form=form, **facts)


@staff.post("/contests/<contest>/boxes/<int:box_id>")
@may(Act.CAST_ASSISTED)
def confirm(contest: str, box_id: int) -> Response:
    found, facts = contest_by_slug(reading(), contest), _box(contest, box_id)
    form = count_form(CountForm, candidate_cards(reading(), found, clock.utc_now()))
    if not form.validate():
        return show_again("verification/staff_box.html", form=form, **facts)
    try:
        _confirm(found, box_id, form)
    except Refusal as refusal:
        if isinstance(refusal, CountsDiffer):
            form.show_difference(queries.box_by_id(reading(), found.id, box_id).counts)
        return show_refused("verification/staff_box.html", form, refusal, **facts)
    return onward(url_for(".boxes", contest=contest))


@staff.post("/contests/<contest>/boxes/<int:box_id>/withdraw")
@may(Act.CAST_ASSISTED)
def withdraw(contest: str, box_id: int) -> Response:
    found = contest_by_slug(db(), contest)
    services.withdraw_box(
        db(), queries.box_by_id(db(), found.id, box_id), account_id=actor().id, now=clock.utc_now()
    )
    return onward(url_for(".boxes", contest=contest))


def _issue(found: Contest, form: CodesForm) -> Printed:
    """In a transaction of its own: drawing five hundred codes must keep no voter waiting."""
    if not has_key(found):
        raise VoteNotOpened
    key, now = box_of_site().key_of(found), clock.utc_now()
    with short_write() as session:
        return services.issue_codes(session, found, form.draft(), clerk=Clerk(actor().id, key, now))


def _printed(found: Contest, printed: Printed, form: str) -> Response:
    if form == SHEETS:
        return show_private("verification/staff_sheets.html", **_sheets(found, printed))
    response = make_response(as_csv(found, printed))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=codes-{found.slug}-{printed.batch.id}.csv"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _sheets(found: Contest, printed: Printed) -> dict[str, Any]:
    words = {"how": instructions(found), "address": typed_address(found)}
    return {"vote": found, "batch": printed.batch, "slips": as_slips(found, printed), **words}


def _cast(found: Contest, form: HelpForm) -> Receipt:
    if not has_key(found):
        raise VoteNotOpened
    let_go()
    key = box_of_site().key_of(found)
    helped = services.Helped(form.card.number, form.wish())
    with short_write() as session:
        now = clock.database_now(session.connection())
        return services.help_to_vote(session, found, helped, clerk=Clerk(actor().id, key, now))


def _confirm(found: Contest, box_id: int, form: CountForm) -> None:
    key = box_of_site().key_of(found)
    with short_write() as session:
        box, now = queries.box_by_id(session, found.id, box_id), clock.database_now(session.connection())
        services.confirm_box(session, box, form.counts(), clerk=Clerk(actor().id, key, now))


def _batches(found: Contest) -> dict[str, Any]:
    rows = [batch_row(found, count) for count in queries.batches(reading(), found.id)]
    return {"contest": found, "batches": rows, "is_open": has_key(found)}


def _batch(contest: str, batch_id: int) -> dict[str, Any]:
    found = contest_by_slug(reading(), contest)
    return {"contest": found, "batch": batch_row(found, queries.batch_by_id(reading(), found.id, batch_id))}


def _help(found: Contest, form: HelpForm) -> dict[str, Any]:
    form.candidate.offer(candidate_cards(reading(), found, clock.utc_now()))
    return {"contest": found, "why_not": _why_not(found)}


def _receipt(found: Contest, receipt: Receipt) -> dict[str, Any]:
    address = current_app.config["BASE_URL"] + receipt_address(
        found.slug, receipt, city=areas.page_city().slug
    )
    return {"contest": contest_page(found, clock.utc_now()), "leaf": receipt.leaf, "qr": receipt_qr(address)}


def _boxes(found: Contest) -> dict[str, Any]:
    rows = [box_row(box, account_id=actor().id) for box in queries.boxes(reading(), found.id)]
    return {"contest": found, "boxes": rows, "why_not": _why_not(found)}


def _box(contest: str, box_id: int) -> dict[str, Any]:
    found = contest_by_slug(reading(), contest)
    box = queries.box_by_id(reading(), found.id, box_id)
    return {"contest": found, "box": box_row(box, account_id=actor().id)}


def _why_not(found: Contest) -> Refusal | None:
    """Why nobody can be helped in this vote now."""
    if not helps_at_counter(found):
        return NoHelpAllowed()
    return None if has_key(found) else VoteNotOpened()
