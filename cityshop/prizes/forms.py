"""What voters and town hall can fill in about a prize."""

import re
from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import StopValidation

from cityshop.core.words import n_
from cityshop.elections.forms import CountField
from cityshop.prizes.errors import ReceiptUnknown
from cityshop.prizes.models import Prize
from cityshop.prizes.rules import HIGHEST_ANSWER
from cityshop.prizes.services import PrizeDraft
from cityshop.web.forms import LineField, PublicForm, Required, SignedInForm
from cityshop.web.i18n import translated
from cityshop.web.mailbox_field import MailboxField

LONGEST_RECEIPT = 400  # people paste the whole address
_LEAF = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def _is_receipt(form: Any, field: "ReceiptField") -> None:
    if not field.leaf:
        raise StopValidation(translated(ReceiptUnknown.message))


class ReceiptField(LineField):
    """The code of a receipt, or the address of its page; `leaf` is what was found in it."""

    def __init__(self, label: str, sentence: str, **options: Any) -> None:
        super().__init__(label, [Required(sentence), _is_receipt], most=LONGEST_RECEIPT, **options)

    @property
    def leaf(self) -> str:
        found = _LEAF.search(self.text.lower())
        return found[0] if found else ""


class EntryForm(PublicForm):
    """Taking part: an answer, a mailbox, and yes."""

    receipt = ReceiptField(n_("Code of your receipt"), n_("Fill in the code of your receipt."))
    answer = CountField(n_("Your answer"), most=HIGHEST_ANSWER)
    email = MailboxField(n_("Your e-mail address"), n_("Fill in your e-mail address."))
    consent = BooleanField(
        n_("The city may keep this address on the list of the prize, for this prize only."),
        [Required(n_("Tick this to take part: without an address nobody can tell you that you won."))],
    )


class LinkForm(PublicForm):
    """The button behind a mailed link."""

    token = HiddenField()


def read_token(sent: str | None) -> str:
    """The token of a mailed link, or nothing when it cannot be one."""
    return sent if sent and _TOKEN.fullmatch(sent) else ""


class PrizeForm(SignedInForm):
    """The prize of a draft; Dutch filled in on both lines or on neither."""

    text_nl = LineField(n_("What a voter can win, in Dutch"), most=200)
    text_fr = LineField(n_("What a voter can win, in French"), most=200)
    question_nl = LineField(n_("Question in Dutch"), most=200)
    question_fr = LineField(n_("Question in French"), most=200)

    @classmethod
    def about(cls, prize: Prize | None) -> "PrizeForm":
        """The form with what stands now, or with what was just sent."""
        text, question = (prize.text, prize.question) if prize else ({}, {})
        return cls(
            text_nl=text.get("nl", ""),
            text_fr=text.get("fr", ""),
            question_nl=question.get("nl", ""),
            question_fr=question.get("fr", ""),
        )

    def validate_text_nl(self, field: LineField) -> None:
        """A question needs something to win."""
        if not field.text and (self.question_nl.text or self.question_fr.text or self.text_fr.text):
            raise StopValidation(translated(n_("Say in Dutch what somebody can win.")))

    def validate_question_nl(self, field: LineField) -> None:
        """A prize needs a question."""
        if not field.text and (self.text_nl.text or self.text_fr.text or self.question_fr.text):
            raise StopValidation(translated(n_("Ask in Dutch for a whole number.")))

    def draft(self) -> PrizeDraft:
        """What was filled in, by language."""
        return PrizeDraft(
            text={"nl": self.text_nl.text, "fr": self.text_fr.text},
            question={"nl": self.question_nl.text, "fr": self.question_fr.text},
        )


class DrawForm(SignedInForm):
    answer = CountField(n_("The right answer"), most=HIGHEST_ANSWER)
