"""What a jury refuses, and why."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class JuryExists(Refusal):
    message = n_("There is a jury for this already.")


class WrongNumberOfCriteria(Refusal):
    status = 422
    message = n_("Give the jury %(fewest)s to %(most)s criteria, each with a name in Dutch.")
    field = "name_1"


class TooFewFinalists(Refusal):
    message = n_("A jury needs at least two candidates to choose between.")


class DeadlineInThePast(Refusal):
    status = 422
    message = n_("Choose a moment in the future.")
    field = "deadline"


class DeadlineTooEarly(Refusal):
    status = 422
    message = n_("A deadline can only move to a later moment.")
    field = "deadline"


class TooFewMembers(Refusal):
    message = n_("A jury needs at least %(fewest)s members.")


class MemberExists(Refusal):
    status = 422
    message = n_("Somebody with this address is in the jury already.")
    field = "email"


class JuryHasBegun(Refusal):
    message = n_("This jury has begun already.")


class JuryHasSpoken(Refusal):
    message = n_("The scores of this jury are open. It cannot be dismissed any more.")


class JuryIsDismissed(Refusal):
    message = n_("This jury was dismissed already.")


class JuryHasNotBegun(Refusal):
    message = n_("This jury has not begun yet.")


class ScoringIsOver(Refusal):
    message = n_("The time of this jury is over. Nothing can change any more.")


class HandedInAlready(Refusal):
    message = n_("These scores were handed in. They are sealed and nobody can change them.")


class NotEverybodyJudged(Refusal):
    message = n_("Judge every candidate first, or say that you have a tie with one.")


class JuryStillScores(Refusal):
    message = n_(
        "The jury is not ready: not every member has handed in, and there is time until the deadline."
    )


class FinalistWithoutScore(Refusal):
    message = n_(
        "Nobody in the jury judged %(shop)s. Give it more time, and add a member without a tie to this shop."
    )


class JuryKeyMissing(Refusal):
    status = 503
    message = n_("The key file of this jury is missing. Tell the town hall: its backup of the keys has it.")
