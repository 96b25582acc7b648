"""Real files for the guide lie beside the repository, not in it: the shared data folder."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("The shared data folder (../shared/data) is not beside this repository.")
    return SHARED
