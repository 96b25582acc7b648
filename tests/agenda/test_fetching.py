"""An address that somebody typed never leads into our own network."""

import httpx
import pytest

from cityshop.agenda.errors import AddressRefused, CannotFetch
from cityshop.agenda.fetching import MOST_BYTES, Fetcher, is_public
from tests.agenda.conftest import sent

PUBLIC = "93.184.215.14"


def fetcher(answer, numbers=None):
    known = numbers or {}
    return Fetcher(lambda host: known.get(host, [PUBLIC]), httpx.MockTransport(answer))


def hello(request):
    return sent(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1",  # noqa: S104 - an address that is refused
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1", "240.0.0.1", "2001:db8::1", "geen adres",
    ],
)  # fmt: skip
def test_addresses_of_no_internet_are_refused(number):
    assert not is_public(number)
    with pytest.raises(AddressRefused):
        fetcher(hello, {"agenda.example": [number]}).fetch("https://agenda.example/a.ics")


@pytest.mark.parametrize("number", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_addresses_of_the_internet_are_asked(number):
    assert is_public(number)


def test_a_name_that_also_leads_inside_is_refused():
    with pytest.raises(AddressRefused):
        fetcher(hello, {"agenda.example": [PUBLIC, "10.0.0.1"]}).fetch("https://agenda.example/")


@pytest.mark.parametrize(
    "address",
    [
        "http://agenda.example/", "ftp://agenda.example/", "file:///etc/passwd", "https://agenda.example:8443/",
        "https://localhost/", "https://bank.be@agenda.example/", "https://agenda.example\\@bank.be/", "https://",
        "https://[::1]/", "https://agenda.example/\r\nHost: x", "gopher://agenda.example/", "https://café.example/",
    ],
)  # fmt: skip
def test_only_plain_https_addresses_are_asked(address):
    with pytest.raises(AddressRefused):
        fetcher(hello).fetch(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433.example", "169.254.169.254"])
def test_a_number_for_a_name_is_looked_at_too(host):
    with pytest.raises((AddressRefused, CannotFetch)):
        Fetcher(lambda name: [name], httpx.MockTransport(hello)).fetch(f"https://{host}/")


def test_the_connection_goes_to_the_number_that_was_looked_at():
    asked = []

    def answer(request):
        asked.append((request.url.host, request.headers["Host"], request.extensions["sni_hostname"]))
        return hello(request)

    assert fetcher(answer).fetch("https://agenda.example/a.ics") == b"BEGIN:VCALENDAR"
    assert asked == [(PUBLIC, "agenda.example", "agenda.example")]


@pytest.mark.parametrize(
    "target", ["https://binnen.example/", "http://agenda.example/", "https://127.0.0.1/", "//binnen.example/"]
)
def test_a_redirect_is_looked_at_in_the_same_way(target):
    def answer(request):
        assert request.url.host == PUBLIC
        return httpx.Response(302, headers={"Location": target})

    numbers = {"binnen.example": ["10.0.0.7"], "127.0.0.1": ["127.0.0.1"]}
    with pytest.raises(AddressRefused):
        fetcher(answer, numbers).fetch("https://agenda.example/")


def test_a_redirect_within_the_internet_is_followed():
    def answer(request):
        if request.headers["Host"] == "oud.example":
            return httpx.Response(301, headers={"Location": "https://nieuw.example/a.ics"})
        return hello(request)

    assert fetcher(answer).fetch("https://oud.example/") == b"BEGIN:VCALENDAR"


def test_endless_redirects_end():
    with pytest.raises(CannotFetch):
        fetcher(lambda request: httpx.Response(302, headers={"Location": "/"})).fetch(
            "https://agenda.example/"
        )


@pytest.mark.parametrize(
    "answer",
    [
        lambda request: httpx.Response(404),
        lambda request: sent(b" " * (MOST_BYTES + 1)),
        lambda request: httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b""),
    ],
)
def test_what_is_no_plain_answer_of_a_normal_size_is_given_up(answer):
    with pytest.raises(CannotFetch):
        fetcher(answer).fetch("https://agenda.example/")


def test_a_network_that_fails_is_no_fault_of_ours():
    def answer(request):
        raise httpx.ConnectTimeout("slow")

    with pytest.raises(CannotFetch):
        fetcher(answer).fetch("https://agenda.example/")


def test_a_name_without_address_cannot_be_fetched():
    with pytest.raises(CannotFetch):
        Fetcher(lambda host: [], httpx.MockTransport(hello)).fetch("https://agenda.example/")
