"""Links in our monthly mail: the number of the mail, signed."""

from cityshop.core.codes import derived_key, is_same, keyed_digest
from cityshop.upkeep.errors import LinkUnknown

PURPOSE = "still right"
SIGNATURE = 32
MOST_DIGITS = 10


def make_token(ask_id: int, secret: str) -> str:
    """What stands in the link of this mail."""
    return f"{ask_id}-{_signature(ask_id, secret)}"


def read_token(token: str, secret: str) -> int:
    """The mail that a link belongs to; raises LinkUnknown unless we wrote it."""
    number, _, signature = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
        raise LinkUnknown
    if not is_same(signature.encode(), _signature(int(number), secret).encode()):
        raise LinkUnknown
    return int(number)


def mailbox_digest(address: str, secret: str) -> str:
    """What stands for a mailbox where the address itself need not be known."""
    return keyed_digest(derived_key(secret, PURPOSE), "mailbox", address.casefold()).hex()[:SIGNATURE]


def _signature(ask_id: int, secret: str) -> str:
    return keyed_digest(derived_key(secret, PURPOSE), str(ask_id)).hex()[:SIGNATURE]
