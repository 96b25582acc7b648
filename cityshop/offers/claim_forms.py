"""What residents fill in to get a voucher, or to have it mailed."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField
from wtforms.validators import StopValidation

from cityshop.core.words import n_
from cityshop.offers.postal_codes import read_postal_code
from cityshop.offers.rules import OfferFacts
from cityshop.web.forms import LineField, PublicForm
from cityshop.web.i18n import translated
from cityshop.web.mailbox_field import MailboxField

LONGEST_POSTAL_CODE = 12
Sent = MultiDict[str, str] | None


def _postal_code(form: Any, field: "PostalCodeField") -> None:
    if field.text and read_postal_code(field.text) is None:
        raise StopValidation(translated(n_("This is not a postal code, such as 8500 or 59000.")))


class PostalCodeField(LineField):
    """A postal code, or nothing."""

    @property
    def code(self) -> str:
        """As it is kept; empty when nothing was told."""
        return read_postal_code(self.text) or ""


class ClaimForm(PublicForm):
    """The button of an offer, and what makes it one press."""

    nonce = HiddenField()

    @property
    def told_postal_code(self) -> str:
        """As it is kept; empty when nothing was asked or told."""
        return ""


class AskingForm(ClaimForm):
    """The same where the campaign asks from where people come."""

    postal_code = PostalCodeField(n_("Your postal code"), [_postal_code], most=LONGEST_POSTAL_CODE)

    @property
    def told_postal_code(self) -> str:
        return self.postal_code.code


class MailboxForm(PublicForm):
    """Where a link or a voucher goes."""

    email = MailboxField(n_("Your e-mail address"), n_("Fill in your e-mail address."))


def claim_form(offer: OfferFacts, sent: Sent = None) -> ClaimForm | MailboxForm:
    """The form on the page of this offer: it gives a voucher to the device, or asks where to mail a link."""
    return MailboxForm(sent) if offer.is_by_mailbox else button_form(offer, sent)


def button_form(offer: OfferFacts, sent: Sent = None) -> ClaimForm:
    """The form that takes a voucher at once."""
    return AskingForm(sent) if offer.asks_postal_code else ClaimForm(sent)
