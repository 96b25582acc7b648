"""What the calendar of the sales refuses."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class DaysReversed(Refusal):
    status = 422
    message = n_("The last day comes before the first day.")


class SalesWithinBan(Refusal):
    status = 422
    message = n_("The sales begin before the month without price cuts is over.")


class YearTooFar(Refusal):
    status = 422
    message = n_("These days are more than a few months away from %(year)s. Look at the year.")
