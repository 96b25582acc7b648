from datetime import UTC, datetime

import pytest

from cityshop.nominations.errors import LinksRefused, SinceWhen
from cityshop.nominations.rules import since_year, without_links
from tests.makers.base import NOW


@pytest.mark.parametrize(("typed", "year"), [("", None), ("1987", 1987), ("2026", 2026), ("1500", 1500)])
def test_a_shop_began_in_a_year(typed, year):
    assert since_year(typed, now=NOW) == year


@pytest.mark.parametrize(
    "typed", ["2027", "1499", "87", "-1", "1e3", "vorig jaar", "19870", "٢٠٢٠", "²⁰²⁰", "0"]
)
def test_what_is_no_year_or_has_not_come_yet_is_refused(typed):
    with pytest.raises(SinceWhen):
        since_year(typed, now=NOW)


def test_the_year_turns_in_brussels():
    assert since_year("2027", now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == 2027


@pytest.mark.parametrize(
    "typed",
    ["http://x.example", "HTTPS://x", "zie www.winkel", "win.be", "mail@bakker", "koop op winkel.shop nu"],
)
def test_links_are_refused(typed):
    with pytest.raises(LinksRefused):
        without_links(typed)


@pytest.mark.parametrize(
    "typed", ["", "Het beste brood. Echt!", "Dr. Hout & Co", "t Hoekje (nr. 3)", "8500 Kortrijk"]
)
def test_ordinary_sentences_are_not(typed):
    assert without_links(typed) == typed
