"""What town hall fills in to publish a result, to convene a jury, and to try a formula."""

import re
from fractions import Fraction
from typing import Any

from wtforms import Field, RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its types are of 3.2
from wtforms.validators import StopValidation

from cityshop.core.words import n_
from cityshop.juries.forms import JuryForm
from cityshop.results.counting import Standing
from cityshop.results.services import Finalists, JuryPlan
from cityshop.web.forms import LineField, MomentField, PublicForm, Required, SignedInForm
from cityshop.web.i18n import translated

MOST_CANDIDATES = 12
MOST_VOTES = 10_000_000
WORDS = "ABCDEFGHIJKL"
FINALISTS = (
    (Finalists.EVERYBODY, n_("Everybody who stands")),
    (Finalists.TIED, n_("Only who is equal for the last place that wins")),
)
SOME = n_("Type some numbers to try.")
PERCENT = n_("Type a whole number from 0 to 100.")
_NUMBERS = re.compile(r"[0-9]{1,8}([,;\s]+[0-9]{1,8})*")


class PublishForm(SignedInForm):
    embargo_until = MomentField(n_("Show the result from"))


class ContestJuryForm(JuryForm):
    """The jury of one contest: also over whom."""

    finalists = RadioField(n_("The jury judges"), default=Finalists.EVERYBODY)

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        self.finalists.choices = [SelectChoice(value, translated(words)) for value, words in FINALISTS]
        self.finalists.flags.required = True

    def plan(self) -> JuryPlan:
        """What was filled in."""
        return JuryPlan(Finalists(self.finalists.data), self.criteria(), self.deadline.moment)


def _numbers(form: Any, field: Field) -> None:
    if not _NUMBERS.fullmatch(field.data or "") or not 1 < len(read_numbers(field.data)) <= MOST_CANDIDATES:
        sentence = n_("Type 2 to %(most)s whole numbers with commas between them.")
        raise StopValidation(translated(sentence, most=MOST_CANDIDATES))


def _as_many(form: Any, field: Field) -> None:
    if len(read_numbers(field.data)) != len(read_numbers(form.votes.data or "")):
        raise StopValidation(translated(n_("Type as many numbers for the jury as for the votes.")))


def _percent(form: Any, field: Field) -> None:
    if not re.fullmatch(r"[0-9]{1,3}", field.data or "") or int(field.data) > 100:  # noqa: PLR2004 - per cent
        raise StopValidation(translated(PERCENT))


def read_numbers(typed: str | None) -> list[int]:
    """Whole numbers as people list them: 650, 200, 100."""
    return [int(one) for one in re.findall(r"[0-9]+", typed or "")]


class TrialForm(PublicForm):
    """Numbers to try: nobody's votes, only to see what a formula makes of them."""

    votes = LineField(n_("Votes"), [Required(SOME), _numbers], default="650, 200, 100, 100")
    jury = LineField(n_("Scores of the jury"), [Required(SOME), _numbers, _as_many], default="4, 25, 26, 29")
    percent = LineField(n_("Parts of the jury, of 100"), [Required(PERCENT), _percent], default="50", most=3)

    def standings(self) -> list[Standing]:
        """Candidates A, B, C ... with what was typed; only after the form was found valid."""
        typed = zip(WORDS, read_numbers(self.votes.data), read_numbers(self.jury.data), strict=False)
        return [
            Standing(at, word, votes, jury=Fraction(jury)) for at, (word, votes, jury) in enumerate(typed, 1)
        ]
