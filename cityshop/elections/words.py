"""Elections in words: stages, receipts, rules."""

from collections.abc import Mapping
from typing import Any

from cityshop.core.words import n_
from cityshop.elections.models import CandidateState, Contest
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
    "counted": (n_("Counted"), "good", n_("Your vote is in and it counts.")),
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
CHANGES: Mapping[str, str] = {
    ChangePolicy.LAST_COUNTS: n_("You can change your vote until the vote closes. The last one counts."),
    ChangePolicy.FINAL: n_("Your first vote counts and cannot be changed."),
}
TIES: Mapping[str, str] = {
    TieRule.SHARED: n_("Candidates with equal votes share the title."),
    TieRule.JURY: n_("Between candidates with equal votes, a jury chooses."),
    TieRule.DRAW: n_("Between candidates with equal votes, a draw decides that anybody can repeat."),
}


def rules_in_words(contest: Contest) -> list[str]:
    """The rules as sentences, in the order in which a voter meets them."""
    rules = VoteRules.of(contest.rules)
    sentences: list[tuple[str, dict[str, Any]]] = [
        (n_("You choose one candidate. One vote counts for each confirmed e-mail address."), {}),
        (CHANGES[rules.change_policy], {}),
        (
            n_("The vote runs from %(start)s until %(end)s."),
            {"start": moment(contest.opens_at), "end": moment(contest.closes_at)},
        ),
        (n_("Nobody wins with fewer than %(minimum)s votes."), {"minimum": rules.minimum}),
        (TIES[rules.tie], {}),
        (
            n_("In the last %(days)s days nobody sees numbers per candidate."),
            {"days": rules.standings_hidden_days},
        ),
        (n_("Candidates stand in a random order, a new one every hour. Nobody can pay for a place."), {}),
        (
            n_("The voter list keeps an unreadable mark of your address, and never what you chose."),
            {},
        ),
    ]
    return [translated(sentence, **facts) for sentence, facts in sentences]
