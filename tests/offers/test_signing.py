"""Tokens in QR codes: what they say, whose signature they carry, and everything that is none of ours."""

import base64
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from cityshop import worker
from cityshop.core.codes import code_of, new_typed_code, read_typed_code, serial_of
from cityshop.core.db import across_cities, choose_city
from cityshop.offers import judging, keys, queries, revoking, services
from cityshop.offers.errors import NoKeyLeft
from cityshop.offers.models import Attempt, Redemption
from cityshop.offers.precautions import Revocation, SigningKey
from cityshop.offers.refusals import CodeMistyped, VoucherForged, VoucherUnknown
from cityshop.offers.services import Order
from cityshop.offers.signing import (
    EPOCH,
    TOKEN_LENGTH,
    Token,
    is_signed_by,
    minute_of,
    minute_until,
    moment_of,
    read_token,
    signed,
)
from cityshop.offers.tokens import signer_for
from tests.makers.base import NOW

OURS = "HTTPS://SHOPS.EXAMPLE.BE/V/"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TOKEN = Token(
    key_id=1, campaign_id=7, offer_id=12, serial=2**45 - 1, not_before=3_600_000, not_after=3_601_000
)


@pytest.fixture
def secret(settings):
    return settings.secret_key


@pytest.fixture
def voucher(make):
    return make.voucher()


@pytest.fixture
def token(make, voucher, secret):
    return make.token(voucher, secret=secret)


def found(database, shown):
    with database.reads() as session:
        return judging.recognise(session, shown)


def test_a_serial_is_the_number_of_the_typed_code():
    for _ in range(50):
        code = new_typed_code()
        assert code_of(serial_of(code)) == code

    assert code_of(0) == "0000000000"
    assert read_typed_code(code_of(2**45 - 1)) == code_of(2**45 - 1)
    with pytest.raises(ValueError, match="35184372088832"):
        code_of(2**45)


def test_a_token_is_ninety_bytes_in_144_capitals():
    text = signed(TOKEN, KEY)

    assert len(text) == TOKEN_LENGTH
    assert text == signed(TOKEN, KEY)
    read = read_token(text)
    assert (read.token, len(read.body), len(read.signature)) == (TOKEN, 26, 64)
    assert is_signed_by(read, KEY.public_key().public_bytes_raw())


def test_the_bytes_of_a_token_stay_what_phones_know_them_as():
    body = read_token(signed(TOKEN, KEY)).body

    assert body.hex() == "0101000000070000000c00001fffffffffff0036ee800036f268"


def test_minutes_are_rounded_so_that_the_first_and_the_last_count():
    moment = EPOCH + timedelta(minutes=5, seconds=1)

    assert (minute_of(moment), minute_until(moment)) == (5, 6)
    assert (minute_of(moment_of(5)), minute_until(moment_of(5))) == (5, 5)


