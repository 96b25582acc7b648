"""What is refused to shops that come forward, and to those who suggest or judge them."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class NominationsClosed(Refusal):
    message = n_("Shops cannot come forward for this vote now.")


class ShopHoldsTitle(Refusal):
    message = n_(
        "This shop won before and still holds the title. The rules of this vote let others go first."
    )


class ShopNotApproved(Refusal):
    message = n_("Approve the shop first, under Shops.")


class CandidateChanged(Refusal):
    message = n_("The shop has just changed what it says, or has left. Read it again, then decide.")


class PhotoGone(Refusal):
    status = 422
    message = n_("We no longer have this photo. Choose it again.")
    field = "photo"


class TooLateToWithdraw(Refusal):
    message = n_("The vote is over: nobody can withdraw any more.")


class SinceWhen(Refusal):
    status = 422
    message = n_("Fill in a year, such as 1987, that is not in the future.")


class LinksRefused(Refusal):
    status = 422
    message = n_("Leave out links and e-mail addresses.")
