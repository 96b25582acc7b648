"""What counters get to judge vouchers alone, tokens at the till, and the alarm about guesses."""

import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select, update

from cityshop.campaigns.models import Campaign
from cityshop.core.codes import new_typed_code, serial_of
from cityshop.core.db import choose_city
from cityshop.core.journal import Happening, JournalEntry
from cityshop.core.outbox import OutgoingMail
from cityshop.core.permissions import Role
from cityshop.offers import revoking, till
from cityshop.offers.models import Offer
from cityshop.offers.signing import read_token
from cityshop.offers.writing import keep_version
from tests.makers.base import NOW
from tests.makers.merchants import PIN

API = "/api/v1"


@pytest.fixture
def campaign(make):
    return make.campaign()


@pytest.fixture
def voucher(make, campaign):
    return make.voucher(make.offer(make.shop(), campaign))


@pytest.fixture
def token(make, voucher, settings):
    return make.token(voucher, secret=settings.secret_key)


@pytest.fixture
def counter(make, voucher):
    return make.counter(voucher.offer.shop)


@pytest.fixture
def headers(client, counter):
    bearer = client.post(f"{API}/counters/{counter.token}/sign-in", json={"pin": PIN}).json["bearer"]
    return {"Authorization": f"Bearer {bearer}"}


@pytest.fixture
def redeem(client, headers):
    def send(**shown):
        return client.post(f"{API}/redemptions", json={"idempotency_key": "a key", **shown}, headers=headers)

    return send


def keys_of(client, headers, query=""):
    return client.get(f"{API}/counters/keys{query}", headers=headers)


def test_a_counter_can_check_a_token_with_what_it_gets(client, headers, voucher, token):
    answer = keys_of(client, headers)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (key,) = answer.json["keys"]
    read = read_token(token)
    assert (key["campaign"], key["id"]) == (read.token.campaign_id, read.token.key_id)
    assert (key["from"], key["until"]) == ("2026-11-22T10:00:00Z", "2026-12-22T10:00:00Z")
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key["public"]))
    public.verify(read.signature, read.body)


def test_a_counter_gets_the_terms_and_the_pause_of_its_own_offers(client, headers, make, voucher):
    make.offer(make.shop(), voucher.offer.campaign)

    (offer,) = keys_of(client, headers).json["offers"]
    (campaign,) = keys_of(client, headers).json["campaigns"]

    assert (offer["id"], offer["version"]) == (voucher.offer_id, 1)
    assert [version["title"] for version in offer["versions"]] == [{"nl": "20 % op brood"}]
    assert (campaign["id"], campaign["paused"]) == (voucher.offer.campaign_id, False)


def test_each_version_tells_its_own_days_within_the_campaign(client, headers, database, voucher, campaign):
    days = {"starts_at": NOW + timedelta(days=1), "ends_at": campaign.ends_at + timedelta(days=1)}
    with database.writes.begin() as session:
        choose_city(session, voucher.city_id)
        offer = session.get_one(Offer, voucher.offer_id)
        offer.starts_at, offer.ends_at, offer.version = days["starts_at"], days["ends_at"], 2
        keep_version(session, offer, now=NOW)

    (told,) = keys_of(client, headers).json["offers"]

    last = f"{campaign.ends_at:%Y-%m-%dT%H:%M:%SZ}"
    assert [(version["starts_at"], version["ends_at"]) for version in told["versions"]] == [
        (f"{campaign.starts_at:%Y-%m-%dT%H:%M:%SZ}", last),
        (f"{days['starts_at']:%Y-%m-%dT%H:%M:%SZ}", last),
    ]


@pytest.mark.parametrize(
    ("kind", "cap", "asks"), [("percent", 50_00, True), ("percent", None, False), ("amount", 50_00, False)]
)
def test_a_counter_hears_whether_the_city_needs_the_purchase(client, make, kind, cap, asks):
    campaign, shop = make.campaign(), make.shop()
    make.discount_rules(campaign, cap_cents=cap)
    make.offer(shop, campaign, kind=kind, value=10)
    token = make.counter(shop).token
    bearer = client.post(f"{API}/counters/{token}/sign-in", json={"pin": PIN}).json["bearer"]

    (offer,) = keys_of(client, {"Authorization": f"Bearer {bearer}"}).json["offers"]

    assert offer["asks_purchase"] is asks


