"""What offers refuse: claims at the offer, drafts of shops, forms; the till has `refusals`."""

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


class OfferReadAgain(ClaimRefused):
    message = n_("The shop changes this offer, and town hall reads it first. Look which offers are open now.")


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
    message = n_("This shop already has an offer with this title in this campaign. Choose another title.")
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
