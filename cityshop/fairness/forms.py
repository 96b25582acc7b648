"""What reviewers can fill in."""

from cityshop.core.words import n_
from cityshop.fairness.rules import AcceptReason, RejectReason
from cityshop.fairness.words import ACCEPT_REASONS, REJECT_REASONS
from cityshop.web.forms import ChoiceField, LineField, Required, SignedInForm

CHOOSE = n_("Choose a reason")
REASON_NEEDED = n_("Choose why: the reason stands in the public report.")


class AcceptForm(SignedInForm):
    chosen = ChoiceField(
        n_("Reason"), [Required(REASON_NEEDED)], words=[("", CHOOSE), *ACCEPT_REASONS.items()]
    )

    @property
    def reason(self) -> AcceptReason:
        """The reason that was chosen, once valid."""
        return AcceptReason(self.chosen.data)


class RejectForm(SignedInForm):
    chosen = ChoiceField(
        n_("Reason"), [Required(REASON_NEEDED)], words=[("", CHOOSE), *REJECT_REASONS.items()]
    )

    @property
    def reason(self) -> RejectReason:
        """The reason that was chosen, once valid."""
        return RejectReason(self.chosen.data)


class HostForm(SignedInForm):
    host = LineField(
        n_("What stands after the @"), [Required(n_("Fill in what stands after the @, such as example.com."))]
    )

    @property
    def name(self) -> str:
        """The host as mailboxes are compared."""
        return self.host.text.casefold().removeprefix("@")
