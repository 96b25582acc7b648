"""Town hall looks at brags: many accepted at once, each refused with a reason."""

from typing import Any

from flask import Response, request, url_for

from cityshop.brags import queries, services
from cityshop.brags.errors import BragAlreadyJudged
from cityshop.brags.forms import ApproveForm, RefuseBragForm
from cityshop.brags.models import ENDED, BragState
from cityshop.brags.pages import brag_card, judge_page
from cityshop.brags.words import TABS
from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.permissions import Act
from cityshop.elections.queries import contest_by_slug
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("brag_staff", __name__)


@staff.get("/contests/<contest>/brags")
@may(Act.MODERATE_BRAGS)
def index(contest: str) -> Response:
    return show("brags/staff_index.html", form=ApproveForm(), **_list(contest))


@staff.post("/contests/<contest>/brags/approve")
@may(Act.MODERATE_BRAGS)
def approve(contest: str) -> Response:
    found, form = contest_by_slug(db(), contest), ApproveForm()
    if not form.validate():
        return show_again("brags/staff_index.html", form=form, **_list(contest))
    services.approve_brags(db(), found, form.brag.data, account_id=actor().id, now=clock.utc_now())
    return onward(url_for(".index", contest=contest))


@staff.get("/contests/<contest>/brags/<int:brag_id>/refuse")
@may(Act.MODERATE_BRAGS)
def ask_refusal(contest: str, brag_id: int) -> Response:
    return show("brags/staff_refuse.html", form=RefuseBragForm(), **_one(contest, brag_id))


@staff.post("/contests/<contest>/brags/<int:brag_id>/refuse")
@may(Act.MODERATE_BRAGS)
def refuse(contest: str, brag_id: int) -> Response:
    facts, form, now = _one(contest, brag_id), RefuseBragForm(), clock.utc_now()
    if form.validate():
        brag = queries.brag_by_id(db(), facts["contest"].id, brag_id)
        try:
            services.refuse_brag(db(), brag, form.chosen, account_id=actor().id, now=now)
            return onward(url_for(".index", contest=contest, state=facts["brag"].state))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("brags/staff_refuse.html", form=form, **facts)


def _list(contest: str) -> dict[str, Any]:
    found = contest_by_slug(db(), contest)
    asked = request.args.get("state", BragState.WAITING)
    state = BragState(asked) if asked in TABS else BragState.WAITING
    after = request.args.get("after", 0, type=int)
    page = judge_page(db(), found, state, after=min(max(after, 0), areas.MOST_ID))
    return {"contest": found, "page": page}


def _one(contest: str, brag_id: int) -> dict[str, Any]:
    """A brag that can still be refused; raises BragAlreadyJudged."""
    found = contest_by_slug(db(), contest)
    brag = queries.brag_by_id(db(), found.id, brag_id)
    if brag.state in ENDED:
        raise BragAlreadyJudged
    return {"contest": found, "brag": brag_card(found, queries.shown_brag(db(), brag.id))}
