"""Amounts as each language writes them."""

import pytest

from cityshop.web.i18n import euro, speaking


@pytest.mark.parametrize(
    ("language", "amount"),
    [("nl", "€ 1.470,40"), ("en", "€ 1.470,40"), ("fr", "1\u202f470,40\u00a0€"), ("de", "1.470,40\u00a0€")],
)
def test_the_sign_stands_where_the_language_puts_it(app, language, amount):
    with app.test_request_context(), speaking(language):
        assert euro(1470_40) == amount


def test_whole_euros_have_no_cents(app):
    with app.test_request_context(), speaking("fr"):
        assert euro(5_00) == "5\u00a0€"
