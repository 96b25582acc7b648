"""The counter and a city's offers for programs: JSON under /api/v1, described by openapi.json."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify, request

from cityshop.cities.queries import all_cities, city_by_slug
from cityshop.core import clock
from cityshop.core.db import choose_city
from cityshop.core.errors import Refusal, Unknown
from cityshop.core.money import MOST_CENTS
from cityshop.offers import cookie, openapi, queries, till, words
from cityshop.offers.bearers import GOOD_FOR
from cityshop.offers.errors import BearerNeeded, FactMissing, JsonUnreadable
from cityshop.offers.exports import counter_keys
from cityshop.offers.refusals import RedemptionRefused
from cityshop.offers.rules import UNDO_WITHIN, OfferFacts, offer_phase
from cityshop.offers.services import Order, Redeemed
from cityshop.web import areas
from cityshop.web.session import reading

api = areas.open_door("api", __name__, prefix="/api/v1")

LONGEST_TEXT = 300


@api.errorhandler(RedemptionRefused)
def say_no(refusal: RedemptionRefused) -> Response:
    """A refusal at the counter, with its reason as a word for programs."""
    facts = {name: _as_json(value) for name, value in refusal.facts.items()}
    return _problem(refusal, reason=refusal.reason, **facts)


@api.errorhandler(BearerNeeded)
def ask_bearer(refusal: BearerNeeded) -> Response:
    response = _problem(refusal)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.get("/openapi.json")
def description() -> Response:
    return jsonify(openapi.DOCUMENT)


@api.get("/cities")
def cities() -> Response:
    return jsonify(
        [{"slug": city.slug, "name": city.name, "nis_code": city.nis_code} for city in all_cities(reading())]
    )


@api.get("/cities/<slug>/offers")
def offers(slug: str) -> Response:
    city, now = city_by_slug(reading(), slug), clock.utc_now()
    if city is None:
        raise Unknown
    return jsonify([_offer(offer, now) for offer in queries.open_offers(reading(), city.id, now=now)])


@api.post("/counters/<token>/sign-in")
def sign_in(token: str) -> Response:
    counter, sent = till.open_counter(token), _sent()
    till.check_pin(counter, _text(sent, "pin"))
    return jsonify(bearer=cookie.bearer_of(counter), good_until=_as_json(clock.utc_now() + GOOD_FOR))


@api.get("/counters/keys")
def keys() -> Response:
    """What this counter needs to judge vouchers without reception; `since=<campaign>.<number>` is known."""
    counter = cookie.counter_behind(reading(), cookie.bearer_of_program())
    choose_city(reading(), counter.city_id)
    since = _known_numbers(request.args.getlist("since"))
    return jsonify(counter_keys(reading(), counter.shop_id, since=since, now=clock.utc_now()))


@api.post("/redemptions")
def redeem() -> Response:
    bearer, sent = cookie.bearer_of_program(), _sent()
    order = Order(_shown(sent), _text(sent, "idempotency_key"), _cents(sent, "amount_cents"))
    answer = till.redeem_for_program(bearer, order)
    if isinstance(answer, RedemptionRefused):
        raise answer
    response = jsonify(_redemption(answer))
    response.status_code = HTTPStatus.OK if answer.is_replay else HTTPStatus.CREATED
    return response


@api.post("/redemptions/<int:redemption_id>/undo")
def undo(redemption_id: int) -> Response:
    till.undo_for_program(cookie.bearer_of_program(), redemption_id)
    return jsonify(id=redemption_id, state="undone")


def _known_numbers(since: Iterable[str]) -> Mapping[int, int]:
    """The last revocation that a counter knows of each campaign; what cannot be read is not known."""
    pairs = (re.fullmatch(r"([0-9]{1,9})[.]([0-9]{1,9})", known) for known in since)
    return {int(pair[1]): int(pair[2]) for pair in pairs if pair is not None}


def _sent() -> Mapping[str, Any]:
    """The JSON object that was sent; raises JsonUnreadable for anything else, however deep it is nested."""
    try:
        sent = request.get_json(cache=False)
    except RecursionError as error:
        raise JsonUnreadable from error
    if not isinstance(sent, dict):
        raise JsonUnreadable
    return sent


def _text(sent: Mapping[str, Any], name: str) -> str:
    text = sent.get(name)
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_TEXT or not text.isprintable():
        raise FactMissing(name=name)
    return text


def _shown(sent: Mapping[str, Any]) -> str:
    """The voucher as it was shown: `code` is what was typed or scanned, `token` what the QR code holds."""
    return _text(sent, "code" if sent.get("token") is None else "token")


def _cents(sent: Mapping[str, Any], name: str) -> int | None:
    cents = sent.get(name)
    if cents is None:
        return None
    if not isinstance(cents, int) or isinstance(cents, bool) or not 0 <= cents <= MOST_CENTS:
        raise FactMissing(name=name)
    return cents


def _redemption(answer: Redeemed) -> dict[str, Any]:
    return {
        "id": answer.id,
        "state": "redeemed",
        "redeemed_at": _as_json(answer.redeemed_at),
        "undo_until": _as_json(answer.redeemed_at + UNDO_WITHIN),
        "replayed": answer.is_replay,
    }


def _offer(offer: OfferFacts, now: datetime) -> dict[str, Any]:
    names = ("slug", "title", "kind", "value", "conditions", "min_spend_cents", "windows", "stock", "left")
    return {
        **{name: getattr(offer, name) for name in names},
        "state": offer_phase(offer, now),
        "starts_at": _as_json(offer.starts_at),
        "ends_at": _as_json(offer.ends_at),
        "shop": {"name": offer.shop_name, "street": offer.shop_street, "category": offer.category},
    }


def _problem(refusal: Refusal, **more: object) -> Response:
    title, detail = HTTPStatus(refusal.status).phrase, words.sentence(refusal)
    response = jsonify(
        type="about:blank", title=title, status=refusal.status, code=refusal.code, detail=detail, **more
    )
    response.status_code, response.mimetype = refusal.status, "application/problem+json"
    return response


def _as_json(value: object) -> object:
    """Moments as ISO 8601 in UTC; everything else as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value
