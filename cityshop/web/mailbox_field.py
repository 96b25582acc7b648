"""A field for one e-mail address, which becomes the mailbox behind it."""

from typing import Any

from wtforms.validators import StopValidation
from wtforms.widgets import EmailInput

from cityshop.core.mailbox import Mailbox, MailboxRefused, read_mailbox
from cityshop.web.forms import LineField, Required
from cityshop.web.i18n import translated

LONGEST_ADDRESS = 254


class MailboxField(LineField):
    """An e-mail address; once valid, `mailbox` is the mailbox behind it."""

    widget = EmailInput()
    mailbox: Mailbox

    def __init__(self, label: str, sentence: str, **options: Any) -> None:
        super().__init__(label, [Required(sentence), _mailbox], most=LONGEST_ADDRESS, **options)


def _mailbox(form: Any, field: MailboxField) -> None:
    try:
        field.mailbox = read_mailbox(field.text)
    except MailboxRefused as refusal:
        raise StopValidation(translated(refusal.message)) from refusal
