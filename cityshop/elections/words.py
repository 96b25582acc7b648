"""Elections in words: stages, receipts, rules."""

from collections.abc import Mapping
from typing import Any

from cityshop.core.words import n_
from cityshop.elections.models import CandidateState, Contest, Level
from cityshop.elections.rules import ChangePolicy, Stage, TieRule, VoteRules
from cityshop.web.i18n import moment, translated

STAGES: Mapping[str, tuple[str, str]] = {
    Stage.DRAFT: (n_("Draft"), "off"),
    Stage.NOMINATIONS: (n_("Shops can come forward"), "plain"),
    Stage.UPCOMING: (n_("Opens soon"), "plain"),
    Stage.OPEN: (n_("Open"), "good"),
    Stage.PAUSED: (n_("Paused"), "warn"),
    Stage.CLOSED: (n_("Closed"), "off"),
    Stage.PUBLISHED: (n_("Result is out"), "good"),
    Stage.ANNULLED: (n_("Annulled"), "bad"),
}
RECEIPTS: Mapping[str, tuple[str, str, str]] = {
    "waiting": (
        n_("In the ballot box"),
        "good",
        n_(
            "Your vote is in and it counts. It goes into the public register together with at least 24 "
            "others, at the latest when the vote closes: so nobody can see from it when you voted."
        ),
    ),
    "in-ledger": (
        n_("In the register"),
        "good",
        n_("Your vote counts and stands in the public register. Nobody can take it out unseen."),
    ),
    "counted": (n_("Counted"), "good", n_("Your vote was counted in the result.")),
    "quarantined": (
        n_("Being looked at"),
        "warn",
        n_("People of the city are looking at this vote. What they decide will stand here."),
    ),
    "superseded": (
        n_("Replaced"),
        "off",
        n_("You voted again later. The newer vote counts instead of this one."),
    ),
    "rejected": (
        n_("Not counted"),
        "bad",
        n_("Two people of the city decided that this vote does not count."),
    ),
}
CANDIDATES: Mapping[str, tuple[str, str]] = {
    CandidateState.PROPOSED: (n_("Waits for town hall"), "warn"),
    CandidateState.ACCEPTED: (n_("On the list"), "good"),
    CandidateState.REFUSED: (n_("Refused"), "off"),
    CandidateState.LEFT: (n_("Left the list"), "off"),
    CandidateState.WITHDRAWN: (n_("Withdrawn"), "off"),
}
WHO_VOTES: Mapping[str, str] = {
    Level.EMAIL: n_("You choose one candidate. One vote counts for each confirmed e-mail address."),
    Level.PAPER: n_("You choose one candidate. One vote counts for each code on paper."),
    Level.OIDC: n_("You choose one candidate. One vote counts for each person who signs in with an eID."),
}
ONE_VOTE_FOR_EACH: Mapping[str, str] = {
    Level.EMAIL: n_("One vote counts for each confirmed mailbox."),
    Level.PAPER: n_("One vote counts for each code on paper."),
    Level.OIDC: n_("One vote counts for each person with an eID."),
}
WHAT_IS_KEPT: Mapping[str, str] = {
    Level.EMAIL: n_("The voter list keeps an unreadable mark of your address, and never what you chose."),
    Level.PAPER: n_("The voter list keeps an unreadable mark of your code, and never what you chose."),
    Level.OIDC: n_("The voter list keeps an unreadable mark of your eID, no name, and never what you chose."),
}
HOW_TO_SHOW: Mapping[str, str] = {
    Level.EMAIL: n_("We mail you a code. No account, no password."),
    Level.PAPER: n_("Type the code on your paper. No account, no password."),
    Level.OIDC: n_("Sign in with your eID. We do not see your name."),
}
HELPED = n_(
    "Who prefers it can vote at the counter of the town hall. Those votes are counted and reported apart."
)
CHANGES: Mapping[str, str] = {
    ChangePolicy.LAST_COUNTS: n_("You can change your vote until the vote closes. The last one counts."),
    ChangePolicy.FINAL: n_("Your first vote counts and cannot be changed."),
}
TIES: Mapping[str, str] = {
    TieRule.SHARED: n_("Candidates with equal votes share the title."),
    TieRule.JURY: n_("Between candidates with equal votes, a jury chooses."),
    TieRule.DRAW: n_("Between candidates with equal votes, a draw decides that anybody can repeat."),
}

_BRAGS: Mapping[int, str] = {
    0: n_("Brags are shown and count nothing."),
    1: n_("A brag that was approved before closing counts as one vote, once for each mailbox and shop."),
}
_BRAGS_COUNT_MORE = n_(
    "A brag that was approved before closing counts as %(weight)s votes, once for each mailbox and shop."
)
WINNERS: Mapping[bool, str] = {
    True: n_("A shop that won before may stand again."),
    False: n_("A shop that still holds the title does not stand: others go first."),
}


def rules_in_words(contest: Contest) -> list[str]:
    """The rules as sentences, in the order in which a voter meets them."""
    rules = VoteRules.of(contest.rules)
    sentences: list[tuple[str, dict[str, Any]]] = [
        (WHO_VOTES[contest.level], {}),
        (CHANGES[rules.change_policy], {}),
        (
            n_("The vote runs from %(start)s until %(end)s."),
            {"start": moment(contest.opens_at), "end": moment(contest.closes_at)},
        ),
        (n_("Nobody wins with fewer than %(minimum)s votes."), {"minimum": rules.minimum}),
        (TIES[rules.tie], {}),
        (WINNERS[rules.winner_may_stand_again], {}),
        (
            n_("In the last %(days)s days nobody sees numbers per candidate."),
            {"days": rules.standings_hidden_days},
        ),
        (_BRAGS.get(rules.brag_weight, _BRAGS_COUNT_MORE), {"weight": rules.brag_weight}),
        (n_("Candidates stand in a random order, a new one every hour. Nobody can pay for a place."), {}),
        *([(HELPED, {})] if rules.is_assisted else []),
        (WHAT_IS_KEPT[contest.level], {}),
    ]
    return [translated(sentence, **facts) for sentence, facts in sentences]
