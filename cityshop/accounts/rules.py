"""Decisions about mailboxes, passwords and how long a sign-in lasts."""

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from cityshop.accounts.common_passwords import COMMON
from cityshop.accounts.errors import NoMailbox, PasswordAboutYou, PasswordTooCommon, PasswordTooShort
from cityshop.core.networks import SUBSCRIBER, network_of
from cityshop.core.permissions import STAFF, Role
from cityshop.core.throttle import Limit

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
LONGEST_PATH = 500
SHORTEST_GIVEAWAY = 4
FEWEST_CHARACTERS = 5

STAFF_IDLE, STAFF_LONGEST = timedelta(minutes=30), timedelta(hours=8)
MERCHANT_IDLE, MERCHANT_LONGEST = timedelta(hours=12), timedelta(days=7)
NOTED_EVERY = timedelta(minutes=1)

RESET_LASTS = timedelta(minutes=60)
INVITATION_LASTS = timedelta(days=7)

TRIES_WINDOW = timedelta(minutes=15)
LINKS_WINDOW = timedelta(hours=1)


def sign_in_limits(email: str, address: str | None) -> tuple[Limit, ...]:
    """The narrowest first. The last is wide: a stranger who guesses elsewhere must not lock the owner out."""
    network = network_of(address, SUBSCRIBER)
    return (
        Limit(("sign-in", email, network), 10, TRIES_WINDOW),
        Limit(("sign-in-from", network), 60, TRIES_WINDOW),
        Limit(("sign-in-of", email), 100, TRIES_WINDOW),
    )


def link_limits(email: str, address: str | None) -> tuple[Limit, ...]:
    """How many links a mailbox gets and a network asks for, whether or not there is an account."""
    return (
        Limit(("password-link-from", network_of(address, SUBSCRIBER)), 20, LINKS_WINDOW),
        Limit(("password-link", email), 3, LINKS_WINDOW),
    )


def canonical_email(typed: str) -> str:
    """The form in which addresses are compared: NFKC, lower case, the domain in ASCII; raises NoMailbox."""
    try:
        found = validate_email(
            unicodedata.normalize("NFKC", typed.strip()), check_deliverability=False, strict=True
        )
    except (EmailNotValidError, ValueError) as error:
        raise NoMailbox from error
    return f"{found.local_part.casefold()}@{found.ascii_domain.lower()}"


def canonical_password(typed: str) -> str:
    """The same password however a keyboard composes its characters (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", typed)


def check_password(password: str, *, about: Iterable[str]) -> None:
    """Raise a PasswordRefused when it is short, common, or says something `about` its owner (name, city)."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(least=SHORTEST_PASSWORD)
    plain = _letters_and_digits(password)
    if len(set(plain)) < FEWEST_CHARACTERS or plain in COMMON or _without_tail(plain) in COMMON:
        raise PasswordTooCommon
    if _is_a_row(plain):
        raise PasswordTooCommon
    if any(giveaway in plain for giveaway in _giveaways(about)):
        raise PasswordAboutYou


def token_digest(token: str) -> str:
    """What the database keeps of a token: 128 random bits need no slow digest."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def idle_limit(roles: Iterable[Role]) -> timedelta:
    """How long somebody may do nothing and stay signed in; town hall is stricter than a shop."""
    return STAFF_IDLE if not STAFF.isdisjoint(roles) else MERCHANT_IDLE


def longest_sign_in(roles: Iterable[Role]) -> timedelta:
    """How long a sign-in lasts at most."""
    return STAFF_LONGEST if not STAFF.isdisjoint(roles) else MERCHANT_LONGEST


def is_over(roles: Iterable[Role], *, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in has lasted too long, or was idle for too long."""
    known = tuple(roles)
    return now - started_at >= longest_sign_in(known) or now - seen_at >= idle_limit(known)


def local_path(wanted: str | None) -> str | None:
    """The path when it surely stays on this site; None when a browser could read it as another address."""
    if (
        not wanted
        or len(wanted) > LONGEST_PATH
        or not wanted.startswith("/")
        or "//" in wanted.partition("?")[0]
    ):
        return None
    if any(character == "\\" or unicodedata.category(character)[0] in "CZ" for character in wanted):
        return None
    return wanted


def _giveaways(about: Iterable[str]) -> Iterable[str]:
    for text in about:
        for word in text.replace("@", " ").replace(".", " ").split():
            plain = _letters_and_digits(word)
            if len(plain) >= SHORTEST_GIVEAWAY:
                yield plain


def _letters_and_digits(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in decomposed if character.isalnum())


def _without_tail(plain: str) -> str:
    return plain.rstrip("0123456789")


def _is_a_row(plain: str) -> bool:
    """abcdefghijkl, 123456789012, qwertyuiop and their like, also backwards."""
    rows = (
        "abcdefghijklmnopqrstuvwxyz" * 2,
        "01234567890123456789",
        "qwertyuiopasdfghjklzxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn",
    )
    return any(plain in row or plain[::-1] in row for row in rows)
