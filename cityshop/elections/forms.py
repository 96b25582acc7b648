"""What voters can fill in, and the fields that others use too."""

import re
from typing import Any, ClassVar

from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from cityshop.core.words import n_
from cityshop.elections.asking import read_nonce
from cityshop.elections.casting import TypedCode
from cityshop.elections.errors import CodeWrong
from cityshop.web.forms import ChoiceField, LineField, PublicForm, Required
from cityshop.web.i18n import number, translated
from cityshop.web.mailbox_field import MailboxField

CHOOSE = n_("Choose one from the list.")
_FEW_DIGITS = re.compile(r"[0-9]{1,5}")
_REQUEST = re.compile(r"[A-Za-z0-9_-]{22}")


def _six_digits(form: Any, field: "CodeField") -> None:
    if not re.fullmatch(r"[0-9]{6}", field.digits):
        raise StopValidation(translated(CodeWrong.message))


class CodeField(LineField):
    """Six digits; people also type a space or a dash in the middle."""

    @property
    def digits(self) -> str:
        return re.sub(r"[\s.-]", "", self.text)


class StayField(HiddenField):
    """From opening a page to sending it, as its script tells."""

    @property
    def stay(self) -> int:
        """Whole seconds; 0 when nobody told."""
        told = self.data or ""
        return int(told) if _FEW_DIGITS.fullmatch(told) else 0


class CountField(IntegerField):
    """A whole number from `least` to `most`."""

    widget = TextInput()

    def __init__(self, label: str, *, most: int, least: int = 0, **options: Any) -> None:
        super().__init__(label, [_Within(least, most)], **options)


class _Within:
    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is None or not self._least <= field.data <= self._most:
            field.errors = []
            sentence = n_("Fill in a whole number from %(least)s to %(most)s.")
            raise StopValidation(translated(sentence, least=number(self._least), most=number(self._most)))


class VoteForm(PublicForm):
    email = MailboxField(n_("Your e-mail address"), n_("Fill in your e-mail address."))
    nonce = HiddenField()
    seconds = StayField()
    work = HiddenField()


class ConfirmForm(PublicForm):
    code = CodeField(n_("Code of six digits"), [Required(n_("Fill in the code of our mail.")), _six_digits])
    request = HiddenField()
    nonce = HiddenField()

    def typed(self) -> TypedCode:
        """What came back, once valid."""
        return TypedCode(self.request.data or "", self.code.digits, read_nonce(self.nonce.data or ""))


class ChangeForm(PublicForm):
    """Another choice, from a browser that is known for an hour."""

    candidate = ChoiceField(n_("Whom do you vote for?"), [Required(CHOOSE)])
    nonce = HiddenField()


def read_request_id(sent: str | None) -> str:
    """The id of a request for a code, or nothing when it cannot be one."""
    return sent if sent and _REQUEST.fullmatch(sent) else ""
