"""Who a browser stands for: a device that claims vouchers, or a counter that redeems them."""

import base64
import re
from datetime import timedelta

from flask import Response, current_app, request

from cityshop.core import clock
from cityshop.core.codes import derived_key, keyed_digest, new_token
from cityshop.core.db import Session
from cityshop.core.mailbox import Mailbox
from cityshop.core.networks import SUBSCRIBER, network_of
from cityshop.merchants.models import Counter
from cityshop.offers import counters
from cityshop.offers.bearers import GOOD_FOR, make_bearer, read_bearer
from cityshop.offers.counters import CounterFacts
from cityshop.offers.errors import BearerNeeded
from cityshop.offers.refusals import CounterRevoked
from cityshop.web.cookies import cookie_name, keep_cookie, kept_cookie

Bearer = tuple[int, int]  # a counter's id, and the version of its bearers
DEVICE_KEPT = timedelta(days=180)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_NONCE = re.compile(r"[0-9a-f]{32}")


def device() -> str:
    """The token of this browser; its first claim makes it.

    It is made out of the form's nonce where there is one: who taps twice in a hurry is one device.
    """
    known = kept_cookie("device")
    if _TOKEN.fullmatch(known):
        return known
    nonce = request.form.get("nonce", "")
    if not _NONCE.fullmatch(nonce):
        return new_token()
    return base64.urlsafe_b64encode(keyed_digest(_key("device"), nonce)[:16]).decode().rstrip("=")


def holder_of(token: str, offer_id: int) -> bytes:
    """What the database keeps of a device: another digest for each offer, so that nobody can be followed."""
    return keyed_digest(_key("holder"), token, str(offer_id))


def holder_of_mailbox(mailbox: Mailbox, offer_id: int) -> bytes:
    """The same for a mailbox, however its address is spelled."""
    return keyed_digest(_key("holder"), "mailbox", mailbox.key, str(offer_id))


def press_key(holder: bytes) -> bytes | None:
    """What makes one press of the button one, pressed twice or sent again; None without its nonce."""
    nonce = request.form.get("nonce", "")
    return keyed_digest(_key("press"), holder, nonce) if _NONCE.fullmatch(nonce) else None


def keep_device(response: Response, token: str) -> Response:
    """Let the browser remember its token: only after a claim, never for reading."""
    return keep_cookie(response, "device", token, DEVICE_KEPT)


def caller() -> str:
    """The network that asks, as far as throttles tell networks apart."""
    return network_of(request.remote_addr, SUBSCRIBER)


def bearer_of(counter: Counter) -> str:
    """What a device shows for the next twelve hours to act for this counter."""
    return make_bearer(_key("counter"), counter.id, counter.bearer_version, now=clock.utc_now())


def keep_bearer(response: Response, counter: Counter) -> Response:
    """Let the browser remember that it stands behind this counter."""
    return keep_cookie(response, f"counter-{counter.id}", bearer_of(counter), GOOD_FOR)


def drop_bearer(response: Response, counter: Counter) -> Response:
    """Let the browser forget the counter."""
    response.delete_cookie(
        cookie_name(f"counter-{counter.id}"),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
    )
    return response


def stands_behind(counter: Counter) -> bool:
    """Whether this browser signed in at the counter with the PIN that still counts."""
    shown = kept_cookie(f"counter-{counter.id}")
    return _read(shown) == (counter.id, counter.bearer_version)


def bearer_of_program() -> Bearer:
    """What a program's `Authorization: Bearer` says; raises BearerNeeded when we did not sign it."""
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    known = _read(shown.strip()) if scheme.lower() == "bearer" else None
    if known is None:
        raise BearerNeeded
    return known


def counter_behind(session: Session, bearer: Bearer) -> CounterFacts:
    """The counter that a bearer speaks for; raises CounterRevoked, or BearerNeeded when the shop ended it."""
    counter_id, version = bearer
    counter = counters.counter_by_id(session, counter_id)
    if counter is not None and counter.revoked_at is not None:
        raise CounterRevoked
    if counter is None or counter.bearer_version != version:
        raise BearerNeeded
    return counter


def counters_here() -> list[int]:
    """The ids of the counters behind which this browser stands."""
    start = cookie_name("counter-")
    shown = (value for name, value in request.cookies.items() if name.startswith(start))
    return [known[0] for value in shown if (known := _read(value)) is not None]


def _read(bearer: str) -> tuple[int, int] | None:
    return read_bearer(_key("counter"), bearer, now=clock.utc_now())


def _key(purpose: str) -> bytes:
    return derived_key(current_app.config["SECRET_KEY"], purpose)
