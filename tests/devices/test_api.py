"""Phones over HTTP: contact, and batches of what was scanned without reception."""

import itertools
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from cityshop.core.db import across_cities
from cityshop.devices import batches, queries, services, till
from cityshop.devices.models import Device
from cityshop.devices.services import Report
from cityshop.merchants.models import Counter
from cityshop.offers.models import Redemption
from cityshop.offers.refusals import CounterRevoked
from cityshop.offers.till import enter_city_of
from tests.makers.base import NOW
from tests.makers.devices import as_sent

EARLIER = NOW - timedelta(minutes=30)
API = "/api/v1"


def milliseconds(moment):
    return round(moment.timestamp() * 1000)


@pytest.fixture
def ask(client, phone):
    """`ask(path, **facts)` sends JSON as the phone."""

    def ask(path, *, token=phone.token, at=NOW, **facts):
        headers = {"Authorization": f"Bearer {token}"}
        return client.post(f"{API}/{path}", json={"sent_at": milliseconds(at), **facts}, headers=headers)

    return ask


def test_a_contact_tells_all_that_a_phone_needs(ask, make, shop, phone, town):
    counted = make.offer(shop, stock=50, stock_counts="used")

    said = ask("devices/contact", waiting=0, known={}).json

    assert said["clock"] == "right"
    assert [key["id"] for key in said["keys"]] == [1]
    assert [offer["id"] for offer in said["offers"]] == [counted.id]
    assert said["counted"] == [counted.id]
    assert said["leases"] == [{"offer": counted.id, "left": 5, "until": "2026-11-22T14:00:00Z"}]
    assert town.look(phone.device).emptied_at == NOW


@pytest.mark.parametrize("number", [2**31, 10**30, -1, True, None, "1"])
def test_a_contact_leaves_out_numbers_that_nobody_gave(ask, voucher, number):
    known = {str(voucher.offer.campaign_id): number, "9" * 9: number}

    assert ask("devices/contact", waiting=0, known=known).status_code == 200


def test_the_bearer_of_a_contact_redeems(ask, client, voucher):
    bearer = ask("devices/contact", waiting=0, known={}).json["bearer"]

    answer = ask("redemptions", token=bearer, code=voucher.code, idempotency_key="sleutel-van-de-telefoon")

    assert answer.status_code == 201


def test_a_contact_with_scans_waiting_says_nothing_of_an_empty_phone(ask, phone, town):
    ask("devices/contact", waiting=4, known={})

    device = town.look(phone.device)
    assert (device.waiting, device.seen_at) == (4, NOW)
    assert device.emptied_at < NOW


def test_a_wrong_clock_is_told(ask, phone, town):
    said = ask("devices/contact", waiting=0, known={}, at=NOW + timedelta(hours=3)).json

    assert (said["clock"], said["skew_seconds"]) == ("wrong", -3 * 3600)


@pytest.mark.parametrize("at", [0, 4_000_000_000_000])
def test_whatever_a_clock_says_fits_in_the_database(ask, at):
    assert ask("devices/contact", waiting=0, known={}, sent_at=at).status_code == 200


@pytest.mark.parametrize(
    "facts",
    [
        {"sent_at": None},
        {"sent_at": "now"},
        {"sent_at": -1},
        {"sent_at": 10**18},
        {"sent_at": True},
        {"waiting": -1},
        {"waiting": "1"},
        {"waiting": True},
        {"waiting": 10**9},
    ],
)
def test_wrong_facts_of_a_contact_are_named(ask, facts):
    answer = ask("devices/contact", **{"waiting": 0, "known": {}, **facts})

    assert (answer.status_code, answer.json["code"]) == (422, "fact-missing")


@pytest.mark.parametrize("known", [None, [], "1", {"a": 1}, {"1": "a"}, {"9" * 30: 1}])
def test_what_cannot_be_read_is_not_known(ask, known):
    assert ask("devices/contact", waiting=0, known=known).status_code == 200


def test_a_batch_gets_a_verdict_for_each(ask, phone, voucher):
    sent = [as_sent(phone.scan(voucher.code, at=EARLIER)), as_sent(phone.scan(voucher.code, at=EARLIER))]

    answers = ask("redemptions/batch", scans=sent).json["answers"]

    assert [(each["verdict"], each["reason"]) for each in answers] == [
        ("redeemed", ""),
        ("conflict", "already_redeemed"),
    ]


def test_a_batch_again_is_replayed(ask, phone, voucher):
    sent = [as_sent(phone.scan(voucher.code, at=EARLIER))]
    ask("redemptions/batch", scans=sent)

    (answer,) = ask("redemptions/batch", scans=sent).json["answers"]

    assert (answer["verdict"], answer["was"]) == ("replayed", "redeemed")


def test_an_upload_that_was_cut_is_replayed_and_goes_on(ask, make, shop, phone, town):
    offer = make.offer(shop)
    sent = [as_sent(phone.scan(make.voucher(offer).code, at=EARLIER)) for _ in range(60)]
    ask("redemptions/batch", scans=sent[:40])

    answers = ask("redemptions/batch", scans=sent).json["answers"]

    assert [each["verdict"] for each in answers] == ["replayed"] * 40 + ["redeemed"] * 20
    assert len(town.scans()) == 60


