"""Town hall: the prize of a vote, and its draw."""

from typing import Any

from flask import Response, current_app, url_for

from cityshop.core import clock
from cityshop.core.errors import Refusal
from cityshop.core.outbox import post
from cityshop.core.permissions import Act
from cityshop.elections.models import Contest
from cityshop.elections.queries import contest_by_slug, counted_votes
from cityshop.prizes import queries, services
from cityshop.prizes.forms import DrawForm, PrizeForm
from cityshop.prizes.letters import won_letter
from cityshop.prizes.pages import prize_desk
from cityshop.prizes.services import Draw
from cityshop.web import areas
from cityshop.web.access import may
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

staff = areas.staff_door("prize_staff", __name__)


@staff.get("/contests/<contest>/prize")
@may(Act.EDIT_CONTEST)
def edit(contest: str) -> Response:
    """While the vote is a draft: the words. Later: who takes part, and the draw."""
    found = contest_by_slug(db(), contest)
    prize = queries.prize_if_any(db(), found.id)
    if not found.key_fingerprint:
        return show("prizes/staff_edit.html", form=PrizeForm.about(prize), contest=found)
    return show("prizes/staff_prize.html", form=DrawForm(), **_desk(found))


@staff.post("/contests/<contest>/prize")
@may(Act.EDIT_CONTEST)
def change(contest: str) -> Response:
    found, now = contest_by_slug(db(), contest), clock.utc_now()
    form = PrizeForm.about(queries.prize_if_any(db(), found.id))
    if form.validate():
        try:
            services.change_prize(db(), found, form.draft(), account_id=actor().id, now=now)
            return onward(url_for("election_staff.overview", contest=contest))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("prizes/staff_edit.html", form=form, contest=found)


@staff.post("/contests/<contest>/prize/draw")
@may(Act.DRAW_PRIZE)
def draw(contest: str) -> Response:
    found, form = contest_by_slug(db(), contest), DrawForm()
    prize = queries.prize_of(db(), found.id)
    if form.validate():
        try:
            seed = services.seed_of(found, prize, keys_folder=current_app.config["KEYS_FOLDER"])
            _draw(found, Draw(form.answer.data or 0, seed))
            return onward(url_for(".edit", contest=contest))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("prizes/staff_prize.html", form=form, **_desk(found))


def _draw(found: Contest, facts: Draw) -> None:
    now = clock.utc_now()
    winner = services.draw_prize(db(), found, facts, account_id=actor().id, now=now)
    post(db(), won_letter(found, queries.prize_of(db(), found.id), winner), now=now)


def _desk(found: Contest) -> dict[str, Any]:
    prize = queries.prize_if_any(db(), found.id)
    desk = prize_desk(db(), found, prize, clock.utc_now()) if prize else None
    return {"contest": found, "desk": desk, "votes": counted_votes(db(), found.id)}
