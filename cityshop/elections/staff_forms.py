"""What town hall can fill in about a vote."""

from dataclasses import replace

from flask import current_app
from wtforms import BooleanField

from cityshop.core.words import n_, with_words
from cityshop.elections.forms import CHOOSE, CountField
from cityshop.elections.models import Contest, Level
from cityshop.elections.rules import ChangePolicy, Mixing, TieRule, VoteRules
from cityshop.elections.services import ContestDraft, ContestPlan
from cityshop.elections.states import ContestPause
from cityshop.web.forms import ChoiceField, LineField, MomentField, ParagraphField, Required, SignedInForm

MOST_VOTES = 100_000
LONGEST_HIDDEN = 60
MOST_FOR_A_BRAG = 10
CHANGE_POLICIES = (
    (ChangePolicy.LAST_COUNTS, n_("A vote can be changed until closing; the last one counts")),
    (ChangePolicy.FINAL, n_("The first vote counts and cannot be changed")),
)
LEVELS = (
    (Level.EMAIL, n_("A code that we mail them")),
    (Level.PAPER, n_("A code on paper that you hand out or send")),
    (Level.OIDC, n_("Their eID, such as itsme")),
)
LEVELS_WITHOUT_EID = tuple(level for level in LEVELS if level[0] != Level.OIDC)
MOST_WINNERS = 20
MIXINGS = (
    (Mixing.NONE, n_("Votes alone decide")),
    (Mixing.SHARE_OF_TOTAL, n_("Together, each as its share of all")),
    (Mixing.SHARE_OF_BEST, n_("Together, each as its share of the best")),
    (Mixing.RANK_POINTS, n_("Together, by points for each place")),
)
TIES = (
    (TieRule.SHARED, n_("They share the title")),
    (TieRule.JURY, n_("A jury chooses between them")),
    (TieRule.DRAW, n_("A draw decides, which anybody can repeat")),
)


class NewContestForm(SignedInForm):
    slug = LineField(n_("Word in the address"), [Required(n_("Fill in a word for the address."))], most=60)
    campaign = ChoiceField(n_("Campaign"), [Required(CHOOSE)])


class ContestForm(SignedInForm):
    """The words of a contest: these may change at any time."""

    title_nl = LineField(n_("Title in Dutch"), [Required(n_("Give the vote a title in Dutch."))], most=80)
    title_fr = LineField(n_("Title in French"), most=80)
    introduction_nl = ParagraphField(
        n_("Introduction in Dutch"), [Required(n_("Say in Dutch what people vote for."))], most=600
    )
    introduction_fr = ParagraphField(n_("Introduction in French"), most=600)
    prize_nl = LineField(n_("What the winner gets, in Dutch"), most=200)
    prize_fr = LineField(n_("What the winner gets, in French"), most=200)

    def draft(self) -> ContestDraft:
        """What was filled in, words by language."""
        return ContestDraft(
            title={"nl": self.title_nl.text, "fr": self.title_fr.text},
            introduction={"nl": self.introduction_nl.text, "fr": self.introduction_fr.text},
            prize={"nl": self.prize_nl.text, "fr": self.prize_fr.text},
            plan=self.plan(),
        )

    def plan(self) -> ContestPlan | None:
        """Dates and rules, where this form asks for them."""
        return None


