"""What town hall fills in about a jury, and what its members fill in about a finalist."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its types are of 3.2
from wtforms.validators import StopValidation

from cityshop.core.words import n_, with_words
from cityshop.juries.models import Jury
from cityshop.juries.rules import MOST_CRITERIA, MOST_POINTS, Criterion
from cityshop.juries.services import MemberDraft
from cityshop.web.forms import (
    ChoiceField,
    EmailLine,
    LineField,
    MomentField,
    ParagraphField,
    PublicForm,
    Required,
    SignedInForm,
)
from cityshop.web.i18n import own_text, translated

POINTS = tuple(str(number) for number in range(MOST_POINTS + 1))
WEIGHTS = (("1", n_("once")), ("2", n_("double")), ("3", n_("triple")))
# Only a beginning: town hall changes them as it likes, in the city's own languages.
SUGGESTED = (
    ("Onthaal in de winkel", "L’accueil au magasin"),
    ("Vakmanschap", "Le savoir-faire"),
    ("Band met de buurt", "Le lien avec le quartier"),
)


class PointsField(RadioField):
    """A whole number from 0 to 10."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, choices=[SelectChoice(one, one) for one in POINTS], **options)
        self.type = "RadioField"  # what our templates know it by
        self.flags.required = True

    def pre_validate(self, form: Any) -> None:
        if self.data not in POINTS:
            raise StopValidation(translated(n_("Choose a number from 0 to 10.")))


class JuryForm(SignedInForm):
    """Three to five criteria and a deadline; the fields of the criteria follow below."""

    deadline = MomentField(n_("Scores are in by"), [Required(n_("Fill in until when the jury can judge."))])

    @classmethod
    def suggested(cls) -> "JuryForm":
        """The form with criteria to begin with, or with what was just sent."""
        names = {f"name_{number}": nl for number, (nl, _) in enumerate(SUGGESTED, 1)}
        french = {f"french_{number}": fr for number, (_, fr) in enumerate(SUGGESTED, 1)}
        return cls(**names, **french)

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each criterion: its name in Dutch, in French, and its weight."""
        numbers = range(1, MOST_CRITERIA + 1)
        return [(self[f"name_{at}"], self[f"french_{at}"], self[f"weight_{at}"]) for at in numbers]

    def criteria(self) -> list[Criterion]:
        """What was filled in; lines without a name are left out."""
        return [
            Criterion({"nl": name.text} | ({"fr": french.text} if french.text else {}), int(weight.data))
            for name, french, weight in self.rows()
            if name.text
        ]


for _number in range(1, MOST_CRITERIA + 1):
    setattr(JuryForm, f"name_{_number}", LineField(n_("Criterion in Dutch"), most=60))
    setattr(JuryForm, f"french_{_number}", LineField(n_("In French"), most=60))
    setattr(JuryForm, f"weight_{_number}", ChoiceField(n_("Counts"), words=WEIGHTS))


class MemberForm(SignedInForm):
    name = LineField(n_("Name"), [Required(n_("Fill in a name: it is published with the scores."))], most=80)
    email = EmailLine(n_("E-mail address"), [Required(n_("Fill in where we mail the link."))])

    def draft(self) -> MemberDraft:
        """What was filled in."""
        return MemberDraft(self.name.text, self.email.text)


class DeadlineForm(SignedInForm):
    deadline = MomentField(n_("New deadline"), [Required(n_("Fill in until when the jury can judge."))])


class DismissForm(SignedInForm):
    reason_nl = ParagraphField(
        n_("Why, in Dutch, for everybody"), [Required(n_("Say why: everybody may know."))], most=600
    )
    reason_fr = ParagraphField(n_("Why, in French"), most=600)

    def public_reason(self) -> dict[str, str]:
        """What was filled in, by language."""
        return with_words({}, {"nl": self.reason_nl.text, "fr": self.reason_fr.text})


class SheetForm(PublicForm):
    """Why a finalist gets these scores; the fields for the points come before it (see `sheet_form`)."""

    reason = ParagraphField(
        n_("Your reason"), [Required(n_("Say in a sentence or two why you give these scores."))], most=800
    )

    def points(self) -> tuple[int, ...]:
        """The points in the order of the criteria, once valid."""
        return tuple(int(field.data) for field in self if isinstance(field, PointsField))


class ConflictForm(PublicForm):
    words = ParagraphField(
        n_("What is your tie with this shop?"),
        [Required(n_("Say what your tie is, such as: my sister works there."))],
        most=300,
    )


class HandInForm(PublicForm):
    """A button and nothing to fill in."""


def sheet_form(jury: Jury, sent: Any = None, *, points: Sequence[int] = (), reason: str = "") -> SheetForm:
    """A form with one line of numbers for each criterion, with what was sent, or with what was kept."""
    fields = {
        f"points_{number}": PointsField(own_text(Criterion.of(document).words))
        for number, document in enumerate(jury.criteria, 1)
    }
    kind: type[SheetForm] = type("CriteriaForm", (SheetForm,), fields)
    kept: dict[str, Any] = {f"points_{number}": str(one) for number, one in enumerate(points, 1)}
    return kind(sent, reason=reason, **kept)
