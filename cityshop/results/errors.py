"""What a result refuses, and why."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class ResultNotOut(Refusal):
    status = 403
    message = n_("The result is not out yet.")


class ResultOutLater(ResultNotOut):
    message = n_("The result follows on %(moment)s.")


class JuryStillNeeded(Refusal):
    message = n_("The rules of this vote ask for a jury. Convene one, and let it hand in its scores first.")


class NoJuryInTheRules(Refusal):
    message = n_("The frozen rules of this vote give a jury nothing to decide.")


class VoteStillRuns(Refusal):
    message = n_(
        "This vote is not closed yet. It closes ten minutes after its end, when the last code has lapsed."
    )


class NobodyIsTied(Refusal):
    message = n_(
        "No candidates are tied for the last place that wins: there is nothing for a jury to decide."
    )


class SeedChanged(Refusal):
    message = n_(
        "The seed of the draw is not the one that was fixed at opening. Nothing is published: ask for help."
    )


class EmbargoInThePast(Refusal):
    status = 422
    message = n_("Choose a moment in the future, or leave it empty to show the result at once.")
    field = "embargo_until"
