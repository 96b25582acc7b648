"""An eID provider, as OpenID Connect describes it (Core 1.0, Discovery 1.0; PKCE: RFC 7636).

We ask for the scope `openid` and nothing more, and take one thing from the answer: `sub`, which stands for
somebody at this provider. What it says of itself is kept for an hour; every request has a time limit.
"""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

import httpx
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from cityshop.core.codes import new_token
from cityshop.core.errors import Refusal
from cityshop.verification.errors import ProviderAway, SignInFailed

# All with a key pair: "none" and shared secrets are refused.
SIGNATURES = ["RS256", "PS256", "ES256", "Ed25519"]
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
KEPT_SECONDS = 3_600.0
KEYS_AT_MOST_EVERY = 60.0  # an unknown key is asked for again, a forged one is not asked for endlessly
TIME_LIMIT = httpx.Timeout(6.0, connect=3.0)
LEEWAY_SECONDS = 30
MOST_AT_ONCE = 3  # of the eight threads of a process: a slow provider must not keep the site waiting
AWAY_SECONDS = 5.0  # so long nobody waits again for a provider that did not answer

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handshake:
    """What ties the answer of the provider to the browser that asked: made anew for each sign-in."""

    state: str = field(default_factory=new_token)
    nonce: str = field(default_factory=new_token)
    verifier: str = field(default_factory=lambda: new_token() + new_token(), repr=False)


@dataclass(frozen=True)
class Expected:
    """What an ID token must say."""

    issuer: str
    client_id: str
    nonce: str


@dataclass
class _Kept:
    """Something the provider told, and when (monotonic seconds)."""

    told: Mapping[str, Any]
    at: float

    def is_younger_than(self, seconds: float) -> bool:
        return time.monotonic() - self.at < seconds


class Provider:
    """One provider, for the whole site."""

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        self._issuer, self._client_id, self._client_secret = issuer, client_id, client_secret
        self._kept: dict[str, _Kept] = {}
        self._away_since = -AWAY_SECONDS
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def sign_in_address(self, handshake: Handshake, *, back: str) -> str:
        """Where the browser goes to sign in; it returns to `back`. Raises ProviderAway."""
        endpoint = self._configuration()["authorization_endpoint"]
        with httpx.Client(timeout=TIME_LIMIT) as http:
            # a library's computer has many voters: the provider must ask each who they are
            address, _ = self._client(http, back).create_authorization_url(
                endpoint,
                state=handshake.state,
                code_verifier=handshake.verifier,
                nonce=handshake.nonce,
                prompt="login",
            )
        return str(address)

    def who(self, code: str, iss: str, *, handshake: Handshake, back: str, now: datetime) -> str:
        """Who signed in: the issuer and its `sub`, which only the caller's HMAC may outlive.

        `iss` is who says so in the address, where the provider tells (RFC 9207).
        Raises SignInFailed or ProviderAway.
        """
        if not code or iss not in ("", self._issuer):
            raise SignInFailed
        token = self._token(code, handshake, back)
        expected = Expected(self._issuer, self._client_id, handshake.nonce)
        try:
            subject = read_id_token(token, self._keys(KEPT_SECONDS), expected, now=now)
        except UnknownKey:
            subject = read_id_token(token, self._keys(KEYS_AT_MOST_EVERY), expected, now=now)
        return f"{self._issuer}\n{subject}"

    def _token(self, code: str, handshake: Handshake, back: str) -> str:
        endpoint = self._configuration()["token_endpoint"]
        basic = httpx.BasicAuth(quote_plus(self._client_id), quote_plus(self._client_secret))
        with self._place(), httpx.Client(timeout=TIME_LIMIT) as http:
            try:
                answer = self._client(http, back).fetch_token(
                    endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=handshake.verifier,
                    auth=basic,
                )
            except (httpx.HTTPError, ValueError) as away:
                raise ProviderAway from away
            except OAuth2Error as refused:
                raise _meaning_of(refused) from refused
        return str(answer.get("id_token", ""))

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the few places in the queue for the provider; raises ProviderAway when all are taken."""
        if not self._places.acquire(timeout=0.5):
            raise ProviderAway
        try:
            yield
        finally:
            self._places.release()

    def _client(self, http: httpx.Client, back: str) -> OAuth2Client:
        return OAuth2Client(
            http, self._client_id, scope="openid", redirect_uri=back, code_challenge_method="S256"
        )

    def _configuration(self) -> Mapping[str, Any]:
        """What the provider says of itself; raises ProviderAway when it is somebody else."""
        address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        told = self._told("configuration", address, KEPT_SECONDS)
        if told.get("issuer") != self._issuer or not all(isinstance(told.get(one), str) for one in ENDPOINTS):
            raise ProviderAway
        return told

    def _keys(self, younger_than: float) -> KeySet:
        told = self._told("keys", self._configuration()["jwks_uri"], younger_than)
        try:
            return KeySet.import_key_set(dict(told))  # type: ignore[arg-type]  # read from outside, checked there
        except (JoseError, ValueError, KeyError, TypeError) as unreadable:
            raise ProviderAway from unreadable

    def _told(self, what: str, address: str, younger_than: float) -> Mapping[str, Any]:
        kept = self._kept.get(what)
        if kept is not None and kept.is_younger_than(younger_than):
            return kept.told
        if time.monotonic() - self._away_since < AWAY_SECONDS:
            raise ProviderAway
        with self._place():
            try:
                kept = self._kept[what] = _Kept(_fetched(address), time.monotonic())
            except ProviderAway:
                self._away_since = time.monotonic()
                raise
        return kept.told


class UnknownKey(SignInFailed):
    """The ID token was signed with a key that the provider had not told us of."""


def read_id_token(token: str, keys: KeySet, expected: Expected, *, now: datetime) -> str:
    """The `sub` of an ID token that is signed, for us, of this sign-in, and not over.

    Raises SignInFailed, or UnknownKey when the provider may have changed its keys.
    """
    try:
        read = jwt.decode(token, keys, algorithms=SIGNATURES)
        wanted = {
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client_id},
        }
        facts = {"nonce": expected.nonce, "client_id": expected.client_id}
        claims = CodeIDToken(read.claims, read.header, wanted, facts)
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except InvalidKeyIdError as unknown:
        raise UnknownKey from unknown
    except (JoseError, ValueError, TypeError) as refused:
        raise SignInFailed from refused
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise SignInFailed
    return subject


def _meaning_of(refused: OAuth2Error) -> Refusal:
    """An old or used code is the visitor's to repair; anything else is between the provider and us."""
    if refused.error == "invalid_grant":
        return SignInFailed()
    log.error("the eID provider refuses our request error=%s", refused.error)
    return ProviderAway()


def _fetched(address: str) -> Mapping[str, Any]:
    try:
        answer = httpx.get(address, timeout=TIME_LIMIT)
        answer.raise_for_status()
        told = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as away:
        raise ProviderAway from away
    if not isinstance(told, dict):
        raise ProviderAway
    return told
