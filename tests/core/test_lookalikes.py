import pytest

from cityshop.core.mailbox import LettersDeceive, OneMailboxOnly, read_mailbox

A, IE, ER, PALOCHKA, OMICRON = "\u0430", "\u0435", "\u0440", "\u04cf", "\u03bf"

DECEIVES = [
    f"els@st{A}d.example",
    f"els@stad.ex{A}mple",
    f"els@{A}{ER}{ER}{PALOCHKA}{IE}.example",  # looks like apple, all of it Cyrillic
    f"{IE}ls@stad.example",
    f"els@g{OMICRON}{OMICRON}gle.example",
    "els@\uff53tad.example",  # full width
    "\uff45ls@stad.example",
    "els\uff20stad.example",
    "els@stad\u3002example",  # the full stop of Japanese
    "els@\ufb01ets.example",  # one character for fi
    "els@\u24d1.example",
    "els@stad\u200b.example",
    "els@st\u00adad.example",
    "els@xn--std-7cd.example",  # the same Cyrillic letter, spelled for machines
]
HONEST = [
    "els@münchen.example",
    "els@straße.example",
    "els@пример.example",
    "els@ελληνικά.example",
    "els@例え.example",
    "els@한국.example",
    "els@سعودي.example",
    "els@ไทย.example",
    "els@भारत.example",
    "els@ab-12.example",
]
TWO = ["a@b.be, c@d.be", "a@b.be c@d.be", "a@b.be;c@d.be", "a@b.be\nc@d.be", "a@b.be\r\nBcc: x@y.be"]


@pytest.mark.parametrize("typed", DECEIVES)
def test_letters_that_only_look_like_others_are_refused(typed):
    with pytest.raises(LettersDeceive):
        read_mailbox(typed)


@pytest.mark.parametrize("typed", HONEST)
def test_a_host_in_one_script_can_receive_mail(typed):
    assert read_mailbox(typed).address.isascii()


@pytest.mark.parametrize("typed", TWO)
def test_two_addresses_are_not_one(typed):
    with pytest.raises(OneMailboxOnly):
        read_mailbox(typed)
