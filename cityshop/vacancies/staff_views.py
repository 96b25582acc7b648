"""Town hall: the list of vacant premises, files in and out, and whether the public sees it."""

from typing import Any

from flask import Response, make_response, request, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.vacancies import queries, services
from cityshop.vacancies.errors import LinesWrong
from cityshop.vacancies.forms import ImportForm, VacancyForm
from cityshop.vacancies.lists import WrongLine, as_csv, read_list
from cityshop.vacancies.models import VacancyStatus
from cityshop.vacancies.pages import vacancy_line, vacancy_page, wrong_lines
from cityshop.vacancies.services import VacancyDraft
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.pages import onward, show, show_again, show_refused
from cityshop.web.session import db

staff = areas.staff_door("vacancy_staff", __name__)


@staff.get("/vacancies")
@may(Act.EDIT_VACANCY)
def index() -> Response:
    wanted = request.args.get("status", "")
    status = VacancyStatus(wanted) if wanted in set(VacancyStatus) else None
    done = {name: request.args.get(name, type=int) for name in ("added", "changed", "unchanged")}
    return show("vacancies/staff_index.html", page=vacancy_page(db(), status), form=ActForm(), done=done)


@staff.get("/vacancies/new")
@may(Act.EDIT_VACANCY)
def new() -> Response:
    return show("vacancies/edit.html", form=VacancyForm(), vacancy=None)


@staff.post("/vacancies/new")
@may(Act.EDIT_VACANCY)
def add() -> Response:
    form = VacancyForm()
    if not form.validate():
        return show_again("vacancies/edit.html", form=form, vacancy=None)
    try:
        services.add_vacancy(db(), form.draft(), account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("vacancies/edit.html", form, refusal, vacancy=None)
    return onward(url_for(".index"))


@staff.get("/vacancies/<int:vacancy_id>")
@may(Act.EDIT_VACANCY)
def edit(vacancy_id: int) -> Response:
    vacancy = queries.vacancy_by_id(db(), vacancy_id)
    return show("vacancies/edit.html", form=VacancyForm.about(vacancy), vacancy=vacancy_line(vacancy))


@staff.post("/vacancies/<int:vacancy_id>")
@may(Act.EDIT_VACANCY)
def change(vacancy_id: int) -> Response:
    vacancy, form = queries.vacancy_by_id(db(), vacancy_id), VacancyForm()
    line = vacancy_line(vacancy)
    if not form.validate():
        return show_again("vacancies/edit.html", form=form, vacancy=line)
    try:
        services.change_vacancy(db(), vacancy, form.draft(), account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return show_refused("vacancies/edit.html", form, refusal, vacancy=line)
    return onward(url_for(".index"))


@staff.post("/vacancies/<int:vacancy_id>/remove")
@may(Act.EDIT_VACANCY)
def remove(vacancy_id: int) -> Response:
    vacancy = queries.vacancy_by_id(db(), vacancy_id)
    services.remove_vacancy(db(), vacancy, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index"))


@staff.get("/vacancies/import")
@may(Act.EDIT_VACANCY)
def choose_file() -> Response:
    return show("vacancies/import.html", form=ImportForm(), wrong=[])


@staff.post("/vacancies/import")
@may(Act.EDIT_VACANCY)
def import_file() -> Response:
    form = ImportForm()
    if not form.validate():
        return show_again("vacancies/import.html", form=form, wrong=[])
    wrong: list[WrongLine] = []
    try:
        drafts, wrong = _sorted_out(form.file.data)
        done = _import(drafts, wrong)
    except Refusal as refusal:
        return show_refused("vacancies/import.html", form, refusal, wrong=wrong_lines(wrong))
    return onward(url_for(".index", added=done.added, changed=done.changed, unchanged=done.unchanged))


@staff.post("/vacancies/export")
@may(Act.EDIT_VACANCY)
def export() -> Response:
    """Sent as a form: who takes contacts out of the house stands in the journal."""
    services.note_export(db(), account_id=actor().id, now=clock.utc_now())
    response = make_response(as_csv(queries.vacancies(db())))
    response.mimetype = "text/csv"
    file_name = f"vacancies-{areas.page_city().slug}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@staff.post("/vacancies/show")
@may(Act.SHOW_VACANCIES)
def show_all() -> Response:
    services.show_vacancies(db(), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index"))


@staff.post("/vacancies/hide")
@may(Act.SHOW_VACANCIES)
def hide_all() -> Response:
    services.hide_vacancies(db(), account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index"))


def _sorted_out(content: bytes) -> tuple[list[VacancyDraft], list[WrongLine]]:
    rows: list[Any] = read_list(content)
    return (
        [row for row in rows if isinstance(row, VacancyDraft)],
        [row for row in rows if isinstance(row, WrongLine)],
    )


def _import(drafts: list[VacancyDraft], wrong: list[WrongLine]) -> services.Imported:
    """All of a list, or nothing of it."""
    if wrong:
        raise LinesWrong
    return services.import_vacancies(db(), drafts, account_id=actor().id, now=clock.utc_now())
