"""What an ID token must be, with real keys and real signatures."""

import base64
import hmac
import json
import threading
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from cityshop.verification.errors import ProviderAway, SignInFailed
from cityshop.verification.provider import Expected, Handshake, Provider, UnknownKey, read_id_token
from tests.makers.base import NOW
from tests.ports import free_port

ISSUER, CLIENT = "https://eid.example.be", "cityshop"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
CURVE = ECKey.generate_key("P-256", {"kid": "two", "use": "sig", "alg": "ES256"})
KEYS = KeySet.import_key_set({"keys": [KEY.as_dict(private=False), CURVE.as_dict(private=False)]})
EXPECTED = Expected(ISSUER, CLIENT, nonce="N" * 22)


def claims(**changes):
    now = int(NOW.timestamp())
    facts = {"iss": ISSUER, "aud": CLIENT, "sub": "an", "nonce": "N" * 22, "iat": now, "exp": now + 300}
    return {name: value for name, value in (facts | changes).items() if value is not None}


def token(key=KEY, algorithm="RS256", **changes):
    header = {"alg": algorithm, "kid": key.kid}
    return jwt.encode(header, claims(**changes), key, algorithms=[algorithm])


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@pytest.mark.parametrize(("key", "algorithm"), [(KEY, "RS256"), (KEY, "PS256"), (CURVE, "ES256")])
def test_a_good_token_says_who(key, algorithm):
    if algorithm == "PS256":
        key = RSAKey.import_key({**KEY.as_dict(private=True), "alg": "PS256"})
        keys = KeySet.import_key_set({"keys": [key.as_dict(private=False)]})
    else:
        keys = KEYS

    assert read_id_token(token(key, algorithm), keys, EXPECTED, now=NOW) == "an"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "somebody-else"},
        {"aud": ["somebody-else"]},
        {"aud": None},
        {"aud": [CLIENT, "somebody-else"]},
        {"nonce": "M" * 22},
        {"nonce": None},
        {"exp": int(NOW.timestamp()) - 3_600},
        {"exp": None},
        {"iat": int(NOW.timestamp()) + 3_600},
        {"nbf": int(NOW.timestamp()) + 3_600},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": ["an"]},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_now_is_refused(changes):
    with pytest.raises(SignInFailed):
        read_id_token(token(**changes), KEYS, EXPECTED, now=NOW)


def test_an_unsigned_token_is_refused():
    with pytest.raises(SignInFailed):
        read_id_token(f"{encoded({'alg': 'none'})}.{encoded(claims())}.", KEYS, EXPECTED, now=NOW)


def test_a_token_signed_by_somebody_else_is_refused():
    with pytest.raises(SignInFailed):
        read_id_token(token(OTHER), KEYS, EXPECTED, now=NOW)


def test_a_public_key_is_no_shared_secret():
    signed = f"{encoded({'alg': 'HS256', 'kid': 'one'})}.{encoded(claims())}"
    digest = hmac.digest(KEY.as_pem(private=False), signed.encode(), "sha256")
    forged = f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"

    with pytest.raises(SignInFailed):
        read_id_token(forged, KEYS, EXPECTED, now=NOW)


def test_a_key_that_is_not_known_is_asked_for_again():
    new = RSAKey.generate_key(2048, {"kid": "three", "use": "sig", "alg": "RS256"})

    with pytest.raises(UnknownKey):
        read_id_token(token(new), KEYS, EXPECTED, now=NOW)


@pytest.mark.parametrize("sent", ["", "x", "a.b.c", "a.b", "." * 5, "\N{SNOWMAN}", "x" * 100_000])
def test_what_is_no_token_is_refused(sent):
    with pytest.raises(SignInFailed):
        read_id_token(sent, KEYS, EXPECTED, now=NOW)


def test_a_changed_token_is_refused():
    header, body, signature = token().split(".")
    raw = json.loads(base64.urlsafe_b64decode(body + "=="))

    with pytest.raises(SignInFailed):
        read_id_token(f"{header}.{encoded(raw | {'sub': 'bob'})}.{signature}", KEYS, EXPECTED, now=NOW)


def test_a_token_stays_good_for_a_clock_that_is_a_little_off():
    assert read_id_token(token(), KEYS, EXPECTED, now=NOW - timedelta(seconds=20)) == "an"


def test_nobody_waits_again_for_a_provider_that_is_away():
    provider = Provider(f"http://127.0.0.1:{free_port()}", CLIENT, "x")

    for _ in range(2):
        with pytest.raises(ProviderAway):
            provider.sign_in_address(Handshake(), back="http://localhost/eid/return")


@pytest.fixture
def telling(tmp_path):
    """A provider of which only the files are there: what it tells is what a test writes."""
    handler = partial(QuietFiles, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def tell(**facts):
            address = f"http://127.0.0.1:{server.server_port}"
            (tmp_path / ".well-known").mkdir(exist_ok=True)
            told = json.dumps({"issuer": address} | facts)
            (tmp_path / ".well-known" / "openid-configuration").write_text(told)
            return Provider(address, CLIENT, "x")

        yield tell
        server.shutdown()


class QuietFiles(SimpleHTTPRequestHandler):
    def log_message(self, *facts):
        pass


@pytest.mark.parametrize(
    "facts",
    [
        {"issuer": "https://elsewhere.example"},
        {"authorization_endpoint": None},
        {"authorization_endpoint": 7},
        {"token_endpoint": None},
        {"jwks_uri": None},
    ],
    ids=str,
)
def test_a_provider_that_tells_the_wrong_things_is_away(telling, facts):
    told = dict.fromkeys(("authorization_endpoint", "token_endpoint", "jwks_uri"), "http://127.0.0.1:9/x")

    with pytest.raises(ProviderAway):
        telling(**(told | facts)).sign_in_address(Handshake(), back="http://localhost/eid/return")


def test_an_answer_without_code_asks_the_provider_nothing():
    provider = Provider(f"http://127.0.0.1:{free_port()}", CLIENT, "x")

    with pytest.raises(SignInFailed):
        provider.who("", "", handshake=Handshake(), back="http://localhost/eid/return", now=NOW)
