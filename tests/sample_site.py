"""The whole site as `make run` starts it, on a folder of its own, and a real Chromium to visit it with."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from cityshop.settings import Settings
from tests.chromium import chromium_path
from tests.server import COMMAND, Server

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
CHROMIUM_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", default="tests/browser/output", help="where pictures of pages are put")


class SampleSite(Server):
    """A running site with the sample cities, and what `cityshop seed --show` says of it."""

    def prepare(self) -> None:
        for command in (["migrate"], ["seed"]):
            self.run(*command)

    def sample(self) -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(self.run("seed", "--show"))
        return shown

    def run(self, *words: str) -> str:
        """What `cityshop` with these words prints, about this site."""
        done = subprocess.run(
            [COMMAND, *words],
            env=os.environ | self.environ,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleSite]:
    folder: Path = tmp_path_factory.mktemp("sample")
    secret = "for-the-browser-" * 4
    site = SampleSite(
        Settings(database_url=f"sqlite:///{folder}/cityshop.db", secret_key=secret, folder=folder)
    )
    site.prepare()
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


class Visitor:
    """Somebody with a browser: no page may ask another site for anything, or end in a script error."""

    def __init__(self, context: BrowserContext, site: SampleSite) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._note_request)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note_console)

    def goes_to(self, address: str) -> None:
        response = self.page.goto(address if address.startswith("http") else self.site.address + address)
        assert response is not None
        assert response.status < 400, f"{address}: {response.status}"

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def is_content(self) -> None:
        assert self.foreign == []
        assert self.errors == []

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def _note_console(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.errors.append(message.text)


@pytest.fixture
def visit(chromium: Browser, sample_site: SampleSite) -> Iterator[Any]:
    """`visit()` opens a browser of somebody's own: a phone unless told otherwise."""
    visitors: list[Visitor] = []

    def open_browser(viewport: dict[str, int] | None = None, **options: Any) -> Visitor:
        context = chromium.new_context(
            viewport=viewport or PHONE, locale="nl-BE", timezone_id="Europe/Brussels", **options
        )
        context.set_default_timeout(10_000)
        visitors.append(Visitor(context, sample_site))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.context.close()
    for visitor in visitors:
        visitor.is_content()
