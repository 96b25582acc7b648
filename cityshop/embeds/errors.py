"""Refusals of embeds."""

from typing import ClassVar

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class NotASite(Refusal):
    status: ClassVar[int] = 422
    field = "sites"
    message = n_(
        "“%(site)s” is not the address of a site. Write one per line, such as https://www.kortrijk.be."
    )


class TooManySites(Refusal):
    status: ClassVar[int] = 422
    field = "sites"
    message = n_("Allow at most 30 sites.")
