"""What town hall fills in at the desk of a discount weekend."""

from collections.abc import Sequence

from cityshop.core.words import n_, with_words
from cityshop.web.forms import ChoiceField, LineField, ParagraphField, Required, SignedInForm
from cityshop.weekends.models import Audience, ShopMail
from cityshop.weekends.services import MailDraft
from cityshop.weekends.words import AUDIENCES

MOST_LETTERS = 4_000
NO_STREET = ("", n_("Choose a street"))


class ShopMailForm(SignedInForm):
    audience = ChoiceField(n_("For whom"), words=AUDIENCES)
    street = ChoiceField(n_("Which street"), words=[NO_STREET])
    subject_nl = LineField(n_("Subject in Dutch"), [Required(n_("Give the mail a subject in Dutch."))])
    text_nl = ParagraphField(
        n_("Text in Dutch"), [Required(n_("Write what the shops should know."))], most=MOST_LETTERS
    )
    subject_fr = LineField(n_("Subject in French"))
    text_fr = ParagraphField(n_("Text in French"), most=MOST_LETTERS)

    def offer_streets(self, streets: Sequence[str]) -> None:
        """The streets there are; one that was chosen before stays a choice."""
        chosen = [self.street.data] if self.street.data and self.street.data not in streets else []
        self.street.offer([NO_STREET, *((street, street) for street in (*streets, *chosen))])

    @classmethod
    def about(cls, mail: ShopMail) -> "ShopMailForm":
        """The form with what a draft says, or with what was just sent."""
        return cls(
            audience=mail.audience,
            street=mail.street,
            subject_nl=mail.subject.get("nl", ""),
            subject_fr=mail.subject.get("fr", ""),
            text_nl=mail.text.get("nl", ""),
            text_fr=mail.text.get("fr", ""),
        )

    def draft(self) -> MailDraft:
        """What was filled in."""
        return MailDraft(
            audience=Audience(self.audience.data),
            street=self.street.data or "",
            subject=with_words({}, {"nl": self.subject_nl.text, "fr": self.subject_fr.text}),
            text=with_words({}, {"nl": self.text_nl.text, "fr": self.text_fr.text}),
        )


class SendForm(SignedInForm):
    """The second look: `seen` is the mark of the mail and the shops that were looked at."""

    seen = LineField(n_("Shops"))


class FindVoucherForm(SignedInForm):
    code = LineField(
        n_("Code of the voucher"), [Required(n_("Type the ten characters below the square."))], most=40
    )


class ReasonForm(SignedInForm):
    reason = LineField(
        n_("Reason"), [Required(n_("Say why, in a few words: it stays with the voucher."))], most=200
    )
