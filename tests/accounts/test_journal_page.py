from cityshop.accounts.journal_page import WORDS
from cityshop.core.journal import Happening


def test_everything_that_can_happen_has_words():
    assert set(WORDS) == set(Happening)