def test_every_changed_bit_is_noticed():
    public = KEY.public_key().public_bytes_raw()
    read = read_token(signed(TOKEN, KEY))
    content = read.body + read.signature

    for place in range(len(content) * 8):
        changed = bytearray(content)
        changed[place // 8] ^= 1 << place % 8
        whole = type(read)(TOKEN, bytes(changed[:26]), bytes(changed[26:]))
        assert not is_signed_by(whole, public)


def test_a_token_opens_its_voucher(database, voucher, token):
    assert len(token) == TOKEN_LENGTH
    for shown in (token, token.lower(), f" {OURS}{token} ", f"{OURS}{token}/", f"https://x.be/v/{token}"):
        assert found(database, shown).id == voucher.id


def test_a_token_says_when_it_is_good(database, voucher, token):
    said = read_token(token).token

    with database.reads() as session:
        offer = queries.voucher_by_code(session, voucher.code).offer
    assert moment_of(said.not_before) == voucher.claimed_at
    assert moment_of(said.not_after) == offer.ends_at
    assert (said.campaign_id, said.offer_id) == (offer.campaign_id, offer.id)


@pytest.mark.parametrize("place", [0, 1, 5, 9, 13, 17, 21, 25, 26, 60, 89])
def test_one_changed_bit_is_forged(database, token, place):
    changed = bytearray(read_token(token).body + read_token(token).signature)
    changed[place] ^= 1

    with pytest.raises(VoucherForged):
        found(database, OURS + base64.b32encode(changed).decode())


@pytest.mark.parametrize(
    "foreign",
    [
        "https://evil.example/win",
        "https://evil.example/V/ABC",
        "WIFI:S:gratis;T:WPA;P:geheim;;",
        "BCD\n002\n1\nSCT\n\nIemand\nBE71096123456769\nEUR10",
        "A" * 10_000,
        "é" * 500,
        "\0" * 200,
        "A" * TOKEN_LENGTH,
        "0" * TOKEN_LENGTH,
        "İ" * TOKEN_LENGTH,
    ],
)
def test_what_is_no_token_is_forged(database, make, foreign):
    with pytest.raises(VoucherForged):
        found(database, foreign)


@pytest.mark.parametrize("length", [21, 60, 143])
def test_a_truncated_token_is_forged(database, token, length):
    with pytest.raises(VoucherForged):
        found(database, token[:length])


@pytest.mark.parametrize("number", ["campaign_id", "offer_id"])
def test_a_number_that_no_row_can_have_is_forged(database, token, number):
    with pytest.raises(VoucherForged):
        found(database, signed(replace(TOKEN, **{number: 2**31}), KEY))
    assert read_token(signed(replace(TOKEN, **{number: 2**31 - 1}), KEY)).token


def test_a_token_under_another_key_is_forged(database, token):
    with pytest.raises(VoucherForged):
        found(database, signed(read_token(token).token, KEY))


def test_a_token_under_the_key_of_another_campaign_is_forged(database, make, token, secret):
    other = make.voucher(make.offer(make.shop(), make.campaign(make.city())))
    make.token(other, secret=secret)
    with database.reads() as session:
        key = keys.open_keys(session, other.offer.campaign_id, secret=secret)[0]

    with pytest.raises(VoucherForged):
        found(database, signed(read_token(token).token, key.private))


def test_a_genuine_token_of_a_voucher_that_is_gone_is_unknown(database, make, voucher, secret):
    make.token(voucher, secret=secret)
    with database.reads() as session:
        key = keys.open_keys(session, voucher.offer.campaign_id, secret=secret)[0]
    lost = Token(key.id, voucher.offer.campaign_id, voucher.offer_id, 5, 3_600_000, 3_700_000)

    with pytest.raises(VoucherUnknown):
        found(database, signed(lost, key.private))


def test_a_wrong_check_character_is_told_apart_from_an_unknown_code(database, voucher):
    code = voucher.code
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    unknown = new_typed_code()

    with pytest.raises(CodeMistyped) as mistyped:
        found(database, f" {wrong[:5]} {wrong[5:].lower()} ")
    with pytest.raises(VoucherUnknown) as not_there:
        found(database, unknown)
    assert mistyped.value.reason == not_there.value.reason == "unknown"
    assert type(not_there.value) is VoucherUnknown


def test_lookalikes_spaces_and_lower_case_are_understood(database, make, session):
    voucher = make.voucher()
    with database.writes.begin() as writing, across_cities(writing):
        row = writing.get(type(voucher), voucher.id)
        row.code = code_of(0b00001 << 40)  # starts with a 1, then zeros

    typed = row.code.replace("0", "o").replace("1", "l").lower()

    assert found(database, f"{typed[:5]} - {typed[5:]}").id == voucher.id


def test_forged_tokens_leave_an_attempt_and_nothing_else(database, make, voucher, token):
    counter = make.counter(voucher.offer.shop)
    order = Order(OURS + token[:-1] + ("A" if token[-1] != "A" else "B"), "a key")

    with database.writes.begin() as session:
        choose_city(session, counter.city_id)
        refusal = services.redeem_or_note(session, counter, order, now=NOW)

    assert (refusal.reason, refusal.word) == ("forged", "Not genuine")
    with database.reads() as session, across_cities(session):
        assert session.scalars(select(Attempt.reason)).all() == ["forged"]
        assert session.scalar(select(func.count()).select_from(Redemption)) == 0
    assert found(database, voucher.code).state == "issued"


def test_a_key_is_made_once_however_many_ask(database, make, secret):
    campaign = make.campaign()

    def keep():
        with database.writes.begin() as session:
            keys.keep_key(session, campaign.city_id, campaign.id, secret=secret, now=NOW)

    threads = [threading.Thread(target=keep) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.reads() as session, across_cities(session):
        assert session.scalar(select(func.count()).select_from(SigningKey)) == 1


def test_the_private_half_is_sealed(database, make, token, voucher, secret):
    with database.reads() as session:
        key = keys.open_keys(session, voucher.offer.campaign_id, secret=secret)[0]
        kept = session.execute(select(SigningKey.__table__.c.private)).scalar_one()
        assert key.private.private_bytes_raw() not in kept
        assert keys.open_keys(session, voucher.offer.campaign_id, secret=secret[1:]) == []


def test_without_a_key_the_qr_code_holds_the_typed_code(database, voucher, secret):
    with database.reads() as session:
        facts = queries.voucher_by_code(session, voucher.code)
        signer = signer_for(session, facts.offer.campaign_id, [facts], secret=secret)

    assert signer.text_of(facts) == voucher.code


def test_a_key_that_ended_verifies_what_it_signed_in_its_time_not_later(
    database, make, voucher, token, secret
):
    campaign = voucher.offer.campaign
    with database.writes.begin() as session:
        later = NOW + timedelta(hours=1)
        keys.replace_keys(session, campaign.city_id, campaign.id, are_stolen=False, secret=secret, now=later)
    assert found(database, token).id == voucher.id
    assert make.token(voucher, secret=secret) == token

    with database.reads() as session:
        opened = keys.open_keys(session, campaign.id, secret=secret)
    old = next(key for key in opened if key.id == 1)
    facts = vars(read_token(token).token) | {"not_before": minute_of(NOW + timedelta(hours=2))}
    with pytest.raises(VoucherForged):
        found(database, signed(Token(**facts), old.private))


def test_a_stolen_key_verifies_nothing_and_vouchers_get_another(database, make, voucher, token, secret):
    campaign = voucher.offer.campaign
    with database.writes.begin() as session:
        later = NOW + timedelta(hours=1)
        keys.replace_keys(session, campaign.city_id, campaign.id, are_stolen=True, secret=secret, now=later)

    with pytest.raises(VoucherForged):
        found(database, token)
    anew = make.token(voucher, secret=secret)
    assert anew != token
    assert read_token(anew).token.key_id > 1
    assert found(database, anew).id == voucher.id


def test_the_next_key_is_made_before_the_last_one_ends(database, make, secret):
    campaign = make.campaign(ends_at=NOW + timedelta(days=90))
    make.offer(campaign=campaign)
    make.signing_key(campaign, secret=secret)

    def follow_up(**after):
        with database.writes.begin() as session:
            return keys.follow_up_keys(session, secret=secret, now=NOW + timedelta(**after))

    assert [follow_up(days=26), follow_up(days=27), follow_up(days=28)] == [0, 1, 0]
    with database.reads() as session:
        new, old = keys.open_keys(session, campaign.id, secret=secret)
    assert (old.id, new.id, new.valid_from) == (1, 2, old.valid_until)


def test_a_campaign_with_offers_and_no_key_gets_one(database, make, secret):
    campaign = make.campaign(ends_at=NOW + timedelta(days=90))
    make.offer(campaign=campaign)
    make.campaign(make.city(), ends_at=NOW + timedelta(days=90))

    with database.writes.begin() as session:
        made = [keys.follow_up_keys(session, secret=secret, now=NOW) for _ in range(2)]

    assert made == [1, 0]
    with database.reads() as session:
        assert [key.valid_from for key in keys.open_keys(session, campaign.id, secret=secret)] == [NOW]


def test_the_worker_follows_up(database, make, settings, secret):
    offer = make.offer()

    worker.follow_up_keys(database, settings)

    with database.reads() as session:
        assert len(keys.open_keys(session, offer.campaign_id, secret=secret)) == 1


def test_a_campaign_has_at_most_255_keys(database, make, secret):
    campaign = make.campaign()
    make.kept(
        SigningKey(
            city_id=campaign.city_id,
            campaign_id=campaign.id,
            id=255,
            public=bytes(32),
            private=bytes(76),
            valid_from=NOW - timedelta(days=2),
            valid_until=NOW - timedelta(days=1),
        )
    )

    about = (campaign.city_id, campaign.id)
    with database.writes.begin() as session:
        keys.keep_key(session, *about, secret=secret, now=NOW)
        with pytest.raises(NoKeyLeft):
            keys.replace_keys(session, *about, are_stolen=False, secret=secret, now=NOW)
    with database.reads() as session:
        assert keys.open_keys(session, campaign.id, secret=secret) == []


def test_what_is_void_is_numbered_once_and_never_signed_again(database, make, secret):
    offer = make.offer()
    vouchers = [make.voucher(offer) for _ in range(3)]
    elsewhere = make.voucher(make.offer(make.shop(), make.campaign(make.city())))

    with database.writes.begin() as session:
        revoking.revoke(session, vouchers[0].id, now=NOW)
        revoking.revoke_all(session, [each.id for each in (*vouchers[:2], elsewhere)], now=NOW)
        revoking.revoke(session, vouchers[1].id, now=NOW)

    with database.reads() as session, across_cities(session):
        rows = session.scalars(select(Revocation).order_by(Revocation.campaign_id, Revocation.number)).all()
    assert [(row.offer_id, row.number, row.code) for row in rows] == [
        (offer.id, 1, vouchers[0].code),
        (offer.id, 2, vouchers[1].code),
        (elsewhere.offer_id, 1, elsewhere.code),
    ]
    assert make.token(vouchers[0], secret=secret) == vouchers[0].code
    assert len(make.token(vouchers[2], secret=secret)) == TOKEN_LENGTH


def test_revocations_at_once_leave_no_gap(database, make):
    offer = make.offer()
    vouchers = [make.voucher(offer) for _ in range(8)]

    def revoke(voucher):
        with database.writes.begin() as session:
            revoking.revoke(session, voucher.id, now=NOW)

    threads = [threading.Thread(target=revoke, args=[voucher]) for voucher in vouchers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.reads() as session, across_cities(session):
        assert session.scalars(select(Revocation.number).order_by(Revocation.number)).all() == list(
            range(1, 9)
        )


def test_a_void_voucher_is_not_signed(make, secret):
    void = make.voucher(state="void")

    assert make.token(void, secret=secret) == void.code
