import pytest

from cityshop.genuine.rules import Address, code_in, read_address


@pytest.mark.parametrize(
    ("typed", "code"),
    [("K7P2D-9QX3M", "K7P2D-9QX3M"), ("Sticker K7P2D-9QX3M", "K7P2D-9QX3M"), (" sticker: abc ", "abc")],
)
def test_the_word_before_a_code_is_left_out(typed, code):
    assert code_in(typed) == code


@pytest.mark.parametrize(
    ("pasted", "host"),
    [
        ("https://shops.example.be/k/ABC", "shops.example.be"),
        ("HTTPS://SHOPS.EXAMPLE.BE/K/ABC", "shops.example.be"),
        ("shops.example.be/k/ABC", "shops.example.be"),
        ("https://shops.example.be:444/", "shops.example.be:444"),
        ("https://shops.example.be@kwaad.example/k/ABC", "shops.example.be@kwaad.example"),
        ("https://shops.example.be.kwaad.example/", "shops.example.be.kwaad.example"),
        ("https://kwaad.example/shops.example.be/k/ABC", "kwaad.example"),
        ("https://kwaad.example?shops.example.be/k/ABC", "kwaad.example"),
        ("https://kwaad.example#@shops.example.be", "kwaad.example"),
        ("https://kwaad.example\\@shops.example.be/", ""),
        ("https://shоps.example.be/k/ABC", ""),  # noqa: RUF001 - a Cyrillic letter
        ("https://shops.example.be /k/ABC", ""),
        ("http://[", ""),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("//shops.example.be/k/ABC", ""),
        ("ftp://shops.example.be/k/ABC", "ftp:"),
    ],
)
def test_the_host_is_where_a_browser_would_go(pasted, host):
    assert read_address(pasted).host == host


@pytest.mark.parametrize("typed", ["K7P2D-9QX3M", "k7p2d 9qx3m", "Sticker"])
def test_a_code_is_no_address(typed):
    assert read_address(typed) is None


def test_the_path_tells_what_it_is():
    assert read_address("https://shops.example.be/k/ABC?x=1#y") == Address("shops.example.be", "/k/ABC")
