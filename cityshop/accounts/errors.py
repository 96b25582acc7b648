"""What accounts refuse."""

from cityshop.core.errors import Refusal, Unknown
from cityshop.core.words import n_


class SignInRefused(Refusal):
    """The same for a wrong password, an unknown mailbox and a disabled account: nobody learns who has one."""

    status = 422
    message = n_(
        "This e-mail address and password do not belong together. Try again or choose a new password."
    )


class NoMailbox(Refusal):
    status = 422
    message = n_("This is not an e-mail address. Write it like name@example.be.")
    field = "email"


class PasswordRefused(Refusal):
    status = 422
    field = "password"


class PasswordTooShort(PasswordRefused):
    message = n_("Use at least %(least)s characters. A short sentence is easy to remember.")


class PasswordTooCommon(PasswordRefused):
    message = n_("This password is easy to guess. Choose one that nobody else has.")


class PasswordAboutYou(PasswordRefused):
    message = n_("Your name, e-mail address or city is easy to guess. Choose a password without it.")


class CurrentPasswordWrong(Refusal):
    status = 422
    message = n_("This is not your present password.")
    field = "current"


class LinkSpent(Refusal):
    status = 410
    message = n_("This link was used before or is too old. Ask for a new one.")


class AccountExists(Refusal):
    message = n_("There is an account with this e-mail address already. Sign in first.")
    field = "email"


class AccountUnknown(Unknown):
    pass


class OwnRoleStays(Refusal):
    """Otherwise a city could be left without anybody who grants roles."""

    message = n_("You cannot withdraw your own role. Ask another coordinator.")
