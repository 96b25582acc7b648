"""Why a counter says no, with what to do now."""

from enum import StrEnum
from typing import ClassVar

from cityshop.core.errors import Refusal
from cityshop.core.words import n_


class Reason(StrEnum):
    """Why a counter says no, for programs; the order is the order in which it is judged."""

    UNKNOWN = "unknown"
    FORGED = "forged"
    WRONG_SHOP = "wrong_shop"
    REVOKED = "revoked"
    PAUSED = "paused"
    OUTSIDE_WINDOW = "outside_window"
    ALREADY_REDEEMED = "already_redeemed"
    MIN_SPEND = "min_spend"
    OUT_OF_STOCK = "out_of_stock"
    BUDGET_SPENT = "budget_spent"
    COUNTER_REVOKED = "counter_revoked"
    BUSY = "busy"


class RedemptionRefused(Refusal):
    """A counter says no: `word` in large letters, the sentence, and `then`, what to do now.

    `look` is the colour and the sound: refused, or wait where the voucher stays good. `picture` is an icon.
    """

    reason: ClassVar[Reason]
    word: ClassVar[str]
    then: ClassVar[str]
    look: ClassVar[str] = "refused"
    picture: ClassVar[str] = "cross"


class VoucherUnknown(RedemptionRefused):
    reason = Reason.UNKNOWN
    word = n_("Not known")
    picture = "search"
    message = n_("There is no voucher with this code.")
    then = n_("Read the code under the square once more and type it again.")


class CodeMistyped(VoucherUnknown):
    word = n_("Mistyped")
    picture = "keyboard"
    message = n_("A character of this code is wrong: it cannot exist.")
    then = n_("Read the ten characters under the square once more. O and 0, I, L and 1 are the same.")


class VoucherForged(RedemptionRefused):
    reason = Reason.FORGED
    word = n_("Not genuine")
    picture = "warning"
    message = n_("This is no voucher of ours, or it was changed.")
    then = n_(
        "Give nothing for it. Ask the customer to open the voucher again, or type the code under the square."
    )


class VoucherOfAnotherShop(RedemptionRefused):
    reason = Reason.WRONG_SHOP
    word = n_("Not for this shop")
    picture = "shop"
    message = n_("This voucher belongs to another shop.")
    then = n_("The name of the shop stands on top of the voucher.")


class VoucherRevoked(RedemptionRefused):
    reason = Reason.REVOKED
    word = n_("No longer valid")
    picture = "closed"
    message = n_("This voucher has been cancelled.")
    then = n_("Ask the customer to contact the city.")


class RedeemingPaused(RedemptionRefused):
    reason = Reason.PAUSED
    word = n_("Paused")
    look = "wait"
    picture = "pause"
    message = n_("The city has paused this campaign.")
    then = n_("The voucher stays valid. Try again after the pause.")


class OutsideWindow(RedemptionRefused):
    reason = Reason.OUTSIDE_WINDOW
    word = n_("Not now")
    look = "wait"
    picture = "clock"
    message = n_("This voucher can be used from %(next_window)s.")
    then = n_("Ask the customer to come back then.")


class VoucherOver(RedemptionRefused):
    reason = Reason.OUTSIDE_WINDOW
    word = n_("Over")
    picture = "calendar"
    message = n_("This voucher could be used until %(ended_at)s.")
    then = n_("The offer has ended. You decide whether you still give it.")


class VoucherLapsed(RedemptionRefused):
    reason = Reason.OUTSIDE_WINDOW
    word = n_("Over")
    picture = "calendar"
    message = n_("This voucher ended unused. Its offer was extended afterwards.")
    then = n_("Ask the customer to take a new voucher of this offer.")


class VoucherAlreadyRedeemed(RedemptionRefused):
    reason = Reason.ALREADY_REDEEMED
    word = n_("Already used")
    message = n_("This voucher was used on %(redeemed_at)s at counter %(counter)s.")
    then = n_("Every voucher is good once.")


class TooLittleSpent(RedemptionRefused):
    reason = Reason.MIN_SPEND
    word = n_("Not enough yet")
    look = "wait"
    picture = "euro"
    message = n_("This voucher asks a purchase of at least %(least_cents)s.")
    then = n_("Add something, or keep the voucher for another time.")


class PurchaseNeeded(RedemptionRefused):
    reason = Reason.MIN_SPEND
    word = n_("How much?")
    look = "wait"
    picture = "euro"
    message = n_("The city pays a part of this offer, so it needs the amount of the purchase.")
    then = n_("Fill in the purchase and redeem again.")


class OutOfStock(RedemptionRefused):
    reason = Reason.OUT_OF_STOCK
    word = n_("Sold out")
    picture = "sold-out"
    message = n_("All that this offer had have been used.")
    then = n_("First come, first served. You decide whether you still give it.")


class BudgetSpent(RedemptionRefused):
    reason = Reason.BUDGET_SPENT
    word = n_("Budget spent")
    picture = "euro"
    message = n_("The city’s budget for this campaign has been spent.")
    then = n_("The city pays nothing for this voucher any more. You decide whether you still give it.")


class CounterRevoked(RedemptionRefused):
    reason = Reason.COUNTER_REVOKED
    word = n_("Counter closed")
    picture = "key"
    message = n_("This counter has been closed by the shop.")
    then = n_("Open a new counter on the page of your shop.")


class CounterBusy(RedemptionRefused):
    reason = Reason.BUSY
    word = n_("One moment")
    look = "wait"
    picture = "clock"
    message = n_("It is very busy. This voucher has not been used yet.")
    then = n_("Try again in a few seconds.")
