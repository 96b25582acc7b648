"""What shops and town hall fill in about a weekend."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request
from wtforms import RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # its types are of 3.2
from wtforms.validators import StopValidation

from cityshop.core.words import LANGUAGES, n_
from cityshop.mondays.models import Again, CardWish, SurveyAnswer
from cityshop.mondays.services import AnswerDraft
from cityshop.mondays.words import AGAIN, COMMUNICATION, NO_MAILS, SUCCESS
from cityshop.web.forms import ParagraphField, PublicForm, SignedInForm
from cityshop.web.i18n import language, translated

LONGEST_TEXT = 1_000


class OneOfField(RadioField):
    """One of a few answers, each a word in the reader's language."""

    def __init__(self, label: str, *, words: Mapping[str, str], otherwise: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.type = "RadioField"  # what components/field.html knows it by
        self.choices = [SelectChoice(value, word) for value, word in words.items()]
        self.values = tuple(words)
        self.otherwise = otherwise
        self.flags.required = True

    def iter_choices(self) -> Iterator[Any]:
        choices: Iterator[Any] = super().iter_choices()
        return (choice._replace(label=translated(choice.label)) for choice in choices)

    def pre_validate(self, form: Any) -> None:
        if self.data not in self.values:
            raise StopValidation(translated(self.otherwise))


class _Questions:
    """The three questions, the same in the mailed link and behind the login."""

    success = OneOfField(
        n_("Was the weekend a success for your shop?"),
        words=SUCCESS,
        otherwise=n_("Choose how the weekend went for your shop."),
    )
    communication = OneOfField(
        n_("Are you content with how the town hall kept you informed?"),
        words=COMMUNICATION,
        otherwise=n_("Choose how content you are."),
    )
    again = OneOfField(
        n_("Would you take part again?"),
        words=AGAIN,
        otherwise=n_("Choose whether you would take part again."),
    )
    text = ParagraphField(n_("What should be different next time?"), most=LONGEST_TEXT)

    @classmethod
    def about(cls, answer: SurveyAnswer | None) -> Any:
        """The form, with what the shop said before."""
        if answer is None:
            return cls()
        points = {"success": str(answer.success), "communication": str(answer.communication)}
        return cls(**points, again=answer.again, text=answer.text)  # type: ignore[call-arg]  # a form

    def draft(self) -> AnswerDraft:
        """What was filled in; only after the form was found valid."""
        return AnswerDraft(
            success=int(self.success.data),
            communication=int(self.communication.data),
            again=Again(self.again.data),
            text=self.text.text,
            language=language(),
        )


class MailedSurveyForm(_Questions, PublicForm):
    """Behind the mailed link: no account, no cookie."""

    @classmethod
    def sent(cls) -> "MailedSurveyForm":
        """What was just sent."""
        return cls(request.form)


class OwnSurveyForm(_Questions, SignedInForm):
    """On the shop's own pages."""


class WishForm(SignedInForm):
    """In which language a shop reads these mails, or not at all."""

    language = OneOfField(
        n_("Mail me the card"),
        words={**LANGUAGES, NO_MAILS: n_("Do not mail it")},
        otherwise=n_("Choose one from the list."),
    )

    @classmethod
    def about(cls, wish: CardWish | None) -> "WishForm":
        """The form with what the shop wants now."""
        if wish is None:
            return cls(language="nl")
        return cls(language=wish.language if wish.is_wanted else NO_MAILS)

    @property
    def chosen(self) -> str | None:
        """The language that was chosen, or None for no mails; only after the form was found valid."""
        return None if self.language.data == NO_MAILS else str(self.language.data)
