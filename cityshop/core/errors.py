"""Refusals: answers with a name, a code for programs and one sentence for people."""

import re
from typing import ClassVar

from cityshop.core.words import n_


class Refusal(Exception):
    """The request is understood and not granted. `facts` fill the sentence, `field` is where it was typed."""

    status: ClassVar[int] = 409
    message: ClassVar[str] = n_("This is not possible now.")
    field: ClassVar[str | None] = None

    def __init__(self, **facts: object) -> None:
        super().__init__(self.message)
        self.facts = facts

    @property
    def code(self) -> str:
        """A stable word for programs: VoucherAlreadyRedeemed is `voucher-already-redeemed`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(self).__name__).lower()


class Unknown(Refusal):
    """There is no such thing, or it is not yours: both look the same."""

    status = 404
    message = n_("This page does not exist.")


class TooMany(Refusal):
    """Asked too often; `retry_after` is in seconds."""

    status = 429
    message = n_("That was a bit too often. Wait a few minutes and try again.")

    def __init__(self, *, retry_after: int = 600, **facts: object) -> None:
        super().__init__(**facts)
        self.retry_after = retry_after
