"""A vote on its way into the box, and the receipt its voter gets."""

import secrets
from dataclasses import dataclass, field

from cityshop.core.errors import Refusal
from cityshop.elections.keys import ContestKey
from cityshop.elections.ledger import leaf_of
from cityshop.elections.polling import Choice, Station
from cityshop.elections.signals import Signal
from cityshop.elections.voters import Verified


@dataclass(frozen=True)
class Receipt:
    """What the voter gets: the leaf, and what it was hashed of, which only the voter's phone should keep.

    `voter` is who has just cast it; None for somebody who only asks again.
    """

    leaf: str
    candidate: str
    nonce: str
    salt: str
    voter: Verified | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Vote:
    """One voter's choice, allowed by the station, on its way into the box.

    `request` names the code by which it came, which it uses up; empty where there was none.
    """

    station: Station
    choice: Choice
    voter: Verified
    nonce: str
    key: ContestKey = field(repr=False)
    signal: Signal = field(default_factory=Signal)
    request: str = ""
    slot: bytes = b""
    salt: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def leaf(self) -> str:
        """What stands for this ballot in the ledger."""
        facts = {"contest": self.station.name, "candidate": self.choice.word}
        return leaf_of(**facts, nonce=self.nonce, salt=self.salt)

    @property
    def place(self) -> tuple[int, bytes]:
        """The only place in the box where this ballot fits."""
        return self.station.id, self.slot

    def receipt(self) -> Receipt:
        return Receipt(self.leaf, self.choice.word, self.nonce, self.salt, self.voter)


Outcome = Receipt | Refusal
