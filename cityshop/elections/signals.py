"""What a vote leaves for the fairness desk: tags and classes, never an address, never the choice."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Signal:
    """How somebody came. Tags are hex digests under a key of the day.

    `seconds` are from page to vote (0: unknown). `name_tag` is shared by mailboxes whose
    names differ in a number only, and by all of one small host.
    """

    ip_tag: str = ""
    agent_tag: str = ""
    domain_class: str = ""
    seconds: int = 0
    score: int = 0
    name_tag: str = ""

    @classmethod
    def of(cls, document: dict[str, Any]) -> "Signal":
        """The signal as it waited beside a code."""
        return cls(**document) if document else cls()

    def document(self) -> dict[str, Any]:
        """As it waits beside a code."""
        return asdict(self)
