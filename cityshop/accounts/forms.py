"""What people fill in to sign in, to choose a password and to invite a colleague."""

from typing import Any

from wtforms import PasswordField
from wtforms.validators import ValidationError

from cityshop.accounts.errors import NoMailbox
from cityshop.accounts.rules import LONGEST_PASSWORD, canonical_email
from cityshop.core.permissions import Role
from cityshop.core.words import n_
from cityshop.web.forms import (
    AtMost,
    ChoiceField,
    LineField,
    PublicForm,
    Required,
    SignedInForm,
    visible_characters,
)
from cityshop.web.i18n import translated

LONGEST_ADDRESS = 254
STAFF_ROLES = (
    (Role.READER, n_("Reader: sees everything, changes nothing")),
    (Role.WRITER, n_("Writer: edits and may pause")),
    (Role.APPROVER, n_("Approver: also approves, opens and resumes")),
    (Role.COORDINATOR, n_("Coordinator: also grants roles")),
)


class SecretField(PasswordField):
    """A password: kept as it was typed, never shown again."""

    def __init__(self, label: str, sentence: str, **options: Any) -> None:
        super().__init__(label, [Required(sentence), visible_characters, AtMost(LONGEST_PASSWORD)], **options)

    @property
    def secret(self) -> str:
        """What was typed; empty when nothing was."""
        return self.data or ""


class EmailField(LineField):
    """An e-mail address; once valid, `address` is the form in which it is compared."""

    address = ""

    def __init__(self, label: str = n_("E-mail address"), **options: Any) -> None:
        checks = [Required(n_("Fill in your e-mail address.")), _mailbox]
        super().__init__(label, checks, most=LONGEST_ADDRESS, **options)


def _mailbox(form: Any, field: EmailField) -> None:
    try:
        field.address = canonical_email(field.data or "")
    except NoMailbox as refusal:
        raise ValidationError(translated(refusal.message)) from refusal


class SignInForm(PublicForm):
    email = EmailField()
    password = SecretField(n_("Password"), n_("Fill in your password."))


class ForgottenForm(PublicForm):
    email = EmailField()


class NewPasswordForm(PublicForm):
    password = SecretField(n_("New password"), n_("Choose a password."))


class ChangePasswordForm(SignedInForm):
    current = SecretField(n_("Present password"), n_("Fill in your present password."))
    password = SecretField(n_("New password"), n_("Choose a password."))


class RoleForm(SignedInForm):
    """Give somebody a role in this city; whoever has no account is invited."""

    name = LineField(n_("Name"), [Required(n_("Fill in the name."))], most=80)
    email = EmailField()
    role = ChoiceField(n_("Role"), [Required(n_("Choose a role."))], words=[("", n_("Choose")), *STAFF_ROLES])
