"""A shop's own place in a vote: stand, say why, see how it goes."""

from typing import Any

from flask import Response, g, request, url_for

from cityshop.cities.queries import city_by_id
from cityshop.core import clock
from cityshop.core.errors import Refusal, Unknown
from cityshop.elections import queries, services
from cityshop.elections.forms import CandidateForm
from cityshop.elections.models import Contest
from cityshop.elections.rows import own_standing
from cityshop.merchants.models import Shop
from cityshop.merchants.queries import shops_of
from cityshop.web import areas, parts
from cityshop.web.actors import actor
from cityshop.web.pages import onward, show, show_again
from cityshop.web.session import db

own = areas.signed_in_door("own_candidate", __name__, prefix="/shop/candidate")


@own.get("/<int:contest_id>")
def edit(contest_id: int) -> Response:
    contest, shop = _enter(contest_id)
    form = CandidateForm.about(queries.own_candidate(db(), contest.id, shop_id=shop.id))
    return show("elections/own_candidate.html", form=form, **_facts(contest, shop))


@own.post("/<int:contest_id>")
def change(contest_id: int) -> Response:
    (contest, shop), form = _enter(contest_id), CandidateForm()
    if form.validate():
        try:
            services.stand(db(), contest, form.draft(shop), account_id=actor().id, now=clock.utc_now())
            return onward(url_for(".edit", contest_id=contest.id, shop=request.args.get("shop")))
        except Refusal as refusal:
            form.refuse(refusal)
    return show_again("elections/own_candidate.html", form=form, **_facts(contest, shop))


def _enter(contest_id: int) -> tuple[Contest, Shop]:
    """The contest, and the shop that the signed-in keeper acts for in its city; nobody else finds it."""
    contest = queries.contest_of_keeper(db(), contest_id, account_id=actor().id)
    areas.enter(city_by_id(db(), contest.city_id))
    shops = _shops_in(contest)
    chosen = request.args.get("shop", shops[0].slug)
    shop = next((one for one in shops if one.slug == chosen), None)
    if shop is None:
        raise Unknown
    return contest, shop


def _facts(contest: Contest, shop: Shop) -> dict[str, Any]:
    candidate = queries.own_candidate(db(), contest.id, shop_id=shop.id)
    votes = queries.votes_per_candidate(db(), contest.id)
    g.contest, g.candidate = contest, candidate
    return {
        "parts": parts.parts_of("own_candidate", db(), clock.utc_now()),
        "contest": contest,
        "shop": shop,
        "standing": own_standing(contest, candidate, votes, clock.utc_now()),
        "shops": _shops_in(contest),
    }


def _shops_in(contest: Contest) -> list[Shop]:
    return [shop for shop in shops_of(db(), account_id=actor().id) if shop.city_id == contest.city_id]
