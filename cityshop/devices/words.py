"""Phones and their scans in words: verdicts, reasons, decisions; and what the phone itself says."""

from collections.abc import Mapping
from typing import Any

from cityshop.core.words import n_
from cityshop.devices.errors import NeedsReception, TooManyDevices
from cityshop.devices.models import Decision, OfflineScan, Verdict
from cityshop.devices.rules import MOST_DEVICES
from cityshop.offers import refusals
from cityshop.offers.errors import UndoTooLate
from cityshop.web.i18n import translated

VERDICTS: Mapping[str, tuple[str, str]] = {
    Verdict.REDEEMED: (n_("In order"), "good"),
    Verdict.UNDONE: (n_("Undone"), "off"),
    Verdict.REFUSED: (n_("Refused"), "off"),
    Verdict.CONFLICT: (n_("Conflict"), "warn"),
    Verdict.CLOCK_SUSPECT: (n_("Clock in doubt"), "warn"),
    Verdict.ALTERED: (n_("Altered"), "warn"),
    Verdict.OUT_OF_ORDER: (n_("Out of order"), "warn"),
    Verdict.FOREIGN: (n_("Of another phone"), "warn"),
}
SENTENCES: Mapping[str, str] = {
    Verdict.CLOCK_SUSPECT: n_("The clock of the phone was set in between, so nobody can tell when this was."),
    Verdict.ALTERED: n_("This is not what the phone signed: somebody changed it, or it is no scan at all."),
    Verdict.OUT_OF_ORDER: n_("Scans of this phone before this one are missing, or came in another order."),
    Verdict.FOREIGN: n_("Another phone signed this scan."),
}
REASONS: Mapping[str, str] = {
    "unknown": n_("There is no voucher with this code."),
    "forged": n_("This is no voucher of ours, or it was changed."),
    "wrong_shop": n_("This voucher belongs to another shop."),
    "revoked": n_("The voucher had been cancelled."),
    "paused": n_("The city had paused the campaign at that moment."),
    "outside_window": n_("That moment was outside the days and hours of the offer."),
    "already_redeemed": n_("The voucher was used already, by another phone or with reception."),
    "min_spend": n_("Too little was bought, or nobody filled in how much."),
    "out_of_stock": n_("All that this offer had have been used."),
    "budget_spent": n_("The city’s budget for this campaign has been spent."),
    "counter_revoked": n_("The phone, or its counter, had been ended."),
    "needs-reception": NeedsReception.message,
    "undo-too-late": n_("It was undone more than ten minutes after the scan."),
    "idempotency-key-reused": n_("The same scan came in with another voucher or amount."),
}
DECISIONS: Mapping[str, tuple[str, str]] = {
    Decision.HONOURED: (n_("Counted"), "good"),
    Decision.SHOP_BEARS: (n_("Counted at the shop’s cost"), "good"),
    Decision.WAIVED: (n_("Not counted"), "off"),
    Decision.WITHDRAWN: (n_("Undone on the phone"), "off"),
}
_COUNTED = (Decision.HONOURED, Decision.SHOP_BEARS)
_NOTHING_COUNTED = (n_("Accepted, nothing to count"), "off")
_REFUSALS: tuple[type[refusals.RedemptionRefused], ...] = (
    refusals.VoucherForged,
    refusals.VoucherUnknown,
    refusals.VoucherOfAnotherShop,
    refusals.VoucherRevoked,
    refusals.RedeemingPaused,
    refusals.OutOfStock,
    refusals.BudgetSpent,
    refusals.CounterRevoked,
    refusals.CounterBusy,
)
_ANSWERS: Mapping[str, tuple[str, str, str, str]] = {
    "saved": (
        "saved",
        n_("Kept here"),
        n_("Kept on this phone, not yet checked."),
        n_("We check it as soon as there is reception. Leave this page open, or come back to it today."),
    ),
    "undone": ("wait", n_("Undone"), n_("The voucher is good again."), ""),
    "too_late": ("refused", n_("Too late"), UndoTooLate.message, ""),
    "not_undone": (
        "refused",
        n_("Not undone"),
        n_("This phone could not write it down. The voucher still counts as used."),
        n_("Try it again. If that does not help, ask the city to correct it."),
    ),
    "not_kept": (
        "refused",
        n_("Not kept"),
        n_("This phone could not write it down: this voucher was not kept."),
        n_("Make room on the phone or open this page anew, and scan the voucher again."),
    ),
    "redeemed": ("good", n_("Redeemed"), n_("The site has checked it."), ""),
    "outside_window": (
        "refused",
        n_("Not now"),
        n_("This voucher is not good at this hour."),
        n_("Its days and hours stand on the voucher."),
    ),
    "already_redeemed": (
        "refused",
        n_("Already used"),
        n_("This voucher was used before, on this phone at {moment}."),
        n_("Every voucher is good once."),
    ),
    "min_spend": (
        "refused",
        n_("Not enough yet"),
        n_("This voucher asks a purchase of at least {amount}."),
        n_("Add something, or keep the voucher for another time."),
    ),
    "out_of_stock": (
        "refused",
        n_("Not without reception"),
        n_("Few are left of this offer, and none of them is set apart for this phone."),
        n_("Try again where there is reception."),
    ),
    "needs_reception": (
        "refused",
        n_("Not without reception"),
        NeedsReception.message,
        n_("Try again where there is reception."),
    ),
    "typed": (
        "wait",
        n_("No reception"),
        n_("A typed code can only be checked with reception. Nothing was used."),
        n_("Scan the square on the voucher: that works without reception."),
    ),
    "unanswered": (
        "wait",
        n_("No answer"),
        n_("The site did not answer in time, so nobody knows yet whether this voucher was used."),
        n_("Try again: the same try never counts twice."),
    ),
    "unknown_key": (
        "wait",
        n_("Not without reception"),
        n_("This voucher is newer than what this phone knows."),
        n_("Try again where there is reception."),
    ),
    "no_knowledge": (
        "wait",
        n_("Not ready yet"),
        n_("This phone has not heard from the site since it was made ready."),
        n_("Open this page once with reception."),
    ),
    "pin": (
        "wait",
        n_("Type the PIN"),
        n_("The counter has a new PIN."),
        n_("Go to the counter and type it. What waits on this phone stays."),
    ),
}


