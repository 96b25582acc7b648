"""Links in our mail that stand for a mailbox or a vote and name neither: the contest's key reads them."""

import base64
import binascii

from cryptography.exceptions import InvalidTag

from cityshop.elections.keys import ContestKey
from cityshop.elections.sealing import seal, unseal
from cityshop.fairness.errors import LinkUnknown

NOT_ME, AGAIN = "not-me", "again"


def make_token(purpose: str, mark: bytes, *, key: ContestKey) -> str:
    """A token for one purpose about an ident or a slot (32 bytes): 80 characters fit for an address."""
    return base64.urlsafe_b64encode(seal(purpose, mark, key=key)).decode()


def read_token(purpose: str, token: str, *, key: ContestKey) -> bytes:
    """The ident or slot of a token; raises LinkUnknown unless this contest wrote it for this purpose."""
    try:
        sent = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        return unseal(purpose, sent, key=key)
    except (UnicodeEncodeError, binascii.Error, ValueError, InvalidTag) as error:
        raise LinkUnknown from error
