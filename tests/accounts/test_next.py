"""After signing in one stays at home."""

from urllib.parse import urlencode, urlsplit

import pytest

from tests.accounts.evil_addresses import EVIL
from tests.makers.accounts import PASSWORD


@pytest.mark.parametrize("wanted", EVIL)
def test_no_address_elsewhere_is_followed(client, make, wanted):
    amina = make.staff()

    answer = client.post(
        f"/sign-in?{urlencode({'next': wanted})}", data={"email": amina.email, "password": PASSWORD}
    )

    target = urlsplit(answer.location)
    assert answer.status_code == 303
    assert (target.scheme, target.netloc, target.path) == ("", "", "/staff/kortrijk")