def test_a_pause_is_told(client, headers, database, voucher):
    with database.writes.begin() as session:
        paused = update(Campaign.__table__).where(Campaign.__table__.c.id == voucher.offer.campaign_id)
        session.execute(paused.values(paused_at=NOW, pauses_redemptions=True))

    assert keys_of(client, headers).json["campaigns"][0]["paused"] is True


def test_what_became_void_is_told_once(client, headers, database, make, voucher):
    campaign = voucher.offer.campaign_id
    other = make.voucher(make.offer(make.shop(), voucher.offer.campaign))
    with database.writes.begin() as session:
        revoking.revoke_all(session, [voucher.id, other.id], now=NOW)

    first = keys_of(client, headers).json["revocations"]
    again = keys_of(client, headers, f"?since={campaign}.2&since=x&since=9.9.9&since=%00").json["revocations"]

    assert first == [{"campaign": campaign, "number": 2, "serials": [serial_of(voucher.code)]}]
    assert again == [{"campaign": campaign, "number": 2, "serials": []}]


def test_without_a_bearer_nothing_is_told(client, counter):
    assert keys_of(client, {}).status_code == 401
    assert keys_of(client, {"Authorization": "Bearer nonsense"}).status_code == 401


def test_a_shop_without_offers_gets_an_empty_list(client, make):
    counter = make.counter(make.shop())
    bearer = client.post(f"{API}/counters/{counter.token}/sign-in", json={"pin": PIN}).json["bearer"]

    answer = keys_of(client, {"Authorization": f"Bearer {bearer}"}).json

    assert [answer[name] for name in ("keys", "revocations", "campaigns", "offers")] == [[], [], [], []]


def test_queries_do_not_grow_with_offers(client, headers, make, queries, voucher):
    with queries() as before:
        keys_of(client, headers)
    for _ in range(5):
        make.offer(voucher.offer.shop, voucher.offer.campaign)
    with queries() as after:
        keys_of(client, headers)

    assert len(after) == len(before)


def test_a_token_is_redeemed_once(redeem, token, voucher):
    first, again = redeem(token=token), redeem(code=f"HTTP://LOCALHOST/V/{token}")

    assert (first.status_code, again.status_code) == (201, 200)
    other = redeem(token=token, idempotency_key="another key")
    assert (other.status_code, other.json["reason"]) == (409, "already_redeemed")


def test_a_forged_token_is_refused_with_its_reason(redeem, token):
    answer = redeem(token=token[:-4] + "AAAA")

    assert (answer.status_code, answer.json["reason"]) == (409, "forged")


def test_a_get_never_redeems(client, token, voucher, database):
    for _ in range(2):
        assert client.get(f"/V/{token}").status_code == 200

    with database.reads() as session:
        assert session.execute(select(type(voucher).__table__.c.state)).scalar_one() == "issued"


def test_a_forged_address_is_a_404(client, token):
    assert client.get(f"/V/{token[:-4]}AAAA").status_code == 404


def test_the_voucher_page_carries_the_token(client, token, voucher):
    page = client.get(f"/v/{voucher.code}").get_data(as_text=True)

    assert 'viewBox="0 0 53 53"' in page  # 45 modules and a quiet zone of 4 all around: version 7


def test_guesses_alarm_town_hall_once_an_hour(redeem, make, database, counter, monkeypatch):
    monkeypatch.setattr(till, "ALARM_AT", 3)
    make.staff(Role.WRITER)

    for number in range(5):
        redeem(code=new_typed_code(), idempotency_key=str(number))

    with database.reads() as session:
        entries = session.scalars(select(JournalEntry)).all()
        letters = session.scalars(select(OutgoingMail)).all()
    guessed = [entry for entry in entries if entry.happening == Happening.CODES_GUESSED]
    assert [(entry.subject, entry.city_id) for entry in guessed] == [
        (f"counter {counter.id}", counter.city_id)
    ]
    assert [letter.subject for letter in letters] == ["Many wrong codes at the counter of Bakkerij Bert"]
