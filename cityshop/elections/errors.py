"""What an election refuses, and why."""

from cityshop.core.errors import Refusal, TooMany
from cityshop.core.words import n_


class ThrowawayMailbox(Refusal):
    status = 422
    message = n_(
        "Mailboxes at %(host)s are thrown away after use, so a vote cannot be confirmed with one. "
        "Use another address, or ask town hall to help you vote."
    )
    field = "email"


class WorkNeeded(Refusal):
    status = 422
    message = n_("Many people on your network are voting now.")


class WorkNotDone(Refusal):
    status = 422
    message = n_("The sum of your phone came too late or was used before. Here is a new one.")


class VotingNotOpen(Refusal):
    message = n_("You cannot vote here now. Look at the dates of this vote.")


class VotingPaused(Refusal):
    message = n_("Voting is paused for a moment. Your code stays valid until its time is over.")


class CandidateDoesNotStand(Refusal):
    message = n_("This shop no longer stands in this vote. Choose another one.")


class CodeWrong(Refusal):
    status = 422
    message = n_("This is not the code in our mail. Look again and type all six digits.")
    field = "code"


class CodeOver(Refusal):
    message = n_(
        "This code no longer works: it was used, is too old, or was mistyped five times. Ask for a new one."
    )


class AlreadyVoted(Refusal):
    message = n_("Somebody voted with this address before. In this vote the first choice counts.")


class CodeDead(TooMany):
    message = n_("This code was mistyped five times and works no more. Ask for a new one.")


class VoteWasRejected(Refusal):
    message = n_(
        "Two people of the city decided that the vote of this voter does not count. Ask the town hall why."
    )


class VerifyFirst(Refusal):
    status = 401
    message = n_("Show first that you may vote: we have to know it is you.")


class ContestKeyMissing(Exception):
    """The key file of an open contest is gone or another one. Never shown: the contest is paused."""


class ContestIsFrozen(Refusal):
    message = n_("This vote was opened: its rules, dates and candidates can no longer change.")


class NotADraft(Refusal):
    message = n_("Shops can come forward already, or the vote was opened.")


class NotInThatState(Refusal):
    message = n_("This vote is not at that point: somebody was first, or it is too early or too late.")


class ContestNotPaused(Refusal):
    message = n_("This vote is not paused.")


class KeyStillMissing(Refusal):
    message = n_(
        "The key file of this vote is still missing. Put it back where it was, then open the vote again."
    )


class TooFewCandidates(Refusal):
    message = n_("Accept at least %(fewest)s candidates before the vote opens.")


class ClosesBeforeItOpens(Refusal):
    status = 422
    message = n_("The vote must close later than it opens.")
    field = "closes_at"


class ClosesInThePast(Refusal):
    status = 422
    message = n_("This vote would already be closed. Choose a later moment.")
    field = "closes_at"


class ContestExists(Refusal):
    status = 422
    message = n_("There is already a vote with this word in its address. Choose another one.")
    field = "slug"
