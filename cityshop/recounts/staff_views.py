"""Town hall: what is still kept of a contest and until when, and the seal, which takes two people."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Response, current_app, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.elections.models import Contest
from cityshop.elections.queries import contest_by_slug
from cityshop.recounts import services
from cityshop.recounts.forms import SealForm
from cityshop.recounts.pages import keeping_page
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db, reading, short_write

staff = areas.staff_door("recount_staff", __name__)


@staff.get("/contests/<contest>/keeping")
@may(Act.SEE_DASHBOARD)
def keeping(contest: str) -> Response:
    return show("recounts/staff_keeping.html", form=SealForm(), **_facts(contest_by_slug(db(), contest)))


@staff.post("/contests/<contest>/seal")
@may(Act.SEAL_CONTEST)
def ask(contest: str) -> Response:
    form = SealForm()
    if form.validate():
        return _act(services.ask_to_seal, contest)
    return show_again("recounts/staff_keeping.html", form=form, **_facts(contest_by_slug(reading(), contest)))


@staff.post("/contests/<contest>/seal/withdraw")
@may(Act.SEAL_CONTEST)
def withdraw(contest: str) -> Response:
    return _act(services.withdraw_seal, contest)


@staff.post("/contests/<contest>/seal/confirm")
@may(Act.SEAL_CONTEST)
def confirm(contest: str) -> Response:
    """Committed before the key's file goes: what was interrupted in between, the worker finishes."""
    now = clock.utc_now()
    try:
        with short_write() as session:
            found = contest_by_slug(session, contest)
            services.confirm_seal(session, found, bundles=_bundles(), account_id=actor().id, now=now)
    except Refusal as refusal:
        return _refused(contest, refusal)
    with short_write() as session:
        services.destroy_keys(session, keys_folder=current_app.config["KEYS_FOLDER"], now=now)
    return onward(url_for(".keeping", contest=contest))


def _act(service: Callable[..., None], contest: str) -> Response:
    found = contest_by_slug(db(), contest)
    try:
        service(db(), found, account_id=actor().id, now=clock.utc_now())
    except Refusal as refusal:
        return _refused(contest, refusal)
    return onward(url_for(".keeping", contest=contest))


def _refused(contest: str, refusal: Refusal) -> Response:
    form = SealForm()
    form.refuse(refusal)
    facts = _facts(contest_by_slug(reading(), contest))
    return show_again("recounts/staff_keeping.html", form=form, **facts)


def _facts(contest: Contest) -> dict[str, Any]:
    page = keeping_page(reading(), contest, clock.utc_now(), keys_folder=current_app.config["KEYS_FOLDER"])
    return {"contest": contest, "keeping": page}


def _bundles() -> Path:
    return Path(current_app.config["BUNDLES_FOLDER"])
