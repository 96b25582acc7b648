"""What every form shares: sentences in the reader's language, lengths, and no characters that hide."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email
from flask_babel import get_translations
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms import DateTimeLocalField, Field, Form, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its types are of 3.2
from wtforms.validators import Length, StopValidation, ValidationError
from wtforms.widgets import EmailInput

from cityshop.core.clock import BRUSSELS, local
from cityshop.core.errors import Refusal
from cityshop.core.words import n_
from cityshop.web.i18n import translated

LINE = 120
PARAGRAPH = 2_000
_ALLOWED_CONTROLS = "\n\r\t"


class Required:
    """Something visible must stand here; the sentence says what to fill in."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(translated(self.message))


class AtMost(Length):
    """No longer than so many characters."""

    def __init__(self, characters: int) -> None:
        super().__init__(max=characters)

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and len(field.data) > self.max:
            sentence = n_("Use at most %(most)s characters; these are %(count)s.")
            raise ValidationError(translated(sentence, most=self.max, count=len(field.data)))


def visible_characters(form: Any, field: Field) -> None:
    """Refuse control characters: they hide what is said, and PostgreSQL cannot store NUL."""
    for character in field.data or "":
        if unicodedata.category(character) in ("Cc", "Cs") and character not in _ALLOWED_CONTROLS:
            raise StopValidation(
                translated(n_("There is a character in it that cannot be shown. Type it again."))
            )


def real_address(form: Any, field: Field) -> None:
    """An address of the right form."""
    if not field.data:
        return
    try:
        validate_email(field.data, check_deliverability=False)
    except EmailNotValidError as error:
        sentence = n_("This is not a complete e-mail address, such as name@example.be.")
        raise StopValidation(translated(sentence)) from error


class _Text:
    """Text that was checked: never None. Sent twice it is refused, as nobody knows which was meant."""

    data: str | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)  # type: ignore[misc]  # of the field this is mixed into
        if len(valuelist) > 1:
            raise ValueError(translated(n_("This was sent twice. Fill it in once.")))

    @property
    def text(self) -> str:
        return self.data or ""


class LineField(_Text, StringField):
    """One line of text, trimmed, of at most `most` characters."""

    def __init__(self, label: str, validators: Any = (), *, most: int = LINE, **options: Any) -> None:
        super().__init__(
            label, [visible_characters, AtMost(most), *validators], filters=[_trimmed], **options
        )


class ParagraphField(_Text, TextAreaField):
    """A few lines of text, trimmed, of at most `most` characters."""

    def __init__(self, label: str, validators: Any = (), *, most: int = PARAGRAPH, **options: Any) -> None:
        super().__init__(
            label, [visible_characters, AtMost(most), *validators], filters=[_trimmed], **options
        )


class EmailLine(LineField):
    """An e-mail address, kept as it was typed; whether the mailbox exists shows when mail arrives."""

    widget = EmailInput()

    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        super().__init__(label, [*validators, real_address], most=254, **options)


class ChoiceField(SelectField):
    """One of a few words. `words` are pairs of value and message id, shown in the reader's language."""

    def __init__(
        self, label: str, validators: Any = (), *, words: Iterable[tuple[str, str]] = (), **options: Any
    ) -> None:
        super().__init__(label, validators, **options)
        self.offer(words)

    def offer(self, words: Iterable[tuple[str, str]]) -> None:
        """What can be chosen, when it is only known for this page."""
        self.choices = [SelectChoice(value, label) for value, label in words]

    def iter_choices(self) -> Iterator[Any]:
        choices: Iterator[Any] = super().iter_choices()
        return (choice._replace(label=translated(choice.label)) for choice in choices)

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise StopValidation(translated(n_("Choose one from the list."))) from error


class MomentField(DateTimeLocalField):
    """A day and time as the clock in Brussels shows it; its data is the moment in UTC.

    In the night in which an hour comes twice the first is meant, unless the second stood there already.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if self.object_data is not None and typed == _as_typed(self.object_data):
            self.data = self.object_data
        elif typed:
            self.data = _moment_on_the_wall(typed)

    @property
    def moment(self) -> datetime:
        """The moment that was filled in; only after the form was found valid."""
        if self.data is None:
            raise ValueError(self.name)
        return self.data

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return _as_typed(self.data) if self.data else ""


def _as_typed(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%dT%H:%M}"


def _moment_on_the_wall(typed: str) -> datetime:
    """In UTC; raises ValueError for what is no time, or one that the clock skips in spring."""
    try:
        on_the_wall = datetime.fromisoformat(typed).replace(tzinfo=BRUSSELS)
        moment = on_the_wall.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(translated(n_("Fill in a day and a time, such as 2026-12-24 18:00."))) from error
    if local(moment).replace(tzinfo=None) != on_the_wall.replace(tzinfo=None):
        raise ValueError(translated(n_("That night the clock skips this hour. Choose another time.")))
    return moment


class _Answers:
    """What both kinds of form can do with a refusal of the service."""

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal beside the field it is about, or on top of the form."""
        sentence = translated(refusal.message, **refusal.facts)
        fields: dict[str, Field] = self._fields  # type: ignore[attr-defined]
        if refusal.field in fields:
            fields[refusal.field].errors = [sentence]
        else:
            self.form_errors.append(sentence)  # type: ignore[attr-defined]


class _InReadersLanguage:
    class Meta:
        def get_translations(self, form: Any) -> Any:
            return _FormWords()


class _FormWords:
    """WTForms' own sentences come from our catalogue too."""

    def gettext(self, message: str) -> str:
        return translated(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        # not filled in yet: WTForms adds the facts itself
        sentence: str = get_translations().ungettext(one, many, count)
        return sentence


class PublicForm(_Answers, Form):
    """A form on a public page: no cookie, no token; the origin is checked instead."""

    class Meta(_InReadersLanguage.Meta):
        pass


class SignedInForm(_Answers, FlaskForm):  # type: ignore[misc]  # published without types
    """A form behind a login: carries Flask-WTF's token as well."""

    class Meta(_InReadersLanguage.Meta):
        pass


class ActForm(SignedInForm):
    """A button and nothing to fill in."""


protection = CSRFProtect()


def _trimmed(text: str | None) -> str | None:
    """Normalised (so that é is one character however it was typed) and without spaces around it."""
    return unicodedata.normalize("NFC", text).strip() if text is not None else None
