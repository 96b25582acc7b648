"""Behind the counter: pairing with the PIN or by a link, and the page without reception."""

import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import update

from cityshop.devices import queries, services
from cityshop.devices.models import Device, Pairing
from tests.makers.base import NOW
from tests.makers.merchants import PIN
from tests.page import Page


def written(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.fixture
def new_phone():
    """What a phone sends that wants to be paired."""
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    sent_at = round(NOW.timestamp() * 1000)
    return {"name": "iPhone, Safari", "algorithm": "ed25519", "public_key": written(key), "sent_at": sent_at}


@pytest.fixture
def behind(client, counter):
    """A client that stands behind the counter."""
    client.post(f"/counter/{counter.token}", data={"pin": PIN})
    return client


@pytest.fixture
def link(town, counter):
    """The address of a link that pairs one phone."""
    secret = town.act(lambda session: services.make_pairing(session, counter, account_id=None, now=NOW))
    return f"/counter/{counter.token}/pair/{secret}"


def test_who_stands_behind_the_counter_pairs_a_phone(behind, counter, new_phone, town):
    paired = behind.post(f"/counter/{counter.token}/devices", json=new_phone).json

    (device,) = town.rows(Device)
    assert (device.id, device.name) == (paired["device"], "iPhone, Safari")
    assert device.token_digest == services.digest_of(paired["token"])


def test_a_stranger_pairs_nothing(client, counter, new_phone, town):
    assert client.post(f"/counter/{counter.token}/devices", json=new_phone).status_code == 404
    assert client.post("/counter/nergens/devices", json=new_phone).status_code == 404
    assert town.rows(Device) == []


def test_the_same_key_is_the_same_phone_with_a_new_token(behind, counter, new_phone, town):
    first, second = (behind.post(f"/counter/{counter.token}/devices", json=new_phone).json for _ in range(2))

    assert first["device"] == second["device"]
    assert first["token"] != second["token"]
    assert len(town.rows(Device)) == 1


def test_a_phone_whose_browser_has_no_ed25519_signs_with_p256(behind, counter, new_phone, town):
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    raw = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    phone = {**new_phone, "algorithm": "p256", "public_key": written(raw)}

    assert behind.post(f"/counter/{counter.token}/devices", json=phone).status_code == 200
    assert [row.algorithm for row in town.rows(Device)] == ["p256"]


@pytest.mark.parametrize(
    "facts",
    [
        {"algorithm": "rsa"},
        {"algorithm": None},
        {"public_key": ""},
        {"public_key": "é"},
        {"public_key": 5},
        {"algorithm": "p256"},
        {"public_key": written(b"a" * 31)},
        {"algorithm": "p256", "public_key": written(b"\4" * 65)},
        {"name": ""},
        {"name": "a\0"},
        {"sent_at": "now"},
    ],
)
def test_what_is_no_phone_is_refused(behind, counter, new_phone, town, facts):
    answer = behind.post(f"/counter/{counter.token}/devices", json={**new_phone, **facts})

    assert answer.status_code == 422
    assert town.rows(Device) == []


def test_a_counter_has_so_many_phones_and_no_more(make, behind, counter, new_phone):
    for _ in range(10):
        make.phone(counter)

    assert behind.post(f"/counter/{counter.token}/devices", json=new_phone).status_code == 409


def test_a_link_pairs_one_phone_and_opens_the_counter(client, counter, link, new_phone, town):
    assert "data-pair" in client.get(link).text

    assert client.post(link, json=new_phone).status_code == 200

    assert "data-code-form" in client.get(f"/counter/{counter.token}").text
    assert len(town.rows(Device)) == 1
    assert link.rpartition("/")[2] not in str([vars(row) for row in town.rows(Pairing)])


def test_looking_at_a_link_uses_nothing(client, link, town):
    for _ in range(2):
        assert client.get(link).status_code == 200

    assert [row.used_at for row in town.rows(Pairing)] == [None]


def test_a_link_that_was_used_says_so(client, link, new_phone, town):
    client.post(link, json=new_phone)

    assert client.post(link, json=new_phone).status_code == 410
    assert "This link was used already. A link is good for one phone" in Page(client.get(link)).text
    assert len(town.rows(Device)) == 1


def test_an_ended_phone_is_refused_and_the_link_stays_good(behind, link, new_phone, town):
    behind.post(f"{link.partition('/pair/')[0]}/devices", json=new_phone)
    town.act(lambda session: session.execute(update(Device).values(revoked_at=NOW)))

    assert behind.post(link, json=new_phone).status_code == 403
    assert [row.used_at for row in town.rows(Pairing)] == [None]


def test_a_phone_that_was_ended_pairs_again_only_with_the_pin(behind, counter, new_phone, town):
    lost = behind.post(f"/counter/{counter.token}/devices", json=new_phone).json["device"]
    town.act(
        lambda session: services.end_device(
            session, queries.device_of_city(session, lost), account_id=None, now=NOW
        )
    )
    another_key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    again = {**new_phone, "public_key": written(another_key)}

    assert behind.post(f"/counter/{counter.token}/devices", json=again).status_code == 404

    behind.post(f"/counter/{counter.token}", data={"pin": PIN})
    assert behind.post(f"/counter/{counter.token}/devices", json=again).status_code == 200


def test_a_link_that_is_too_old_says_so(client, link, new_phone, site_clock):
    site_clock.move(minutes=15)

    assert client.post(link, json=new_phone).status_code == 410
    assert "This link is too old" in Page(client.get(link)).text


def test_a_link_that_was_taken_back_says_so(client, shop, link, new_phone, town):
    town.act(lambda session: services.revoke_pairings(session, shop.id, now=NOW))

    assert client.post(link, json=new_phone).status_code == 410
    assert "The shop took this link back" in Page(client.get(link)).text


def test_links_cannot_be_guessed(client, counter):
    statuses = [client.get(f"/counter/{counter.token}/pair/{number}").status_code for number in range(31)]

    assert statuses == [404] * 30 + [429]


def test_a_link_of_another_counter_pairs_nothing(make, client, link, new_phone):
    other = make.counter()

    address = f"/counter/{other.token}/pair/{link.rpartition('/')[2]}"
    assert client.post(address, json=new_phone).status_code == 404


def test_the_page_without_reception_holds_nothing_private(make, behind, counter, voucher):
    make.redemption(voucher, counter)

    page = Page(behind.get(f"/counter/{counter.token}/offline"))

    assert "Without reception" in page.text
    assert voucher.code not in page.text
    assert "Set-Cookie" not in behind.get(f"/counter/{counter.token}/offline").headers


def test_the_place_of_the_answer_is_there_before_its_words(behind, counter):
    text = behind.get(f"/counter/{counter.token}/offline").text

    assert '<div role="status"><div data-screen="answer" hidden></div></div>' in text


def test_a_closed_counter_has_no_page_without_reception(make, client):
    closed = make.counter(revoked=True)

    for path in ("offline", "attention"):
        assert client.get(f"/counter/{closed.token}/{path}").status_code == 404


def test_the_counter_shows_what_asks_attention_to_who_stands_there(town, behind, counter, phone, voucher):
    scans = [phone.scan(voucher.code, at=NOW - timedelta(minutes=number)) for number in (2, 1)]
    town.send(phone, *scans)

    assert "used already, by another phone" in Page(behind.get(f"/counter/{counter.token}/attention")).text


def test_a_stranger_does_not_see_what_asks_attention(client, counter):
    assert client.get(f"/counter/{counter.token}/attention").status_code == 303