def test_a_batch_that_is_cut_in_the_middle_answers_nothing_twice(ask, make, phone, town, monkeypatch):
    offer, judged = make.offer(town.shop), itertools.count()
    sent = [as_sent(phone.scan(make.voucher(offer).code, at=EARLIER)) for _ in range(5)]

    def cut(*facts, **more):
        if next(judged) == 3:
            raise OperationalError("INSERT", {}, Exception("server closed the connection unexpectedly"))
        return batches.take_in(*facts, **more)

    monkeypatch.setattr(till, "batches", SimpleNamespace(take_in=cut))
    assert ask("redemptions/batch", scans=sent).status_code == 503
    assert len(town.scans()) == 3

    answers = ask("redemptions/batch", scans=sent).json["answers"]

    assert [each["verdict"] for each in answers] == ["replayed"] * 3 + ["redeemed"] * 2
    assert [each.get("was") for each in answers] == ["redeemed"] * 3 + [None] * 2
    assert len(town.scans()) == len(town.rows(Redemption)) == 5


@pytest.mark.parametrize(
    "scans",
    [
        None,
        [],
        {},
        ["text"],
        [{}],
        [{"text": 5, "signature": ""}],
        [{"text": "é", "signature": ""}],
        [{"text": "a" * 1001, "signature": ""}],
        [{"text": "a", "signature": "a" * 201}],
        [{"text": "a", "signature": "a"}] * 201,
    ],
)
def test_what_is_no_batch_is_refused_whole(ask, town, scans):
    answer = ask("redemptions/batch", scans=scans)

    assert (answer.status_code, answer.json["code"]) == (422, "batch-unreadable")
    assert town.scans() == []


@pytest.mark.parametrize("path", ["devices/contact", "redemptions/batch"])
@pytest.mark.parametrize("token", ["", "nonsense", "é"])
def test_a_stranger_hears_nothing(ask, path, token):
    answer = ask(path, token=token, waiting=0, scans=[])

    assert (answer.status_code, answer.json["code"]) == (401, "bearer-needed")


@pytest.mark.parametrize("path", ["devices/contact", "redemptions/batch"])
def test_after_a_new_pin_a_phone_waits_for_it(ask, counter, database, path):
    with database.writes.begin() as session, across_cities(session):
        session.get(Counter, counter.id).bearer_version = 2

    assert ask(path, waiting=0, scans=[]).status_code == 401


def test_an_ended_phone_hears_so_and_its_scans_are_kept(ask, town, phone, voucher):
    town.act(lambda session: session.execute(update(Device).values(revoked_at=NOW)))

    assert ask("devices/contact", waiting=0, known={}).json["code"] == "counter-revoked"
    (answer,) = ask("redemptions/batch", scans=[as_sent(phone.scan(voucher.code, at=EARLIER))]).json[
        "answers"
    ]
    assert (answer["verdict"], answer["reason"]) == ("conflict", "counter_revoked")


@pytest.fixture
def end(town):
    """`end(phone)` ends it, as its shop does."""

    def end(phone):
        device = phone.device
        town.act(
            lambda session: services.end_device(
                session, queries.device_of_city(session, device.id), account_id=None, now=NOW
            )
        )

    return end


def test_an_ended_phone_redeems_nothing_with_what_it_heard_before(ask, phone, voucher, end):
    bearer = ask("devices/contact", waiting=0, known={}).json["bearer"]
    end(phone)

    answer = ask("redemptions", token=bearer, code=voucher.code, idempotency_key="sleutel-na-het-einde")

    assert (answer.status_code, answer.json["code"]) == (401, "bearer-needed")


def test_the_other_phones_of_a_counter_go_on_when_one_is_ended(ask, make, counter, voucher, end):
    lost, lost_too = make.phone(counter), make.phone(counter)
    for one in (lost, lost_too, lost):
        end(one)

    told = ask("devices/contact", waiting=0, known={})

    assert told.status_code == 200
    answer = ask("redemptions", token=told.json["bearer"], code=voucher.code, idempotency_key="verder")
    assert answer.status_code == 201


def test_a_phone_that_waits_for_the_pin_still_does_when_another_is_ended(ask, make, town, counter, end):
    raised = update(Counter).where(Counter.id == counter.id).values(bearer_version=5)
    town.act(lambda session: session.execute(raised))

    end(make.phone(counter))

    assert ask("devices/contact", waiting=0, known={}).status_code == 401


def test_a_phone_that_was_ended_a_moment_ago_gets_no_loan(client, town, make, shop, phone):
    offer = make.offer(shop, stock=50, stock_counts="used")
    with town.database.reads() as session:
        seen_before = queries.device_by_digest(session, phone.device.token_digest)
    town.act(lambda session: session.execute(update(Device).values(revoked_at=NOW)))

    with client.application.test_request_context():
        enter_city_of(seen_before.counter)
        with pytest.raises(CounterRevoked):
            till.greet(seen_before, Report(NOW, 0))
    assert town.look(offer).leased == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(client, phone, body):
    headers = {"Authorization": f"Bearer {phone.token}"}
    for path in ("devices/contact", "redemptions/batch"):
        answer = client.post(f"{API}/{path}", data=body, content_type="application/json", headers=headers)

        assert answer.status_code in (400, 422)


def test_a_phone_that_asks_all_the_time_is_slowed(ask):
    statuses = {ask("devices/contact", waiting=0, known={}).status_code for _ in range(31)}

    assert statuses == {200, 429}
