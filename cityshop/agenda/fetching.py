"""Fetching an address that somebody typed, without letting it lead into our own network.

Only https on its usual port. Every name is resolved by us, every answer must be a public address, and the
connection goes to that very address, so that a name cannot mean another machine a moment later. Redirects
are followed by hand and looked at in the same way. Size and time are bounded.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx

from cityshop.agenda.errors import AddressRefused, CannotFetch

MOST_BYTES = 2_000_000
MOST_REDIRECTS = 3
LONGEST_SECONDS = 20.0
PATIENCE = httpx.Timeout(8.0)
HTTPS_PORT = 443
LONGEST_ADDRESS = 1_000
NAMES_IPV4 = ipaddress.ip_network("64:ff9b::/96")  # IPv6 addresses that stand for IPv4 ones (RFC 6052)
NAME = "cityshop (agenda of a city; https only)"

Resolver = Callable[[str], Iterable[str]]


def resolve(host: str) -> list[str]:
    """Every address a name has; none when it has no address."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


@dataclass(frozen=True)
class Fetcher:
    """Fetches public https addresses; `resolver` and `transport` are the network, another one in tests."""

    resolver: Resolver = resolve
    transport: httpx.BaseTransport | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def fetch(self, address: str) -> bytes:
        """What stands at the address. Raises AddressRefused and CannotFetch."""
        ends_at = time.monotonic() + LONGEST_SECONDS
        client = httpx.Client(transport=self.transport, timeout=PATIENCE, trust_env=False)
        with client:
            for _ in range(MOST_REDIRECTS + 1):
                content, address = self._ask(client, address, ends_at)
                if content is not None:
                    return content
        raise CannotFetch

    def _ask(self, client: httpx.Client, address: str, ends_at: float) -> tuple[bytes | None, str]:
        """The content, or none and where to ask next."""
        request = self._request(client, address)
        try:
            response = client.send(request, stream=True)
            try:
                if response.is_redirect:
                    return None, urljoin(address, response.headers["Location"])
                return _read(response, ends_at), address
            finally:
                response.close()
        except httpx.HTTPError as error:
            raise CannotFetch from error

    def _request(self, client: httpx.Client, address: str) -> httpx.Request:
        """To the number that the name has now, with the name in the certificate and in `Host`."""
        host = public_host(address)
        number = _public_number(self.resolver(host))
        target = httpx.URL(address).copy_with(host=number)
        headers = {"Host": host, "User-Agent": NAME, "Accept-Encoding": "identity", **self.headers}
        request = client.build_request("GET", target, headers=headers)
        request.extensions["sni_hostname"] = host
        return request


def public_host(address: str) -> str:
    """The host of an address that may be asked; raises AddressRefused."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        is_plain = len(address) <= LONGEST_ADDRESS and address.isascii() and address.isprintable()
    except ValueError as error:
        raise AddressRefused from error
    if not is_plain or parts.scheme != "https" or "." not in host or "@" in parts.netloc or "\\" in address:
        raise AddressRefused
    if port not in (None, HTTPS_PORT):
        raise AddressRefused
    return host


def is_public(number: str) -> bool:
    """Whether this is an address of the internet: not of this machine, this network, or nobody."""
    try:
        found = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found in NAMES_IPV4:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        inside = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if inside:
            return is_public(str(inside))
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _public_number(numbers: Iterable[str]) -> str:
    """One that may be asked; a name that also leads inside is refused whole."""
    found = list(numbers)
    if not found:
        raise CannotFetch
    if not all(is_public(number) for number in found):
        raise AddressRefused
    return found[0]


def _read(response: httpx.Response, ends_at: float) -> bytes:
    if (
        response.status_code != httpx.codes.OK
        or response.headers.get("Content-Encoding", "identity") != "identity"
    ):
        raise CannotFetch
    content = bytearray()
    for part in response.iter_raw():
        content += part
        if len(content) > MOST_BYTES or time.monotonic() > ends_at:
            raise CannotFetch
    return bytes(content)
