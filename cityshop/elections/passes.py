"""A pass for an hour: who showed that they may vote in one contest need not show it again at once.

It is signed under the contest's key, so it opens no other contest, and nothing opens once the key is gone.
"""

import base64
import binascii
from datetime import UTC, datetime, timedelta

from cityshop.core.codes import is_same
from cityshop.elections.errors import VerifyFirst
from cityshop.elections.keys import ContestKey
from cityshop.elections.models import Level
from cityshop.elections.voters import Verified

GOOD_FOR = timedelta(minutes=60)


def make_pass(key: ContestKey, voter: Verified, *, now: datetime) -> str:
    """What the voter's browser keeps: level, ident, end (seconds since 1970) and signature."""
    ends = str(int((now + GOOD_FOR).timestamp()))
    parts = (voter.level, _text(voter.ident), ends)
    return ".".join((*parts, _text(key.mac("pass", str(voter.contest_id), *parts))))


def read_pass(key: ContestKey, contest_id: int, kept: str, *, now: datetime) -> Verified:
    """The voter who holds this pass; raises VerifyFirst for any other contest's, a forged or an old one."""
    try:
        level, ident, ends, signature = kept.split(".")
        signed = key.mac("pass", str(contest_id), level, ident, ends)
        if not is_same(signed, _bytes(signature)) or now >= datetime.fromtimestamp(int(ends), UTC):
            raise VerifyFirst
        return Verified(contest_id, _bytes(ident), Level(level))
    except (ValueError, binascii.Error, OverflowError) as error:
        raise VerifyFirst from error


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
