import threading
import time

import pytest

from cityshop.web.city_versions import CityVersions


@pytest.fixture
def network():
    """A read that hangs until the network is mended."""
    mended = threading.Event()
    yield mended
    mended.set()


def test_a_look_that_hangs_leaves_the_numbers_known_before(network):
    def read():
        network.wait(30)
        return {"kortrijk": 2}

    versions = CityVersions(read)
    versions.learn("kortrijk", 1)

    assert [versions.number_of("kortrijk") for _ in range(3)] == [1, 1, 1]


def test_a_version_is_seen_once_the_network_is_mended(network):
    def read():
        network.wait(30)
        return {"kortrijk": 2}

    versions = CityVersions(read)
    versions.learn("kortrijk", 1)
    versions.number_of("kortrijk")
    network.set()

    give_up = time.monotonic() + 10
    while versions.number_of("kortrijk") != 2 and time.monotonic() < give_up:
        time.sleep(0.01)
    assert versions.number_of("kortrijk") == 2
