"""Many clients at once over keep-alive connections, in processes of their own and with little Python each.

`http.client` takes a third as long to read an answer as the site to make it: here a client sends bytes made
beforehand, and looks at no more than the status and the length of what comes back.
"""

import multiprocessing
import os
import selectors
import socket
import statistics
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROCESSES = 2
LONGEST_WAIT = 30.0
MOST_CONNECTIONS = 100
CLOSED = 599  # no answer: the site closed the connection
END_OF_HEADERS = b"\r\n\r\n"


@dataclass(frozen=True)
class Post:
    """What one client sends once."""

    path: str
    body: str
    headers: dict[str, str]

    def as_bytes(self) -> bytes:
        """The request as it travels."""
        body = self.body.encode()
        head = {"Host": "127.0.0.1", "Content-Length": str(len(body)), **self.headers}
        lines = [f"POST {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        return "\r\n".join(lines).encode() + END_OF_HEADERS + body


@dataclass(frozen=True)
class Get:
    """What one client asks for once."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        """The request as it travels."""
        head = {"Host": "127.0.0.1", **self.headers}
        lines = [f"GET {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        return "\r\n".join(lines).encode() + END_OF_HEADERS


@dataclass
class Load:
    """What came of a burst: seconds of each answer by status, and seconds of CPU that the clients took."""

    seconds: dict[int, list[float]] = field(default_factory=dict)
    took: float = 0.0
    cpu: float = 0.0

    @property
    def good(self) -> list[float]:
        return [second for status, seconds in self.seconds.items() if status < 400 for second in seconds]

    @property
    def rate(self) -> float:
        return len(self.good) / self.took

    @property
    def spread(self) -> float:
        """p99 divided by p50."""
        return statistics.quantiles(self.good, n=100)[98] / statistics.median(self.good)

    @property
    def faults(self) -> int:
        return sum(len(seconds) for status, seconds in self.seconds.items() if status >= 500)

    def note(self, status: int, seconds: Sequence[float]) -> None:
        self.seconds.setdefault(status, []).extend(seconds)


class _Client:
    """One connection: sends a request when the last one was answered."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._heard = b""
        self._began = 0.0

    def send(self, request: bytes) -> None:
        self._heard, self._began = b"", time.monotonic()
        self.socket.sendall(request)

    def answer(self) -> tuple[int, float] | None:
        """Status and seconds once the whole answer is here."""
        heard = self.socket.recv(65_536)
        if not heard:
            raise ConnectionError("the site closed the connection")
        self._heard += heard
        head, end, body = self._heard.partition(END_OF_HEADERS)
        if not end or len(body) < _length(head):
            return None
        return int(self._heard[9:12]), time.monotonic() - self._began


def burst(port: int, posts: Sequence[Post | Get], *, clients: int, seconds: float) -> Load:
    """That many clients send the posts, each once, for some seconds at most."""
    parts = [[post.as_bytes() for post in posts[number::PROCESSES]] for number in range(PROCESSES)]
    began = time.monotonic()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        jobs = [(port, part, clients // PROCESSES, began + seconds) for part in parts]
        done = pool.starmap(_send_all, jobs)
    load = Load(took=time.monotonic() - began)
    for part in done:
        load.cpu += part.cpu
        for status, taken in part.seconds.items():
            load.note(status, taken)
    return load


def _send_all(port: int, requests: list[bytes], clients: int, ends: float) -> Load:
    load, waiting, used = Load(), iter(requests), time.process_time()
    with selectors.DefaultSelector() as selector:
        for _ in range(clients):
            _begin(selector, _Client(port), waiting)
        while selector.get_map():
            for client in _ready(selector):
                answer = client.answer()
                if answer is None:
                    continue
                load.note(answer[0], [answer[1]])
                if time.monotonic() >= ends or not _next(client, waiting):
                    selector.unregister(client.socket)
                    client.socket.close()
    load.cpu = time.process_time() - used
    return load


def _begin(selector: selectors.BaseSelector, client: _Client, waiting: Iterator[bytes]) -> None:
    if _next(client, waiting):
        selector.register(client.socket, selectors.EVENT_READ, client)
    else:
        client.socket.close()


def _next(client: _Client, waiting: Iterator[bytes]) -> bool:
    request = next(waiting, None)
    if request is not None:
        client.send(request)
    return request is not None


def _ready(selector: selectors.BaseSelector) -> list[_Client]:
    ready = [key.data for key, _ in selector.select(LONGEST_WAIT)]
    if not ready:
        raise TimeoutError("the site does not answer")
    return ready


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def cpu_of(group: int) -> float:
    """Seconds of CPU that the processes of a group have used so far."""
    ticks = 0
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            ticks += _ticks(entry.name, group)
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(process: str, group: int) -> int:
    try:
        facts = Path("/proc", process, "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:  # it ended meanwhile
        return 0
    return int(facts[11]) + int(facts[12]) if int(facts[2]) == group else 0


class _Arrivals:
    """Clients that come at a fixed rate, over connections that are kept and used again."""

    def __init__(self, port: int, selector: selectors.BaseSelector, load: Load) -> None:
        self._port, self._selector, self._load = port, selector, load
        self._idle: list[_Client] = []
        self._due: dict[_Client, float] = {}

    @property
    def are_waiting(self) -> bool:
        return bool(self._due)

    def has_room(self) -> bool:
        """Whether another one can come: a server lets in so many, the others wait outside."""
        return bool(self._idle) or len(self._due) < MOST_CONNECTIONS

    def send(self, request: bytes, due: float) -> None:
        client = self._idle.pop() if self._idle else _registered(self._selector, self._port)
        self._due[client] = due
        client.send(request)

    def hear(self, seconds: float) -> None:
        """Note the answers that come within so many seconds."""
        for key, _ in self._selector.select(seconds):
            self._hear(key.data)

    def _hear(self, client: _Client) -> None:
        try:
            answer = client.answer()
        except ConnectionError:
            answer = (CLOSED, 0.0)
            self._selector.unregister(client.socket)
            client.socket.close()
        if answer is None:
            return
        began = self._due.pop(client, None)
        if began is not None:
            self._load.note(answer[0], [time.monotonic() - began])
        if answer[0] != CLOSED:
            self._idle.append(client)
        elif client in self._idle:
            self._idle.remove(client)


def offered(port: int, posts: Sequence[Post | Get], *, rate: float) -> Load:
    """Send the posts at a fixed rate, whether or not earlier ones were answered.

    Seconds count from the moment at which a post was due, so a site that stands still is not spared. A
    connection that the site closed without an answer counts as a fault (599).
    """
    load, used, began = Load(), time.process_time(), time.monotonic()
    waiting = deque((began + number / rate, post.as_bytes()) for number, post in enumerate(posts))
    with selectors.DefaultSelector() as selector:
        clients = _Arrivals(port, selector, load)
        while waiting or clients.are_waiting:
            while waiting and waiting[0][0] <= time.monotonic() and clients.has_room():
                due, request = waiting.popleft()
                clients.send(request, due)
            clients.hear(0.001 if waiting else LONGEST_WAIT)
    load.took, load.cpu = time.monotonic() - began, time.process_time() - used
    return load


def _registered(selector: selectors.BaseSelector, port: int) -> _Client:
    client = _Client(port)
    selector.register(client.socket, selectors.EVENT_READ, client)
    return client
