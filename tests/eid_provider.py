"""A real eID provider, the npm package `oidc-provider`: anybody who types a name is that person."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.ports import free_port

SCRIPT = Path(__file__).parent / "verification/provider.mjs"
CLIENT = "cityshop"
SECRET = "a secret: with % signs"  # noqa: S105 - of the provider in the tests
LONGEST_START = 15.0


@contextmanager
def running_provider(back: str) -> Iterator[str]:
    """The address of a provider that sends people back to this address of ours."""
    node = shutil.which("node")
    assert node, "node is not installed: run `make setup`"
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [node, SCRIPT, str(port), back]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    give_up = time.monotonic() + LONGEST_START
    while time.monotonic() < give_up:
        try:
            if httpx.get(f"{address}/.well-known/openid-configuration").is_success:
                break
        except httpx.TransportError:
            time.sleep(0.05)
    yield address
    process.terminate()
    process.wait(10)
