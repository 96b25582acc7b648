"""What is refused to somebody who shows that they may vote, and to those who help."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class PaperCodeMistyped(Refusal):
    status = 422
    message = n_("There is a typing error in this code. Compare each character with your paper.")
    field = "code"


class PaperCodeUnknown(Refusal):
    status = 422
    message = n_("This code does not belong to this vote. Check that you are on the right page.")
    field = "code"


class PaperCodeRevoked(Refusal):
    message = n_(
        "The city withdrew this code. A vote cast with it before stays. Ask the town hall for another code."
    )
    field = "code"


class VoteNotOpened(Refusal):
    message = n_("Open the vote first: this is done under its key, which is made at opening.")


class NoPaperCodesHere(Refusal):
    message = n_("In this vote residents show in another way that they may vote: it uses no paper codes.")


class BatchExists(Refusal):
    status = 422
    message = n_("This vote already has a batch with this name. Choose another one.")
    field = "label"


class TooManyForSheets(Refusal):
    status = 422
    message = n_("Sheets hold at most %(most)s codes. Take the file for a printer, or make several batches.")
    field = "count"


class BatchWasRevoked(Refusal):
    message = n_("This batch was withdrawn already.")


class ProviderAway(Refusal):
    status = 503
    message = n_(
        "We cannot reach the eID service at this moment. Nothing is lost: try again in a few minutes."
    )


class SignInFailed(Refusal):
    status = 401
    message = n_("Signing in with your eID did not work, or took too long. Start again at the candidate.")


class NoHelpAllowed(Refusal):
    message = n_("The rules of this vote do not allow voting at the counter.")


class CountsDiffer(Refusal):
    status = 422
    message = n_("The two counts differ. Count this box again together, then enter what you found.")


class CountedTwiceByOne(Refusal):
    message = n_("You entered the first count yourself: somebody else must count too.")


class BoxExists(Refusal):
    status = 422
    message = n_("This vote already has a box with this name. Choose another one.")
    field = "label"


class BoxIsOver(Refusal):
    message = n_("This box is in already, or its first count was withdrawn.")


class BoxIsEmpty(Refusal):
    status = 422
    message = n_("Nobody has a vote in this box. Fill in at least one number.")


class BoxTooBig(Refusal):
    status = 422
    message = n_("These are more than %(most)s ballots. Enter them as two boxes.")
