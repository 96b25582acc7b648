"""The live counter keeps its numbers for five seconds, and the clock of tests stands still."""

import pytest

from cityshop.weekends.pages import KeptCounts
from tests.sign_in import sign_in


@pytest.fixture(autouse=True)
def fresh_counts(app):
    app.extensions["cityshop.live_counts"] = KeptCounts()


@pytest.fixture
def amina(client, make):
    return sign_in(client, make.staff())
