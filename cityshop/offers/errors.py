"""What offers refuse: claims at the offer, drafts of shops, and redemptions at the counter."""

from enum import StrEnum
from typing import ClassVar

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class ClaimRefused(Refusal):
    """No voucher of this offer now."""


class OfferSoldOut(ClaimRefused):
    message = n_("All vouchers of this offer have been claimed. Other shops still have theirs.")


class OfferPaused(ClaimRefused):
    message = n_("The city has paused this campaign for a moment. Come back later.")


class OfferNotStarted(ClaimRefused):
    message = n_("This offer has not started yet. Come back when it does.")


class OfferOver(ClaimRefused):
    message = n_("This offer is over. Look which offers are still open.")


class TooFewLeft(ClaimRefused):
    status = 422
    message = n_("The stock of this offer has %(left)s left. Make no more than that.")
    field = "pieces"


class NotApproved(ClaimRefused):
    message = n_(
        "Vouchers are made once town hall has approved the offer, and as long as it is not sold out."
    )


class LimitReached(ClaimRefused):
    message = n_("You have %(count)s vouchers of this offer. That is as many as one person may have.")


class LimitReachedToday(LimitReached):
    message = n_("You have taken %(count)s vouchers of this offer today. Tomorrow you can take more.")


class ThrowawayMailbox(Refusal):
    status = 422
    message = n_(
        "Mailboxes at %(host)s are thrown away after use, so no voucher goes there. "
        "Use another address, or ask town hall for a voucher on paper."
    )
    field = "email"


class ClaimLinkOver(Refusal):
    message = n_("This link was good for a day. Ask for a new one on the page of the offer.")


class UsedAlready(Refusal):
    message = n_("This voucher has been used, so it cannot be given back.")


class VoucherNotFound(Unknown):
    message = n_("There is no voucher with this code. Look at the code once more.")


class JsonUnreadable(Refusal):
    status = 400
    message = n_("This is not a JSON object that we can read.")


class FactMissing(Refusal):
    status = 422
    message = n_("The field %(name)s is missing or is not what it should be.")


class TitleTaken(Refusal):
    status = 422
    message = n_("This shop already has an offer with this title. Choose another title.")
    field = "title_nl"


class ValueMissing(Refusal):
    status = 422
    message = n_("Fill in how much it is worth: a percentage, an amount, or how many are paid for one free.")
    field = "value"


class LastDayBeforeFirst(Refusal):
    status = 422
    message = n_("The last day comes before the first day.")
    field = "ends_on"


class StockBelowClaimed(Refusal):
    status = 422
    message = n_("%(claimed)s vouchers have been claimed already: the stock cannot be less.")
    field = "stock"


class StockBelowUsed(Refusal):
    status = 422
    message = n_("%(used)s have been used or are on their way: the stock cannot be less.")
    field = "stock"


class CountingMustStay(Refusal):
    status = 422
    message = n_("People already have vouchers: what counts, and per what period, must stay as it is.")
    field = "stock_counts"


class EndlessMustStay(CountingMustStay):
    message = n_("People already have vouchers: a stock with an end cannot become endless, nor the reverse.")
    field = "stock"


class PhotoGone(Refusal):
    status = 422
    message = n_("We do not have this photo any more. Choose it once more.")
    field = "photo"


class GuardReasonNeeded(Refusal):
    status = 422
    message = n_("Change the offer as the pointers say, or write down why it may be so.")
    field = "guard_reason"


class CapBelowSpent(Refusal):
    status = 422
    message = n_("The city’s budget cannot be less than what vouchers have cost so far.")
    field = "cap"


class ClaimsByMustStay(Refusal):
    status = 422
    message = n_("People already have vouchers: how they are told apart must stay as it is.")
    field = "claims_by"


class EditionUnknown(Refusal):
    status = 422
    message = n_("Choose another discount weekend of this city.")
    field = "edition_before_id"


class CampaignMustStay(Refusal):
    status = 422
    message = n_("People already have vouchers: the offer must stay in its campaign.")
    field = "campaign_id"


class OfferWithdrawn(Refusal):
    message = n_("This offer has been withdrawn. Make a new one.")


class OfferNotListed(Refusal):
    message = n_("This offer is not on the list now, so it cannot be sold out or come back.")


class CampaignUnknown(Refusal):
    status = 422
    message = n_("Choose a campaign that is not over.")
    field = "campaign_id"


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


class KeyReused(Refusal):
    status = 422
    message = n_("This form was sent before with another voucher or amount. Check the voucher once more.")

    @property
    def code(self) -> str:
        return "idempotency-key-reused"


class UndoTooLate(Refusal):
    message = n_("Undoing is possible for ten minutes. Ask the city to correct it.")


class NoKeyLeft(Refusal):
    message = n_("This campaign has used all 255 keys that it can have. Make a new campaign.")


class WrongPin(Refusal):
    status = 422
    message = n_("This is not the PIN of this counter. Try again.")
    field = "pin"


class BearerNeeded(Refusal):
    status = 401
    message = n_("Sign in at the counter first.")
