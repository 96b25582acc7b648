"""What people fill in about codes: one to look up, a fake to report, an answer, another key."""

from collections.abc import Iterator
from typing import Any

from wtforms import RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import StopValidation

from cityshop.core.words import n_
from cityshop.genuine.models import FakeState
from cityshop.genuine.services import FakeAnswer, FakeDraft, Replacement
from cityshop.genuine.words import ANSWERS
from cityshop.web.forms import LineField, ParagraphField, PublicForm, Required, SignedInForm
from cityshop.web.i18n import translated
from cityshop.web.picture_field import PictureField

CHOOSE = n_("Choose one from the list.")
KEPT, STOLEN = "kept", "stolen"
LONGEST_ADDRESS = 500


class OneOf(RadioField):
    """One of a few words, none chosen beforehand."""

    def __init__(self, label: str, *, words: tuple[tuple[str, str], ...], **options: Any) -> None:
        super().__init__(label, [Required(CHOOSE)], **options)
        self.type = "RadioField"  # what components/field.html knows it by
        self.words = dict(words)
        self.choices = [SelectChoice(value, word) for value, word in words]

    def iter_choices(self) -> Iterator[Any]:
        choices: Iterator[Any] = super().iter_choices()
        return (choice._replace(label=translated(choice.label)) for choice in choices)

    def pre_validate(self, form: Any) -> None:
        if self.data not in self.words:
            raise StopValidation(translated(CHOOSE))


class LookForm(PublicForm):
    code = LineField(
        n_("Code or address"), [Required(n_("Fill in the code or the address."))], most=LONGEST_ADDRESS
    )


class FakeForm(PublicForm):
    place = ParagraphField(
        n_("Where did you see it?"), [Required(n_("Say where it is, so that we find it."))], most=300
    )
    shown = LineField(n_("What stands on it, or where does it lead?"), most=LONGEST_ADDRESS)
    photo = PictureField(n_("Photo"))

    def draft(self) -> FakeDraft:
        """What was filled in."""
        return FakeDraft(self.shown.text, self.place.text, self.photo.data or "")


class AnswerForm(SignedInForm):
    state = OneOf(n_("What was it?"), words=ANSWERS)
    sentence = ParagraphField(n_("What do you say to the sender?"), most=500)

    def answer(self, account_id: int) -> FakeAnswer:
        """What was decided, once valid."""
        return FakeAnswer(FakeState(self.state.data), self.sentence.text, account_id)


class KeyForm(SignedInForm):
    signed = OneOf(
        n_("What about the vouchers that the old key signed?"),
        words=(
            (KEPT, n_("They stay genuine")),
            (STOLEN, n_("The key is in the wrong hands: refuse their QR codes")),
        ),
    )
    reason = LineField(n_("Why?"), [Required(n_("Say why: it stands in the journal."))], most=200)

    def replacement(self, account_id: int) -> Replacement:
        """What was decided, once valid."""
        return Replacement(self.reason.text, self.signed.data == STOLEN, account_id)
