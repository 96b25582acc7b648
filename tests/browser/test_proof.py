"""Once the result is out a receipt proves its place in the register, and who signed that, in the browser."""

import re

import pytest

from tests.sample_site import Visitor

STANDS = re.compile("It holds: your receipt stands in the signed register")
FORGED = "It does not hold: the register is not signed with the key in the rules of this vote."
UNSURE = re.compile("Who signed the register this browser cannot check")
OLD_BROWSER = """
  const known = crypto.subtle.importKey.bind(crypto.subtle);
  crypto.subtle.importKey = (format, key, kind, ...rest) =>
    kind === "Ed25519"
      ? Promise.reject(new DOMException("", "NotSupportedError"))
      : known(format, key, kind, ...rest);
"""


@pytest.fixture
def reader(chromium, server):
    """Somebody who reads English, as the site is asked to speak here."""
    visitor = Visitor(chromium.new_context(), server)
    visitor.context.set_default_timeout(10_000)
    yield visitor
    visitor.context.close()
    visitor.is_content()


def proves(visitor, vote):
    visitor.goes_to(f"/en{vote.path}".replace("/ledger", f"/receipt/{vote.counted.leaf}"))
    visitor.page.get_by_role("button", name="Check that mine is among them").click()


def changes(visitor, pattern, changed):
    """What a site that lies would show: the receipt's page with something else in it."""

    def lie(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(pattern, changed, answer.text()))

    visitor.page.route("**/receipt/*", lie)


def test_a_receipt_proves_its_place_and_who_signed_the_register(reader, make):
    proves(reader, make.vote())

    reader.page.get_by_text(STANDS).wait_for()


@pytest.mark.parametrize(
    ("pattern", "changed"),
    [
        ('data-key="[0-9a-f]{64}"', f'data-key="{"5" * 64}"'),
        ('data-previous="[0-9a-f]{64}"', f'data-previous="{"0" * 63}1"'),
        ('signature="[0-9a-f]{128}" data-key', f'signature="{"0" * 128}" data-key'),
    ],
    ids=["another key", "another checkpoint before it", "no signature of ours"],
)
def test_a_register_that_is_not_signed_with_the_key_of_the_rules_does_not_hold(
    reader, make, pattern, changed
):
    changes(reader, pattern, changed)

    proves(reader, make.vote())

    reader.page.get_by_text(FORGED).wait_for()


def test_a_browser_that_cannot_check_a_signature_says_so(reader, make):
    reader.page.add_init_script(OLD_BROWSER)

    proves(reader, make.vote())

    reader.page.get_by_text(UNSURE).wait_for()
