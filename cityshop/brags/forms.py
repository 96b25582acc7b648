"""What residents fill in to brag, and what town hall decides about it."""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from wtforms import BooleanField, Field, HiddenField, RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its types are of 3.2
from wtforms.validators import StopValidation

from cityshop.brags.errors import BragCodeWrong, NothingTicked
from cityshop.brags.rules import Reason
from cityshop.brags.services import BragDraft, TypedBragCode
from cityshop.brags.words import REASONS
from cityshop.core.words import n_
from cityshop.elections.forms import CodeField, read_request_id
from cityshop.web.areas import MOST_ID
from cityshop.web.forms import LineField, ParagraphField, PublicForm, Required, SignedInForm
from cityshop.web.i18n import translated
from cityshop.web.mailbox_field import MailboxField
from cityshop.web.picture_field import PictureField

MOST_AT_ONCE = 100
CHOOSE = n_("Choose one from the list.")


class _PhotoNeeded:
    """A photo, unless the field says already what was wrong with the one that was sent."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data and not field.errors:
            raise StopValidation(translated(n_("Choose a photo.")))


class BragForm(PublicForm):
    photo = PictureField(n_("Your photo"), [_PhotoNeeded()])
    picture_text = LineField(
        n_("What is on the photo?"), [Required(n_("Say in a few words what is on the photo."))], most=160
    )
    sentence = ParagraphField(
        n_("Your sentence"), [Required(n_("Say in one sentence why you brag."))], most=140
    )
    first_name = LineField(n_("Your first name"), most=40)
    email = MailboxField(n_("Your e-mail address"), n_("Fill in your e-mail address."))
    may_be_shown = BooleanField(
        n_("I made this photo myself or may use it, and it may be shown here and on a screen in the street"),
        [Required(n_("We can only show the photo if you agree."))],
    )
    people_agree = BooleanField(
        n_("Everybody who can be recognised agrees. For children, their parents agree"),
        [Required(n_("Ask the people on the photo first, or choose one without people."))],
    )

    def draft(self) -> BragDraft:
        """What was filled in, on one line as it is shown."""
        sentence = " ".join(self.sentence.text.split())
        words = {"first_name": self.first_name.text, "picture_text": self.picture_text.text}
        return BragDraft(self.email.mailbox, sentence=sentence, picture=self.photo.data, **words)


def _six_digits(form: Any, field: CodeField) -> None:
    if not re.fullmatch(r"[0-9]{6}", field.digits):
        raise StopValidation(translated(BragCodeWrong.message))


class BragCodeForm(PublicForm):
    code = CodeField(n_("Code of six digits"), [Required(n_("Fill in the code of our mail.")), _six_digits])
    request = HiddenField()

    @property
    def request_id(self) -> str:
        """The request that the code is for, or nothing when it cannot be one."""
        return read_request_id(self.request.data)

    def typed(self, contest_id: int) -> TypedBragCode:
        """What came back, once valid."""
        return TypedBragCode(contest_id, self.request_id, self.code.digits)


class _TickedField(Field):
    """The ids of what was ticked in a list."""

    data: list[int]

    def process_formdata(self, valuelist: list[str]) -> None:
        numbers = (int(sent) for sent in valuelist[:MOST_AT_ONCE] if re.fullmatch(r"[0-9]{1,10}", sent))
        self.data = [number for number in numbers if 0 < number <= MOST_ID]


def _at_least_one(form: Any, field: _TickedField) -> None:
    if not field.data:
        raise StopValidation(translated(NothingTicked.message))


class ApproveForm(SignedInForm):
    brag = _TickedField("", [_at_least_one])


class ReasonField(RadioField):
    """Why a brag is refused, from a closed list."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, [Required(CHOOSE)], **options)
        self.type = "RadioField"  # what components/field.html knows it by
        self.choices = [SelectChoice(reason, REASONS[reason]) for reason in Reason]

    def iter_choices(self) -> Iterator[Any]:
        choices: Iterator[Any] = super().iter_choices()
        return (choice._replace(label=translated(choice.label)) for choice in choices)

    def pre_validate(self, form: Any) -> None:
        if self.data not in list(Reason):
            raise StopValidation(translated(CHOOSE))


class RefuseBragForm(SignedInForm):
    reason = ReasonField(n_("Why?"))

    @property
    def chosen(self) -> Reason:
        """The reason, once valid."""
        return Reason(self.reason.data)
