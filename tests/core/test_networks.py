import pytest

from cityshop.core.networks import NEIGHBOURHOOD, SUBSCRIBER, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
    ],
)
def test_a_subscriber_is_one_network(address, network):
    assert network_of(address, SUBSCRIBER) == network


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2:3::4", "2001:db8:1::/48")],
)
def test_neighbours_share_a_network(address, network):
    assert network_of(address, NEIGHBOURHOOD) == network


@pytest.mark.parametrize("bits", [SUBSCRIBER, NEIGHBOURHOOD])
def test_an_old_address_in_new_clothes_is_the_old_one(bits):
    assert network_of("::ffff:203.0.113.9", bits) == network_of("203.0.113.9", bits)


@pytest.mark.parametrize("address", ["", None, "no address"])
def test_who_has_no_address_is_unknown(address):
    assert network_of(address, SUBSCRIBER) == network_of(address, NEIGHBOURHOOD) == "unknown"
