"""What Mondays refuse."""

from typing import ClassVar

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class CardUnknown(Unknown):
    message = n_("There is no card of this edition for your shop.")


class LinkUnknown(Unknown):
    message = n_("This link does not work. Use the newest mail, or write to the town hall.")


class SurveyNotOpen(Refusal):
    message = n_("The three questions open when the weekend is over.")


class SurveyClosed(Refusal):
    message = n_("The three questions are closed. Your answer can no longer be changed.")


class AlreadyReminded(Refusal):
    message = n_("A reminder has gone out already. Shops get one at most.")


class NobodyToRemind(Refusal):
    status: ClassVar[int] = 409
    message = n_("Every shop has answered. There is nobody to remind.")