class DraftContestForm(ContestForm):
    """As long as a contest was not opened, its dates and rules may change too."""

    opens_at = MomentField(n_("Opens"), [Required(n_("Fill in when the vote opens."))])
    closes_at = MomentField(n_("Closes"), [Required(n_("Fill in when the vote closes."))])
    level = ChoiceField(n_("How residents show that they may vote"), [Required(CHOOSE)])
    is_assisted = BooleanField(n_("Town hall helps residents vote at the counter, and enters paper ballots"))
    change_policy = ChoiceField(n_("Changing a vote"), [Required(CHOOSE)], words=CHANGE_POLICIES)
    tie = ChoiceField(n_("When candidates have equal votes"), [Required(CHOOSE)], words=TIES)
    minimum = CountField(n_("Fewest votes to win"), most=MOST_VOTES)
    standings_hidden_days = CountField(
        n_("Days at the end without numbers per candidate"), most=LONGEST_HIDDEN
    )
    brag_weight = CountField(n_("Votes that an approved brag counts for"), most=MOST_FOR_A_BRAG)
    winner_may_stand_again = BooleanField(n_("A shop that holds the title may stand again"))
    seats = CountField(n_("How many shops can win"), least=1, most=MOST_WINNERS)
    mixing = ChoiceField(n_("Votes and jury"), [Required(CHOOSE)], words=MIXINGS)
    jury_percent = CountField(n_("Share of the jury, in percent"), most=100)
    before: VoteRules = VoteRules()

    def plan(self) -> ContestPlan:
        """What was filled in about dates and rules; rules that this form does not show stay as they were."""
        rules = replace(
            self.before,
            change_policy=self.change_policy.data,
            tie=self.tie.data,
            minimum=self.minimum.data or 0,
            standings_hidden_days=self.standings_hidden_days.data or 0,
            brag_weight=self.brag_weight.data or 0,
            is_assisted=self.is_assisted.data,
            winner_may_stand_again=self.winner_may_stand_again.data,
            seats=self.seats.data or 1,
            mixing=self.mixing.data,
            jury_percent=self.jury_percent.data or 0,
        )
        return ContestPlan(self.opens_at.moment, self.closes_at.moment, rules, self.level.data)


def form_about(contest: Contest) -> ContestForm:
    """The form that fits the contest, with what it is now or with what was just sent."""
    rules = VoteRules.of(contest.rules)
    kind = ContestForm if contest.key_fingerprint else DraftContestForm
    form = kind(
        title_nl=contest.title.get("nl", ""),
        title_fr=contest.title.get("fr", ""),
        introduction_nl=contest.introduction.get("nl", ""),
        introduction_fr=contest.introduction.get("fr", ""),
        prize_nl=contest.prize.get("nl", ""),
        prize_fr=contest.prize.get("fr", ""),
        opens_at=contest.opens_at,
        closes_at=contest.closes_at,
        level=contest.level,
        **rules.document(),
    )
    if isinstance(form, DraftContestForm):
        form.before = rules
        form.level.offer(LEVELS if current_app.config["HAS_EID"] else LEVELS_WITHOUT_EID)
    return form


class PauseContestForm(SignedInForm):
    """Why voting stops: for colleagues, and for everybody."""

    reason = LineField(
        n_("Reason"), [Required(n_("Say why, in a few words: your colleagues will ask."))], most=200
    )
    public_text_nl = ParagraphField(
        n_("What residents read, in Dutch"), [Required(n_("Write a sentence for residents."))], most=400
    )
    public_text_fr = ParagraphField(n_("What residents read, in French"), most=400)

    def pause(self) -> ContestPause:
        """What was filled in."""
        text = with_words({}, {"nl": self.public_text_nl.text, "fr": self.public_text_fr.text})
        return ContestPause(self.reason.text, text)


class ResumeContestForm(SignedInForm):
    moves_end = BooleanField(n_("Close later, by as long as the pause took"))


class EndForm(SignedInForm):
    """Ending a vote before its time."""

    reason = LineField(n_("Reason"), [Required(n_("Say why: your colleague must agree."))], most=300)


class AnnulForm(SignedInForm):
    """Ending a vote without a result."""

    reason_nl = ParagraphField(
        n_("Why, in Dutch, for everybody"), [Required(n_("Say why: everybody may know."))], most=600
    )
    reason_fr = ParagraphField(n_("Why, in French"), most=600)

    def public_reason(self) -> dict[str, str]:
        """What was filled in, by language."""
        return with_words({}, {"nl": self.reason_nl.text, "fr": self.reason_fr.text})
