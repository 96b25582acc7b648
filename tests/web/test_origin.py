import pytest

from cityshop.web.origin import is_foreign

OWN = frozenset({"https://shops.example"})


@pytest.mark.parametrize(
    ("fetch_site", "origin", "foreign"),
    [
        ("same-origin", None, False),
        ("none", None, False),
        ("cross-site", "https://shops.example", True),
        ("same-site", None, True),
        (None, "https://shops.example", False),
        (None, "https://evil.example", True),
        (None, "null", True),
        (None, None, False),
    ],
)
def test_who_counts_as_another_site(fetch_site, origin, foreign):
    assert is_foreign(fetch_site, origin, OWN) is foreign


def test_a_write_from_another_site_is_refused(make, client):
    make.kortrijk()

    answer = client.post("/sign-in", headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
