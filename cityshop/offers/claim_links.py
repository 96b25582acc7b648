"""The link in a mail with which a mailbox claims a voucher: whom it is for and until when, signed.

Nothing of it is kept here, and the address does not stand in it: only the mark under which a voucher is held.
"""

import base64
import binascii
from datetime import UTC, datetime, timedelta

from cityshop.core.codes import derived_key, is_same, keyed_digest
from cityshop.core.errors import Unknown
from cityshop.offers.errors import ClaimLinkOver

GOOD_FOR = timedelta(days=1)
HOLDER, UNTIL, SIGNATURE = 32, 4, 16  # bytes
MINUTE = 60


def make_link(holder: bytes, offer_id: int, *, secret: str, now: datetime) -> str:
    """What stands in the link: 70 characters that may stand in an address."""
    until = int((now + GOOD_FOR).timestamp()) // MINUTE
    body = holder + until.to_bytes(UNTIL, "big")
    return base64.urlsafe_b64encode(body + _signature(body, offer_id, secret)).decode().rstrip("=")


def read_link(token: str, offer_id: int, *, secret: str, now: datetime) -> bytes:
    """The holder (32 bytes); raises Unknown for what we did not write for this offer, or ClaimLinkOver."""
    try:
        sent = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unknown from error
    body, signature = sent[: HOLDER + UNTIL], sent[HOLDER + UNTIL :]
    if not is_same(signature, _signature(body, offer_id, secret)):
        raise Unknown
    if now >= datetime.fromtimestamp(int.from_bytes(body[HOLDER:], "big") * MINUTE, UTC):
        raise ClaimLinkOver
    return body[:HOLDER]


def _signature(body: bytes, offer_id: int, secret: str) -> bytes:
    return keyed_digest(derived_key(secret, "claim link"), str(offer_id), body)[:SIGNATURE]
