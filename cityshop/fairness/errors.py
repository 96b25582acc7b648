"""What the fairness desk refuses, and why."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class OwnShopStands(Refusal):
    status = 403
    message = n_("You keep a shop that stands in this vote, so you cannot judge its votes. Ask a colleague.")


class CaseIsDecided(Refusal):
    message = n_("A colleague was first: this case is in another state now. Look again.")


class CasesAreClosed(Refusal):
    message = n_("The result of this vote is out, or the vote was annulled: its cases can no longer change.")


class SetApartFirst(Refusal):
    message = n_("Set these votes apart first: only votes that were set apart can be rejected.")


class RejectionWaits(Refusal):
    message = n_("A rejection waits for a second person. Confirm it, or take it back first.")


class NoneToAskAgain(Refusal):
    message = n_("There is nobody to write to: addresses are kept for a day only, and nobody is asked twice.")


class KeyIsAway(Refusal):
    message = n_("The key file of this vote cannot be read now, so the addresses cannot be opened.")


class LinkUnknown(Refusal):
    status = 404
    message = n_("This link is not complete or no longer works. Copy the whole link from our mail.")


class HostRefused(Refusal):
    status = 422
    message = n_("This is not on the list of throw-away mailboxes, so it needs no permission.")
    field = "host"


class HostAllowedAlready(Refusal):
    status = 422
    message = n_("This host is on your list already.")
    field = "host"


class ReportNotOut(Refusal):
    status = 403
    message = n_("This report comes with the result of the vote.")
