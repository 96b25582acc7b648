"""A shop's own place in a vote: come forward, say why, see how it goes, withdraw."""

from typing import Any

from flask import Response, g, request, url_for

from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.core.db import Session
from cityshop.core.errors import Refusal, Unknown
from cityshop.elections import queries
from cityshop.elections.models import Candidate, Contest, ContestState
from cityshop.merchants.models import Shop
from cityshop.merchants.queries import shops_of
from cityshop.nominations import services
from cityshop.nominations.forms import CandidateForm
from cityshop.nominations.pages import own_standing
from cityshop.nominations.rules import saving_limit
from cityshop.nominations.services import Decision
from cityshop.nominations.titles import holds_title
from cityshop.web import areas, parts
from cityshop.web.actors import actor
from cityshop.web.forms import ActForm
from cityshop.web.limits import count_tries
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db, reading
from cityshop.web.uploads import takes_pictures

own = areas.signed_in_door("own_candidate", __name__, prefix="/shop/candidate")


@own.get("/<int:contest_id>")
def edit(contest_id: int) -> Response:
    contest, shop = _enter(db(), contest_id)
    form = CandidateForm.about(queries.own_candidate(db(), contest.id, shop_id=shop.id))
    return show("nominations/own_candidate.html", form=form, **_facts(contest, shop))


@own.post("/<int:contest_id>")
@takes_pictures
def change(contest_id: int) -> Response:
    now, form = clock.utc_now(), _sent_form(contest_id)
    contest, shop = _enter(db(), contest_id)
    if form.validate():
        try:
            draft = form.draft(shop, holds_title=holds_title(db(), shop.id, now))
            services.stand(db(), contest, draft, account_id=actor().id, now=now)
            return onward(url_for(".edit", contest_id=contest.id, shop=request.args.get("shop")))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("nominations/own_candidate.html", form=form, **_facts(contest, shop))


@own.get("/<int:contest_id>/withdraw")
def ask_withdrawal(contest_id: int) -> Response:
    contest, shop = _enter(db(), contest_id)
    _own(contest, shop)
    return show("nominations/leave.html", form=ActForm(), **_facts(contest, shop))


@own.post("/<int:contest_id>/withdraw")
def withdraw(contest_id: int) -> Response:
    (contest, shop), form = _enter(db(), contest_id), ActForm()
    candidate, decision = _own(contest, shop), Decision(actor().id, revision=0)
    try:
        services.withdraw_candidate(db(), candidate, decision, now=clock.utc_now())
    except Refusal as refusal:
        form.refuse(refusal)
        return show_again("nominations/leave.html", form=form, **_facts(contest, shop))
    return onward(url_for(".edit", contest_id=contest.id, shop=shop.slug))


def _sent_form(contest_id: int) -> CandidateForm:
    """What was sent; its photo is kept in a transaction of its own, so before this view writes anything."""
    _enter(reading(), contest_id)
    count_tries([saving_limit(actor().id)])
    return CandidateForm()


def _enter(session: Session, contest_id: int) -> tuple[Contest, Shop]:
    """The contest, and the shop that the signed-in keeper acts for in its city; nobody else finds it."""
    contest = queries.contest_of_keeper(session, contest_id, account_id=actor().id)
    if contest.state == ContestState.DRAFT:
        raise Unknown
    areas.enter(city_by_id(session, contest.city_id))
    shops = _shops_in(session, contest)
    chosen = request.args.get("shop", shops[0].slug)
    shop = next((one for one in shops if one.slug == chosen), None)
    if shop is None:
        raise Unknown
    return contest, shop


def _own(contest: Contest, shop: Shop) -> Candidate:
    candidate = queries.own_candidate(db(), contest.id, shop_id=shop.id)
    if candidate is None:
        raise Unknown
    return candidate


def _facts(contest: Contest, shop: Shop) -> dict[str, Any]:
    candidate = queries.own_candidate(db(), contest.id, shop_id=shop.id)
    votes = queries.votes_per_candidate(db(), contest.id)
    g.contest, g.candidate = contest, candidate
    return {
        "parts": parts.parts_of("own_candidate", db(), clock.utc_now()),
        "contest": contest,
        "shop": shop,
        "standing": own_standing(contest, candidate, votes, clock.utc_now()),
        "shops": _shops_in(db(), contest),
    }


def _shops_in(session: Session, contest: Contest) -> list[Shop]:
    return [shop for shop in shops_of(session, account_id=actor().id) if shop.city_id == contest.city_id]
