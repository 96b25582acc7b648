"""Codes, card numbers and boxes: what may be, as decisions on values."""

import re
from collections.abc import Mapping
from datetime import timedelta

from stdnum.be import eid
from stdnum.exceptions import ValidationError

from cityshop.core.networks import NEIGHBOURHOOD, network_of
from cityshop.core.throttle import Limit
from cityshop.elections.models import Contest, ContestState
from cityshop.elections.rules import VoteRules

MOST_ON_SHEETS = 500  # each has a QR code: more would keep everybody waiting
MOST_IN_BOX = 1_000
LONGEST_CARD_NUMBER = 30
# A school or a library is one network: wide enough for its voters. Of 2^45 codes a guesser finds none.
GUESSES_A_NETWORK = 600
_RESIDENCE_CARD = re.compile(r"[A-Z][0-9]{9}")


def guess_limits(address: str | None) -> tuple[Limit, ...]:
    """How often a network may try paper codes."""
    return (
        Limit(("paper-code-from", network_of(address, NEIGHBOURHOOD)), GUESSES_A_NETWORK, timedelta(hours=1)),
    )


def grouped(code: str) -> str:
    """A code as it is printed: two groups of five, which no spreadsheet takes for a number."""
    return f"{code[:5]}-{code[5:]}"


def read_card_number(typed: str) -> str | None:
    """The number of a Belgian identity or residence card; None when it cannot be one.

    An identity card has twelve digits, the last two a check; a residence card a letter and nine digits.
    """
    number = re.sub(r"[\s./-]", "", typed[:LONGEST_CARD_NUMBER]).upper()
    if _RESIDENCE_CARD.fullmatch(number):
        return number
    try:
        return str(eid.validate(number))
    except ValidationError:
        return None


def has_key(contest: Contest) -> bool:
    """Whether the contest was opened and its count is not over: only then anything is done under its key."""
    return contest.state in (ContestState.OPEN, ContestState.PAUSED)


def helps_at_counter(contest: Contest) -> bool:
    """Whether the contest's rules let staff help residents vote."""
    return VoteRules.of(contest.rules).is_assisted


def differing(first: Mapping[str, int], second: Mapping[str, int]) -> list[str]:
    """The candidates (ids as text) for whom two counts of a box are not the same."""
    return sorted(one for one in first.keys() | second.keys() if first.get(one, 0) != second.get(one, 0))
