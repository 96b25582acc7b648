"""What a recount refuses, and why."""

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class BundleNotOut(Refusal):
    status = 403
    message = n_("These files come out together with the result, not before.")


class NotYetSealable(Refusal):
    message = n_("This vote cannot be sealed yet: voters can complain for fourteen days after the result.")
