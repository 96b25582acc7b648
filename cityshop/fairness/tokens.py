"""Links in our mail that prove a mailbox without naming it: its mark, and the contest's own seal."""

import base64
import binascii

from cityshop.core.codes import is_same
from cityshop.elections.keys import ContestKey
from cityshop.fairness.errors import LinkUnknown

MAC_BYTES = 16
NOT_ME, AGAIN = "not-me", "again"


def make_token(purpose: str, mark: bytes, *, key: ContestKey) -> str:
    """A token for one purpose about an ident or a slot (32 bytes): 64 characters fit for an address."""
    return base64.urlsafe_b64encode(mark + key.mac(purpose, mark)[:MAC_BYTES]).decode()


def read_token(purpose: str, token: str, *, key: ContestKey) -> bytes:
    """The ident or slot of a token; raises LinkUnknown unless this contest wrote it for this purpose."""
    try:
        sent = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise LinkUnknown from error
    mark, mac = sent[:-MAC_BYTES], sent[-MAC_BYTES:]
    if not mark or not is_same(mac, key.mac(purpose, mark)[:MAC_BYTES]):
        raise LinkUnknown
    return mark
