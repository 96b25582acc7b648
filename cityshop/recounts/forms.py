"""What town hall fills in before it seals a vote."""

from wtforms import BooleanField

from cityshop.core.words import n_
from cityshop.web.forms import Required, SignedInForm


class SealForm(SignedInForm):
    answered = BooleanField(
        n_("Every complaint about this vote has been answered"),
        [Required(n_("Answer the complaints first, then tick this box."))],
    )
