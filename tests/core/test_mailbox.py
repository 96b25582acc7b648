import pytest

from cityshop.core.mailbox import MailboxRefused, read_mailbox

SAME = [
    ("jan.peeters@gmail.com", "JanPeeters@GMAIL.com"),
    ("jan.peeters@gmail.com", "janpeeters+stem@googlemail.com"),
    ("jan.peeters@gmail.com", "j.a.n.peeters+1@gmail.com"),
    ("els@proton.me", "els+winkel@pm.me"),
    ("els@proton.me", "ELS@protonmail.com"),
    ("els@icloud.com", "els@me.com"),
    ("els@icloud.com", "els+x@mac.com"),
    ("els@outlook.com", "els+a@outlook.com"),
    ("els@hotmail.be", "Els@Hotmail.be"),
    ("els@stad.example", " Els@STAD.example "),
    ("els@straße.example", "els@xn--strae-oqa.example"),
]
DIFFERENT = [
    ("jan.peeters@telenet.be", "janpeeters@telenet.be"),
    ("els+a@stad.example", "els@stad.example"),
    ("els@outlook.com", "els@hotmail.com"),
    ("els@proton.me", "els@proton.example"),
    ("+a@gmail.com", "+b@gmail.com"),
]
NO_MAILBOX = [
    "",
    "els",
    "els@",
    "@stad.example",
    "els@stad",
    "els@@stad.example",
    "els @stad.example",
    "els@stad..example",
    "els@[127.0.0.1]",
    "els@localhost",
    '"els"@stad.example',
    "Els <els@stad.example>",
    "els@stad.example,jan@stad.example",
    "els@stad.example\nBcc: jan@stad.example",
    "els\0@stad.example",
    "éls@stad.example",
    "x" * 65 + "@stad.example",
    "els@" + "x" * 10_000 + ".example",
    "<script>@stad.example",
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_mailbox_are_one_voter(one, other):
    assert read_mailbox(one).key == read_mailbox(other).key


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_mailboxes_are_two_voters(one, other):
    assert read_mailbox(one).key != read_mailbox(other).key


@pytest.mark.parametrize("typed", NO_MAILBOX)
def test_what_cannot_receive_mail_is_refused(typed):
    with pytest.raises(MailboxRefused):
        read_mailbox(typed)


def test_mail_goes_to_the_address_as_typed():
    assert read_mailbox(" Jan.Peeters+stem@Gmail.com ").address == "Jan.Peeters+stem@Gmail.com"


def test_mail_to_a_domain_with_accents_goes_to_its_ascii_name():
    assert read_mailbox("els@café.example").address == "els@xn--caf-dma.example"
