"""Mailboxes, passwords and where a sign-in may lead."""

import pytest

from cityshop.accounts.errors import (
    NoMailbox,
    PasswordAboutYou,
    PasswordRefused,
    PasswordTooCommon,
    PasswordTooShort,
)
from cityshop.accounts.rules import canonical_email, check_password, local_path, sign_in_limits
from tests.accounts.evil_addresses import EVIL

ABOUT = ("amina.peeters@kortrijk.example", "Amina Peeters", "Kortrijk")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Amina@Kortrijk.Example", "amina@kortrijk.example"),
        ("  amina@kortrijk.example\n", "amina@kortrijk.example"),
        ("\uff21mina@kortrijk.example", "amina@kortrijk.example"),
        ("amina@bücher.example", "amina@xn--bcher-kva.example"),
        ("amina@XN--BCHER-KVA.example", "amina@xn--bcher-kva.example"),
        ("jose\u0301@kortrijk.example", "jos\u00e9@kortrijk.example"),
        ("a+b@kortrijk.example", "a+b@kortrijk.example"),
    ],
)
def test_one_mailbox_has_one_form(typed, kept):
    assert canonical_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "amina",
        "@x.example",
        "a@",
        "a@b",
        "a b@c.example",
        "a@b..example",
        "a" * 65 + "@b.example",
        "a@[1.2.3.4]",
    ],
)
def test_what_is_no_mailbox_is_refused(typed):
    with pytest.raises(NoMailbox):
        canonical_email(typed)


@pytest.mark.parametrize(
    "password",
    [
        "drie fietsen onder de linde",
        "Zuurdesem & koffie!",
        "ÉénTweeDrieVierVijf9",
        "水曜日はパン屋が休みです",
    ],
)
def test_a_sentence_is_a_good_password(password):
    check_password(password, about=ABOUT)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("elf tekens.", PasswordTooShort),
        ("", PasswordTooShort),
        ("password1234", PasswordTooCommon),
        ("Wachtwoord123!", PasswordTooCommon),
        ("WACHTWOORD2026", PasswordTooCommon),
        ("welkom welkom 2026", PasswordTooCommon),
        ("aaaaaaaaaaaaaaa", PasswordTooCommon),
        ("123456789012", PasswordTooCommon),
        ("abcdefghijklm", PasswordTooCommon),
        ("lkjhgfdsapoiuy", PasswordTooCommon),
        ("correct horse battery staple", PasswordTooCommon),
        ("amina houdt van brood", PasswordAboutYou),
        ("ik woon in KORTRIJK!", PasswordAboutYou),
        ("p-e-e-t-e-r-s-9274", PasswordAboutYou),
    ],
)
def test_a_password_that_others_would_guess_is_refused(password, refusal):
    with pytest.raises(refusal) as refused:
        check_password(password, about=ABOUT)

    assert isinstance(refused.value, PasswordRefused)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/shop",
        "/staff/kortrijk?state=waiting",
        "/staff/kortrijk/offers/12",
        "/x?next=https://a.example",
        "/zoek?q=café",
    ],
)
def test_a_path_of_this_site_is_followed(path):
    assert local_path(path) == path


@pytest.mark.parametrize("path", EVIL)
def test_nothing_else_is(path):
    assert local_path(path) is None


def test_forty_evil_values_are_tried():
    assert len(EVIL) >= 40


def test_the_narrowest_limit_is_counted_first():
    most = [limit.most for limit in sign_in_limits("a@b.example", "198.51.100.7")]

    assert most == sorted(most)
