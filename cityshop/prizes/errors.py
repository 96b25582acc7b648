"""What the prize for voters refuses, and why."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class PrizeIsFrozen(Refusal):
    message = n_("This vote was opened: its prize can no longer change.")


class EntriesClosed(Refusal):
    message = n_("You cannot take part now: that is possible as long as people can vote.")


class ReceiptUnknown(Refusal):
    status = 422
    message = n_("We do not know this receipt. Copy the code from the page you saw after voting.")
    field = "receipt"


class EntryOver(Refusal):
    message = n_("This link no longer works: it is older than a day, or you took yourself off the list.")


class DrawTooEarly(Refusal):
    message = n_(
        "Draw once the vote is closed and all ballots stand in the ledger. Try again in a few minutes."
    )


class AlreadyDrawn(Refusal):
    message = n_("This prize was drawn before.")


class NobodyToDraw(Refusal):
    message = n_("Nobody takes part, so there is nobody to draw.")


class SeedIsGone(Refusal):
    message = n_(
        "The key of this vote is gone, and the seed of the draw with it. Put the key file back first."
    )
