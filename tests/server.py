"""The real site over HTTP, as `cityshop serve` runs it: one process on SQLite, two on PostgreSQL."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from cityshop.settings import Settings
from tests.ports import free_port

COMMAND = str(Path(sys.executable).with_name("cityshop"))
LONGEST_START = 60.0
LONGEST_ANSWER = 60.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str

    @property
    def location(self) -> str:
        return self.headers.get("location", "")


@dataclass
class Server:
    """Where the site listens; knows how to ask it many things at once."""

    settings: Settings
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [COMMAND, "serve", "--port", str(self.port), *self._workers],
            env=os.environ | self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        give_up = time.monotonic() + LONGEST_START
        while time.monotonic() < give_up:
            try:
                if self.get("/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise TimeoutError("the site did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)

    def kill(self) -> None:
        """End every process of the site at once, as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), form | headers)

    def post_json(self, path: str, body: str, **headers: str) -> Answer:
        return self._ask("POST", path, body, {"Content-Type": "application/json"} | headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_ANSWER)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            facts = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, facts, text)
        finally:
            connection.close()

    @property
    def _workers(self) -> list[str]:
        return [] if self.settings.database_url.startswith("sqlite") else ["--workers", "2"]

    @property
    def environ(self) -> dict[str, str]:
        return {
            "CITYSHOP_DATABASE_URL": self.settings.database_url,
            "CITYSHOP_SECRET_KEY": self.settings.secret_key,
            "CITYSHOP_FOLDER": str(self.settings.folder),
            "CITYSHOP_BASE_URL": self.address,
            "CITYSHOP_DEMO": "1",
        }


def at_once(times: int, ask: Callable[[int], Answer]) -> list[Answer]:
    """Ask so many times in parallel, each asker with its own number."""
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(ask, range(times)))


def statuses(answers: list[Answer]) -> Counter[int]:
    return Counter(answer.status for answer in answers)


@pytest.fixture(scope="session")
def running_server(app: Any, settings: Settings) -> Iterator[Server]:
    server = Server(settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running_server: Server, database: Any) -> Server:
    """The running site with an empty database."""
    return running_server
