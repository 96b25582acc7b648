from datetime import timedelta

import pytest

from cityshop.core.errors import Unknown
from cityshop.offers.claim_links import GOOD_FOR, make_link, read_link
from cityshop.offers.errors import ClaimLinkOver
from tests.makers.base import NOW

HOLDER, SECRET = bytes(range(32)), "a secret"


def link(**changed):
    return make_link(HOLDER, 7, secret=SECRET, now=NOW, **changed)


def test_a_link_says_who_holds():
    assert read_link(link(), 7, secret=SECRET, now=NOW) == HOLDER


def test_a_link_is_good_for_a_day():
    last = NOW + GOOD_FOR - timedelta(seconds=1)

    assert read_link(link(), 7, secret=SECRET, now=last) == HOLDER
    with pytest.raises(ClaimLinkOver):
        read_link(link(), 7, secret=SECRET, now=NOW + GOOD_FOR)


@pytest.mark.parametrize(("offer_id", "secret"), [(8, SECRET), (7, "another secret")])
def test_a_link_is_for_one_offer_of_this_site(offer_id, secret):
    with pytest.raises(Unknown):
        read_link(link(), offer_id, secret=secret, now=NOW)


@pytest.mark.parametrize("place", range(0, 68, 5))
def test_every_character_counts(place):
    sent = link()
    other = "A" if sent[place] != "A" else "B"

    with pytest.raises(Unknown):
        read_link(sent[:place] + other + sent[place + 1 :], 7, secret=SECRET, now=NOW)


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 10_000, "====", "\0", link()[:-4]])
def test_nonsense_is_unknown(token):
    with pytest.raises(Unknown):
        read_link(token, 7, secret=SECRET, now=NOW)
