"""Links in mails with a card: the number of the mail, signed."""

from cityshop.core.codes import derived_key, is_same, keyed_digest
from cityshop.mondays.errors import LinkUnknown

PURPOSE = "monday card"
SIGNATURE = 32
MOST_DIGITS = 9


def make_token(mail_id: int, secret: str) -> str:
    """What stands in the links of this mail."""
    return f"{mail_id}-{_signature(mail_id, secret)}"


def read_token(token: str, secret: str) -> int:
    """The mail that a link belongs to; raises LinkUnknown unless we wrote it."""
    number, _, signature = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
        raise LinkUnknown
    if not is_same(signature.encode(), _signature(int(number), secret).encode()):
        raise LinkUnknown
    return int(number)


def _signature(mail_id: int, secret: str) -> str:
    return keyed_digest(derived_key(secret, PURPOSE), str(mail_id)).hex()[:SIGNATURE]
