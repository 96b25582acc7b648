"""What sheets refuse."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class NothingLeft(Refusal):
    message = n_("Every voucher of this batch has been used or withdrawn. There is nothing left to withdraw.")
