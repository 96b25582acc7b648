"""The JSON of the counter and of a city's offers."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from cityshop.core.db import LOCK_NOT_AVAILABLE, across_cities
from cityshop.offers import counters, openapi, services, till
from cityshop.offers.refusals import Reason
from tests.makers.base import NOW
from tests.makers.merchants import PIN

API = "/api/v1"
PROBLEM = "application/problem+json"


@pytest.fixture
def voucher(make):
    return make.voucher()


@pytest.fixture
def counter(make, voucher):
    return make.counter(voucher.offer.shop)


@pytest.fixture
def bearer(client, counter):
    return client.post(f"{API}/counters/{counter.token}/sign-in", json={"pin": PIN}).json["bearer"]


@pytest.fixture
def redeem(client, bearer):
    def send(code, key="a key", bearer=bearer, **facts):
        headers = {"Authorization": f"Bearer {bearer}"}
        body = {"code": code, "idempotency_key": key, **facts}
        return client.post(f"{API}/redemptions", json=body, headers=headers)

    return send


def test_a_redemption_is_created_once(redeem, voucher):
    first, again = redeem(voucher.code), redeem(voucher.code)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == {
        "id": first.json["id"],
        "state": "redeemed",
        "redeemed_at": "2026-11-22T10:00:00Z",
        "undo_until": "2026-11-22T10:10:00Z",
        "replayed": False,
    }
    assert again.json == {**first.json, "replayed": True}


class Cut(Exception):
    """What the driver says when the connection died; or, with a state, when somebody else held the row."""

    def __init__(self, sqlstate=None):
        super().__init__("server closed the connection unexpectedly")
        self.sqlstate = sqlstate


def test_a_connection_that_died_after_the_redemption_gets_its_answer(redeem, voucher, database, monkeypatch):
    def redeem_and_die(_, bearer, order, *, now):
        with database.writes.begin() as session:
            services.redeem_voucher(session, counters.counter_by_id(session, bearer[0]), order, now=now)
        raise OperationalError("UPDATE", {}, Cut())

    monkeypatch.setattr(till, "redeem_plainly", redeem_and_die)

    answer = redeem(voucher.code)

    assert (answer.status_code, answer.json["replayed"]) == (200, True)


def test_a_row_that_somebody_holds_too_long_is_not_asked_for_twice(redeem, voucher, monkeypatch):
    def wait_too_long(*_, **__):
        raise OperationalError("UPDATE", {}, Cut(LOCK_NOT_AVAILABLE))

    monkeypatch.setattr(till, "redeem_plainly", wait_too_long)

    answer = redeem(voucher.code)

    assert answer.json["reason"] == "busy"


def test_an_answer_is_private(redeem, voucher):
    answer = redeem(voucher.code)

    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_the_same_key_with_another_body_is_refused(redeem, voucher):
    redeem(voucher.code, amount_cents=100)

    answer = redeem(voucher.code, amount_cents=200)

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency-key-reused")


def test_a_refusal_has_a_reason(redeem, voucher):
    redeem(voucher.code)

    answer = redeem(voucher.code, "another key")

    assert answer.status_code == 409
    assert answer.mimetype == PROBLEM
    facts = {"reason": "already_redeemed", "redeemed_at": "2026-11-22T10:00:00Z", "counter": "Kassa"}
    assert facts.items() <= answer.json.items()
    assert answer.json["code"] == "voucher-already-redeemed"


ALL_WEEK = {"days": [0, 1, 2, 3, 4, 5, 6], "from": "00:00", "to": "24:00"}
AT_NOON = {"days": [0], "from": "12:00", "to": "13:00"}


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"windows": [AT_NOON, ALL_WEEK]},
        {"stock": 9},
        {"starts_at": NOW - timedelta(hours=1), "ends_at": NOW + timedelta(hours=1)},
    ],
)
def test_a_good_voucher_takes_one_statement_on_postgresql(make, queries, redeem, voucher, facts):
    good = make.voucher(make.offer(voucher.offer.shop, **facts))

    with queries() as counted:
        answer = redeem(good.code)

    assert answer.status_code == 201
    assert make.database.is_sqlite or len(counted) == 1


@pytest.mark.parametrize(
    "facts", [{"stock": 9, "stock_counts": "used"}, {"min_spend_cents": 5_00}], ids=lambda facts: [*facts][-1]
)
def test_what_asks_more_is_redeemed_as_well(make, redeem, voucher, facts):
    good = make.voucher(make.offer(voucher.offer.shop, **facts))

    assert redeem(good.code, amount_cents=None).status_code == 201


def test_every_reason_that_a_counter_can_give(make, redeem, voucher):
    shop = voucher.offer.shop
    paused = make.voucher(make.offer(shop, make.campaign(paused=True)))
    later = make.voucher(make.offer(shop, windows=[{"days": [0], "from": "09:00", "to": "12:00"}]))
    void = make.voucher(make.offer(shop), state="void")
    costly = make.voucher(make.offer(shop, min_spend_cents=25_00))
    other = make.voucher(make.offer(make.shop()))

    assert redeem("AAAAAAAAAA").json["reason"] == "unknown"
    assert redeem(other.code).json["reason"] == "wrong_shop"
    assert redeem(void.code).json["reason"] == "revoked"
    assert redeem(paused.code).json["reason"] == "paused"
    assert redeem(later.code).json["reason"] == "outside_window"
    assert redeem(later.code).json["next_window"] == "2026-11-23T08:00:00Z"
    assert redeem(costly.code, amount_cents=1).json["least_cents"] == 25_00


def test_a_reason_is_told_in_words_that_people_read(make, redeem, voucher):
    shop = voucher.offer.shop
    later = make.voucher(make.offer(shop, windows=[{"days": [0], "from": "09:00", "to": "12:00"}]))
    costly = make.voucher(make.offer(shop, min_spend_cents=25_00))

    assert redeem(later.code).json["detail"].endswith("from maandag 23 november, 09:00.")
    assert redeem(costly.code, amount_cents=1).json["detail"].endswith("of at least € 25.")


def test_a_closed_counter_redeems_nothing(redeem, voucher, counter, database):
    with database.writes.begin() as session, across_cities(session):
        row = session.get(type(counter), counter.id)
        row.revoked_at, row.bearer_version = row.opened_at, 2

    answer = redeem(voucher.code)

    assert (answer.status_code, answer.json["reason"]) == (409, "counter_revoked")


@pytest.mark.parametrize("bearer", ["", "nonsense", "1.1.9999999999.00", "é", "a.b.c.d"])
def test_without_a_good_bearer_nothing_is_redeemed(redeem, voucher, bearer):
    answer = redeem(voucher.code, bearer=bearer)

    assert (answer.status_code, answer.json["code"]) == (401, "bearer-needed")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_new_pin_ends_the_bearer(redeem, voucher, counter, database):
    with database.writes.begin() as session, across_cities(session):
        session.get(type(counter), counter.id).bearer_version = 2

    assert redeem(voucher.code).status_code == 401


def test_a_bearer_is_good_for_twelve_hours(redeem, voucher, site_clock):
    site_clock.move(hours=12)

    assert redeem(voucher.code).status_code == 401


@pytest.mark.parametrize(
    "facts",
    [
        {"code": None},
        {"code": 5},
        {"code": ["A"]},
        {"code": ""},
        {"code": "A" * 301},
        {"code": "a\0b"},
        {"idempotency_key": {}},
        {"idempotency_key": " "},
        {"idempotency_key": "a\nb"},
        {"amount_cents": "5"},
        {"amount_cents": 5.5},
        {"amount_cents": True},
        {"amount_cents": -1},
        {"amount_cents": 10**30},
    ],
)
def test_wrong_facts_are_named(client, bearer, voucher, facts):
    body = {"code": voucher.code, "idempotency_key": "a key", **facts}

    answer = client.post(f"{API}/redemptions", json=body, headers={"Authorization": f"Bearer {bearer}"})

    assert (answer.status_code, answer.json["code"]) == (422, "fact-missing")
    assert next(iter(facts)) in answer.json["detail"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b"5", "application/json"),
        (b'"text"', "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"[" * 200_000, "application/json"),
        (b'{"a":' * 100_000, "application/json"),
        (b"code=A", "application/x-www-form-urlencoded"),
        (b"{}", "text/plain"),
    ],
)
def test_what_is_no_json_object_is_refused(client, bearer, counter, body, kind):
    headers = {"Authorization": f"Bearer {bearer}"}
    for path in ("/redemptions", f"/counters/{counter.token}/sign-in"):
        answer = client.post(API + path, data=body, content_type=kind, headers=headers)

        assert answer.status_code in (400, 415, 422)
        assert answer.mimetype == PROBLEM


def test_unknown_facts_change_nothing(redeem, voucher):
    assert (
        redeem(voucher.code, shop_id=99, redeemed_at="1999-01-01T00:00:00Z")
        .json["redeemed_at"]
        .startswith("2026")
    )


@pytest.mark.parametrize("pin", ["0000", "", 2468, None, "\0", "x" * 400])
def test_a_wrong_pin_gives_no_bearer(client, counter, pin):
    answer = client.post(f"{API}/counters/{counter.token}/sign-in", json={"pin": pin})

    assert answer.status_code == 422
    assert answer.mimetype == PROBLEM


def test_pins_cannot_be_guessed(client, counter):
    statuses = [
        client.post(f"{API}/counters/{counter.token}/sign-in", json={"pin": "0000"}).status_code
        for _ in range(9)
    ]

    assert statuses == [422] * 8 + [429]


def test_unknown_counters_and_cities_are_404(client, make):
    closed = make.counter(revoked=True)

    for path in (f"/counters/{closed.token}/sign-in", "/counters/nergens/sign-in"):
        assert client.post(API + path, json={"pin": PIN}).status_code == 404
    assert client.get(f"{API}/cities/nergens/offers").json["code"] == "unknown"


def test_undo(client, redeem, bearer, voucher):
    number = redeem(voucher.code).json["id"]
    headers = {"Authorization": f"Bearer {bearer}"}

    for _ in range(2):
        answer = client.post(f"{API}/redemptions/{number}/undo", headers=headers)
        assert answer.json == {"id": number, "state": "undone"}

    assert redeem(voucher.code, "another key").status_code == 201


def test_another_shop_cannot_undo(client, make, redeem, voucher):
    number = redeem(voucher.code).json["id"]
    other = make.counter(make.shop())
    stranger = client.post(f"{API}/counters/{other.token}/sign-in", json={"pin": PIN}).json["bearer"]

    for bearer, which, status in ((stranger, number, 404), (stranger, 10**30, 404), ("", number, 401)):
        headers = {"Authorization": f"Bearer {bearer}"}
        assert client.post(f"{API}/redemptions/{which}/undo", headers=headers).status_code == status


def test_undo_is_too_late_after_ten_minutes(client, redeem, bearer, voucher, site_clock):
    number = redeem(voucher.code).json["id"]
    site_clock.move(minutes=10)

    answer = client.post(f"{API}/redemptions/{number}/undo", headers={"Authorization": f"Bearer {bearer}"})

    assert (answer.status_code, answer.json["code"]) == (409, "undo-too-late")


def test_the_offers_of_a_city(client, make):
    make.offer(stock=10, claimed=4)
    make.offer(state="waiting")
    make.offer(make.shop(make.city("genk", "Genk")))

    offers = client.get(f"{API}/cities/kortrijk/offers").json

    assert [(offer["state"], offer["left"], offer["shop"]["name"]) for offer in offers] == [
        ("open", 6, "Bakkerij Bert")
    ]
    assert {city["slug"] for city in client.get(f"{API}/cities").json} == {"kortrijk", "genk"}


def test_get_never_redeems(client):
    assert client.get(f"{API}/redemptions").status_code == 405


def test_the_description_names_every_route_and_nothing_else(app, client):
    ours = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(("api.", "device_api."))]
    routes = {
        (re.sub(r"<(?:[^:>]*:)?(\w+)>", r"{\1}", rule.rule).removeprefix(API), method.lower())
        for rule in ours
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    described = client.get(f"{API}/openapi.json").json

    assert described["openapi"] == "3.1.0"
    paths = described["paths"]
    assert routes == {(path, method) for path in paths for method in paths[path] if method != "parameters"}


def test_the_description_refers_to_what_it_has(client):
    text = client.get(f"{API}/openapi.json").get_data(as_text=True)
    schemas = openapi.DOCUMENT["components"]["schemas"]

    assert set(re.findall(r"#/components/schemas/(\w+)", text)) <= set(schemas)
    assert all(f'"{reason}"' in text for reason in Reason)
