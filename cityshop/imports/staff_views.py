"""Town hall: send a file, say which column is which, read the dry run, decide, write, take back."""

from flask import Response, make_response, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.imports import pages, queries, services
from cityshop.imports.forms import DecisionForm, UploadForm, columns_form
from cityshop.imports.models import BatchState, ImportBatch
from cityshop.imports.reading import look_at
from cityshop.imports.rules import MOST_BYTES
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show_again, show_private, show_refused
from cityshop.web.session import db
from cityshop.web.uploads import takes_files

staff = areas.staff_door("import_staff", __name__)


@staff.get("/places/import")
@may(Act.EDIT_PLACE)
def index() -> Response:
    return show_private("imports/index.html", form=UploadForm(), batches=pages.batch_lines(db()))


@staff.post("/places/import")
@takes_files(MOST_BYTES)
@may(Act.EDIT_PLACE)
def send() -> Response:
    form, now = UploadForm(), clock.utc_now()
    if form.validate():
        try:  # looked at before anything is written: others want to write too
            file = look_at(form.file.file_name, form.file.data or b"")
            batch = services.start(db(), file, account_id=actor().id, now=now)
            return onward(url_for(".batch", batch_id=batch.id))
        except Refusal as refusal:
            return show_refused("imports/index.html", form, refusal, batches=pages.batch_lines(db()))
    return show_again("imports/index.html", form=form, batches=pages.batch_lines(db()))


@staff.get("/places/import/<int:batch_id>")
@may(Act.EDIT_PLACE)
def batch(batch_id: int) -> Response:
    found = queries.batch_of_city(db(), batch_id)
    if found.state == BatchState.ASKED:
        return _columns_page(found)
    page = pages.batch_page(db(), found, request.args, now=clock.utc_now())
    response = show_private("imports/batch.html", page=page, form=DecisionForm())
    if page.is_worked_on:
        response.headers["Refresh"] = "2"  # seconds: the page looks again by itself, without script
    return response


@staff.get("/places/import/<int:batch_id>/columns")
@may(Act.EDIT_PLACE)
def columns(batch_id: int) -> Response:
    return _columns_page(queries.batch_of_city(db(), batch_id))


@staff.post("/places/import/<int:batch_id>/columns")
@may(Act.EDIT_PLACE)
def choose_columns(batch_id: int) -> Response:
    found = queries.batch_of_city(db(), batch_id)
    page = pages.columns_page(db(), found)
    form = columns_form(page.head, page.columns, usual_kind=page.usual_kind)
    if not form.validate():
        return show_again("imports/columns.html", form=form, page=page)
    services.choose_columns(db(), found, form.columns(), form.usual_kind.data)
    return onward(url_for(".batch", batch_id=batch_id))


@staff.post("/places/import/<int:batch_id>/doubles")
@may(Act.EDIT_PLACE)
def decide(batch_id: int) -> Response:
    found, form = queries.batch_of_city(db(), batch_id), DecisionForm()
    if form.for_all:
        services.decide_all(db(), found, form.for_all)
    else:
        services.decide(db(), found, form.decisions())
    return onward(url_for(".batch", batch_id=batch_id, show="double", page=request.form.get("page", "1")))


@staff.post("/places/import/<int:batch_id>/accept")
@may(Act.EDIT_PLACE)
def accept(batch_id: int) -> Response:
    services.accept(db(), queries.batch_of_city(db(), batch_id), account_id=actor().id)
    return onward(url_for(".batch", batch_id=batch_id))


@staff.post("/places/import/<int:batch_id>/undo")
@may(Act.EDIT_PLACE)
def undo(batch_id: int) -> Response:
    found, now = queries.batch_of_city(db(), batch_id), clock.utc_now()
    services.take_back(db(), found, account_id=actor().id, now=now)
    return onward(url_for(".batch", batch_id=batch_id))


@staff.post("/places/import/<int:batch_id>/drop")
@may(Act.EDIT_PLACE)
def drop(batch_id: int) -> Response:
    services.drop(db(), queries.batch_of_city(db(), batch_id))
    return onward(url_for(".index"))


@staff.get("/places/import/<int:batch_id>/refused.csv")
@may(Act.EDIT_PLACE)
def refused(batch_id: int) -> Response:
    found = queries.batch_of_city(db(), batch_id)
    response = make_response(pages.refused_csv(queries.refused_rows(db(), found)))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f"attachment; filename=refused-{found.id}.csv"
    return response


def _columns_page(found: ImportBatch) -> Response:
    page = pages.columns_page(db(), found)
    form = columns_form(page.head, page.columns, usual_kind=page.usual_kind)
    return show_private("imports/columns.html", form=form, page=page)