def verdict(scan: OfflineScan) -> tuple[str, str]:
    """What became of a scan, and its look."""
    word, look = VERDICTS[scan.verdict]
    return translated(word), look


def why(scan: OfflineScan) -> str:
    """Why a scan did not simply count."""
    sentence = SENTENCES.get(scan.verdict) or REASONS.get(scan.reason, "")
    return translated(sentence) if sentence else ""


def decision(scan: OfflineScan) -> tuple[str, str]:
    """What came of what people decided, and its look; empty while nobody did."""
    word, look = DECISIONS.get(scan.decision or "", ("", ""))
    if scan.decision in _COUNTED and scan.redemption_id is None:
        word, look = _NOTHING_COUNTED
    return (translated(word) if word else "", look)


def phone_words() -> dict[str, Any]:
    """All that the script on the phone says, in the reader's language; holes are in braces."""
    return {
        "answers": {**_refusals(), **{name: _answer(*said) for name, said in _ANSWERS.items()}},
        "reception": translated(n_("There is reception again.")),
        "no_reception": translated(
            n_("No reception. What you take is kept on this phone and checked later.")
        ),
        "least": translated(n_("Spend at least {amount}")),
        "unseen": translated(
            n_("A typed code says nothing by itself. Look at the voucher with the customer first.")
        ),
        "before": translated(
            n_("This phone took this voucher at {moment}. Take it again only if that was undone since.")
        ),
        "asks_purchase": translated(refusals.PurchaseNeeded.message),
        "wrong_amount": translated(n_("This is no amount. Write it like 12,50.")),
        "report": {
            "one": translated(n_("Last sent: {inOrder} of {sent} in order, 1 asks attention.")),
            "more": translated(n_("Last sent: {inOrder} of {sent} in order, {attention} ask attention.")),
        },
        "contact": translated(n_("Last contact with the site: {moment}.")),
        "clock": translated(
            n_("The clock of this phone is {minutes} minutes wrong. Let the phone set it by itself.")
        ),
        "waiting": {
            "one": translated(n_("1 scan waits on this phone.")),
            "more": translated(n_("{number} scans wait on this phone.")),
        },
        "old": {
            "one": translated(n_("1 scan has been waiting for more than two hours. Find reception.")),
            "more": translated(n_("{number} scans wait, the first for over two hours. Find reception.")),
        },
        "panel": _panel(),
    }


def _panel() -> dict[str, str]:
    return {
        "before": translated(n_("Bad reception in the shop? This phone can take vouchers without it.")),
        "ready": translated(n_("This phone goes on when reception is gone.")),
        "ended": translated(n_("This phone was ended: it takes no vouchers without reception any more.")),
        "failed": translated(n_("That did not work. Is there reception? Try again.")),
        "not_kept": translated(
            n_("This phone is paired, but could not keep what it needs without reception. Try again.")
        ),
        "full": translated(TooManyDevices.message, most=MOST_DEVICES),
        "cannot": translated(n_("This browser cannot keep vouchers. Use a newer one, without private mode.")),
    }


def _refusals() -> dict[str, dict[str, str]]:
    return {each.reason: _answer(each.look, each.word, each.message, each.then) for each in _REFUSALS}


def _answer(look: str, word: str, sentence: str, then: str) -> dict[str, str]:
    said = {"word": word, "sentence": sentence, "then": then}
    return {"look": look, **{name: translated(text) if text else "" for name, text in said.items()}}
