"""What is refused about brags, and why."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class BraggingNotOpen(Refusal):
    message = n_("You can brag as long as the vote is open. Look at the dates of this vote.")


class BraggingPaused(Refusal):
    message = n_("The vote is paused for a moment, and bragging with it. Come back later.")


class NobodyToBragAbout(Refusal):
    message = n_("This shop no longer stands in this vote. Brag about another one.")


class PhotoGone(Refusal):
    message = n_("We no longer have this photo. Choose it again.")
    field = "photo"


class BragCodeWrong(Refusal):
    status = 422
    message = n_("This is not the code in our mail. Look again and type all six digits.")
    field = "code"


class BragCodeOver(Refusal):
    message = n_(
        "This code no longer works: it was used, is too old, or was mistyped five times. Brag again."
    )


class AlreadyBragged(Refusal):
    message = n_("You bragged about this shop before. Each mailbox can do that once for each shop.")


class BragAlreadyJudged(Refusal):
    message = n_("A colleague was first, or the brag was taken back.")


class NothingTicked(Refusal):
    status = 422
    message = n_("Tick at least one brag.")
