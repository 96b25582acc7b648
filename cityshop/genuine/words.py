"""What people read about a code: how it looks, what it is, what to do."""

from collections.abc import Mapping

from cityshop.core.words import n_
from cityshop.genuine.judging import Verdict
from cityshop.genuine.models import FakeState

# A look of the notice, a heading, a sentence.
VERDICTS: Mapping[Verdict, tuple[str, str, str]] = {
    Verdict.OURS: ("success", n_("This code is genuine"), n_("We made it. It leads to our own site.")),
    Verdict.PAUSED: (
        "paused",
        n_("This code is genuine"),
        n_("We made it. The city has paused what it leads to for a moment."),
    ),
    Verdict.OVER: (
        "closed",
        n_("This code is genuine, and over"),
        n_("We made it. What it was for has ended."),
    ),
    Verdict.RETIRED: (
        "closed",
        n_("This code was ours"),
        n_("We made it, and took it out of use. It leads nowhere any more."),
    ),
    Verdict.VOUCHER: (
        "success",
        n_("This is a voucher of ours"),
        n_("Whether it can still be used, its shop sees at the till. Nobody else needs to know."),
    ),
    Verdict.PAGE: (
        "success",
        n_("This address is ours"),
        n_("It leads to our own site. No code of a sticker or a voucher stands in it."),
    ),
    Verdict.FOREIGN: (
        "problem",
        n_("This is not ours"),
        n_("This address does not lead to our site. Do not open it, and fill in nothing there."),
    ),
    Verdict.FORGED: (
        "problem",
        n_("This is not ours"),
        n_("It looks like a voucher, but we did not sign it, or a part of it is missing."),
    ),
    Verdict.MISTYPED: (
        "warning",
        n_("A character is wrong"),
        n_("Such a code cannot exist. Look at the code once more and type it again."),
    ),
    Verdict.UNKNOWN: (
        "problem",
        n_("We do not know this code"),
        n_("Look at the code once more. If it is typed right, it is not ours."),
    ),
}
# A word and its look.
STATES: Mapping[str, tuple[str, str]] = {
    FakeState.WAITING: (n_("Waiting"), "warn"),
    FakeState.REMOVED: (n_("A fake, removed"), "good"),
    FakeState.OURS: (n_("It is ours after all"), "off"),
    FakeState.NOT_FOUND: (n_("Not found any more"), "off"),
}
ANSWERS = tuple((state, STATES[state][0]) for state in FakeState if state != FakeState.WAITING)
