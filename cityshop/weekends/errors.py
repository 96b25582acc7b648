"""What the desk of a discount weekend refuses."""

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class MailUnknown(Unknown):
    message = n_("There is no such mail to shops.")


class NoSuchVoucher(Refusal):
    status = 422
    message = n_("There is no voucher with this code in this city. Look at the code once more.")
    field = "code"


class CodeMistyped(Refusal):
    status = 422
    message = n_("A character of this code is wrong. Compare it with the voucher.")
    field = "code"


class MailIsOut(Refusal):
    message = n_("This mail has been sent already. Write a new one.")


class NobodyToWriteTo(Refusal):
    message = n_("No shop with a mailbox is in this group. Choose other shops.")


class MailChanged(Refusal):
    message = n_("In the meantime the mail or its list of shops has changed. Look once more.")


class NothingFailed(Refusal):
    message = n_("No mail failed: there is nothing to send again.")


class VoucherNotOpen(Refusal):
    message = n_("Only a voucher that has not been used can be cancelled. Refund it first.")


class VoucherNotUsed(Refusal):
    message = n_("This voucher has not been used, so there is nothing to refund.")


class EditionNotOver(Refusal):
    message = n_("This edition is still on. Close it when it is over.")


class EditionNotClosed(Refusal):
    message = n_("Close the edition first: only figures that no longer change can be published.")


class StreetMissing(Refusal):
    status = 422
    message = n_("Choose which street.")
    field = "street"
