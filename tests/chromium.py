"""Where the real browser is."""

import shutil

import pytest


def chromium_path() -> str:
    """The installed Chromium; a test that finds none fails with what to do."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("Chromium is not installed: run `make test-tools` to install it.", pytrace=False)
    return found
