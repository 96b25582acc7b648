"""What is refused about reports of fake codes."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class AlreadyAnswered(Refusal):
    message = n_("A colleague has answered this report already.")
