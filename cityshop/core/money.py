"""Money is whole euro cents."""

import re

MOST_CENTS = 100_000_00
_AMOUNT = re.compile(r"([0-9]{1,8})(?:[.,]([0-9]{1,2}))?")


def read_cents(typed: str, *, most: int = MOST_CENTS) -> int | None:
    """Cents of an amount as people type it (`12,5` is 1250); None when it is no amount or above `most`."""
    match = _AMOUNT.fullmatch(typed.replace("€", "").strip())
    if match is None:
        return None
    cents = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    return cents if cents <= most else None


def type_cents(cents: int) -> str:
    """An amount as `read_cents` reads it: 1250 is `12,50`."""
    return f"{cents // 100},{cents % 100:02}"
