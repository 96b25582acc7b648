"""The fairness desk in words: what votes have in common, what was decided, and why."""

from collections.abc import Mapping

from cityshop.core.words import n_
from cityshop.elections.mail_hosts import MailHost
from cityshop.elections.models import BallotState
from cityshop.fairness.models import CaseKind, CaseState, Decision
from cityshop.fairness.rules import AcceptReason, RejectReason

# What it is called, and why people look at it.
KINDS: Mapping[str, tuple[str, str]] = {
    CaseKind.NETWORK: (
        n_("One network"),
        n_(
            "These votes came from one network on one day. "
            "A school, a company and a mobile network look like this too."
        ),
    ),
    CaseKind.BURST: (
        n_("One browser in one hour"),
        n_("These votes came within an hour from browsers that say the same about themselves."),
    ),
    CaseKind.NAMES: (
        n_("Mailboxes in a row"),
        n_("These mailboxes have names that differ in a number only, or are all at one small host."),
    ),
    CaseKind.HOSTS: (
        n_("Unusual mail hosts"),
        n_("These votes came within an hour from mailboxes that pass mail on or are made by the dozen."),
    ),
    CaseKind.COMPLAINT: (
        n_("“I did not ask for this”"),
        n_("People whose mailbox was used say that they did not ask for a code."),
    ),
}
STATES: Mapping[str, tuple[str, str]] = {
    CaseState.OPEN: (n_("To look at"), "warn"),
    CaseState.QUARANTINED: (n_("Set apart"), "warn"),
    CaseState.ACCEPTED: (n_("No objection"), "good"),
    CaseState.REJECTED: (n_("Rejected"), "bad"),
}
BALLOTS: Mapping[str, tuple[str, str]] = {
    BallotState.COUNTED: (n_("Counts"), "good"),
    BallotState.QUARANTINED: (n_("Set apart"), "warn"),
    BallotState.REJECTED: (n_("Rejected"), "bad"),
}
HOSTS: Mapping[str, str] = {
    MailHost.COMMON: n_("Large provider"),
    MailHost.OWN: n_("Own domain"),
    MailHost.RELAY: n_("Passes mail on"),
    MailHost.PLUS: n_("With a “+”, host unknown"),
    MailHost.THROWAWAY: n_("Throw-away, allowed here"),
}
DECISIONS: Mapping[str, str] = {
    Decision.QUARANTINE: n_("Set votes apart"),
    Decision.ASK_AGAIN: n_("Asked voters again by mail"),
    Decision.ACCEPT: n_("Let the votes count"),
    Decision.ASK_REJECTION: n_("Asked to reject the votes"),
    Decision.TAKE_BACK: n_("Took the request to reject back"),
    Decision.REJECT: n_("Confirmed: the votes are rejected"),
}
REJECT_REASONS: Mapping[str, str] = {
    RejectReason.MACHINE: n_("A program cast these votes"),
    RejectReason.ONE_PERSON: n_("One person used many mailboxes"),
    RejectReason.OTHERS_NAMES: n_("They were cast in the name of others"),
    RejectReason.BOUGHT: n_("Votes were paid for"),
    RejectReason.UNCONFIRMED: n_("Nobody confirmed them again by mail"),
}
ACCEPT_REASONS: Mapping[str, str] = {
    AcceptReason.SHARED_NETWORK: n_("Many people share this network, such as a school or a company"),
    AcceptReason.CONFIRMED: n_("The voters confirmed by mail"),
    AcceptReason.TOO_LITTLE: n_("The signs are too weak to doubt these votes"),
}
REASONS: Mapping[str, str] = {**REJECT_REASONS, **ACCEPT_REASONS}
