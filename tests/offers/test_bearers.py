from datetime import timedelta

import pytest

from cityshop.offers.bearers import GOOD_FOR, make_bearer, read_bearer
from tests.makers.base import NOW

KEY = b"a key"


def test_a_bearer_names_its_counter_and_version():
    assert read_bearer(KEY, make_bearer(KEY, 7, 3, now=NOW), now=NOW) == (7, 3)


def test_a_bearer_is_good_for_twelve_hours():
    bearer = make_bearer(KEY, 7, 3, now=NOW)

    assert read_bearer(KEY, bearer, now=NOW + GOOD_FOR - timedelta(seconds=1)) == (7, 3)
    assert read_bearer(KEY, bearer, now=NOW + GOOD_FOR) is None


@pytest.mark.parametrize("bearer", ["", ".", "7.3.9999999999.", "7.3.9999999999.00", "é", "a.b.c.d", "7"])
def test_what_is_not_signed_is_no_bearer(bearer):
    assert read_bearer(KEY, bearer, now=NOW) is None


def test_a_changed_bearer_is_none():
    bearer = make_bearer(KEY, 7, 3, now=NOW)

    assert read_bearer(KEY, bearer.replace("7.", "8.", 1), now=NOW) is None
    assert read_bearer(b"another key", bearer, now=NOW) is None
