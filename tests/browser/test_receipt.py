"""“Controleer mijn stem” in a real browser: what stands behind the # is read there and goes nowhere."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from cityshop.elections.ledger import leaf_of
from tests.browser.test_main_pages import SIDEWAYS, SIZES, WCAG
from tests.mail import code_sent_to

CANDIDATE = "/kortrijk/vote/ambassadeur-2026/boekhandel-de-letterzetter"
HOLDS = "Klopt: dit ontvangstbewijs hoort bij een stem voor Karima Benali."


def votes(visitor, address):
    """From the candidate to the receipt."""
    visitor.goes_to(CANDIDATE)
    visitor.page.locator("input[type=email]").fill(address)
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_url(re.compile("/confirm"))
    visitor.page.locator("input[name=code]").fill(code_sent_to(visitor.site, address))
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_url(re.compile("/receipt/"))
    visitor.page.get_by_text(HOLDS).wait_for()


def test_a_receipt_says_at_once_that_it_holds_and_hides_the_choice_from_the_address(visit):
    visitor = visit()

    votes(visitor, "een@inwoner.example")

    assert "#" not in visitor.page.url
    visitor.page.reload()
    visitor.page.get_by_text(HOLDS).wait_for()


def test_a_receipt_is_kept_on_a_device_only_when_asked_and_can_be_removed(visit):
    visitor = visit()
    votes(visitor, "twee@inwoner.example")
    receipt = visitor.page.url
    another_tab = visitor.context.new_page()
    another_tab.goto(receipt)
    assert HOLDS not in another_tab.inner_text("main")

    visitor.page.get_by_role("button", name="Bewaar op dit toestel").click()
    another_tab.reload()
    another_tab.get_by_text(HOLDS).wait_for()
    another_tab.get_by_role("button", name="Verwijder van dit toestel").click()

    assert another_tab.evaluate("() => localStorage.length") == 0


def test_a_saved_receipt_is_what_the_program_takes_and_checks_elsewhere(visit, tmp_path):
    visitor = visit()
    votes(visitor, "drie@inwoner.example")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Bewaar als bestand").click()
    file = tmp_path / "receipt.json"
    download.value.save_as(file)
    saved = json.loads(file.read_text())

    elsewhere = visit()
    elsewhere.goes_to(visitor.page.url)
    elsewhere.page.locator("input[type=file]").set_input_files(file)
    elsewhere.page.get_by_text(HOLDS).wait_for()

    facts = {name: saved[name] for name in ("contest", "candidate", "nonce", "salt")}
    assert saved["leaf"] == leaf_of(**facts)
    assert set(saved) == {*facts, "leaf", "signature"}
    assert len(saved["signature"]) == 128


def test_a_changed_receipt_does_not_hold(visit, tmp_path):
    visitor = visit()
    votes(visitor, "vier@inwoner.example")
    forged = {"candidate": "bloemen-sint-maarten", "nonce": "0" * 32, "salt": "0" * 32}
    (tmp_path / "forged.json").write_text(json.dumps(forged))

    visitor.page.locator("input[type=file]").set_input_files(tmp_path / "forged.json")

    visitor.page.get_by_text("Klopt niet").wait_for()
    assert visitor.page.get_by_role("button", name="Bewaar als bestand").is_hidden()


def test_without_script_a_receipt_still_says_what_became_of_the_vote(visit):
    visitor = visit()
    votes(visitor, "vijf@inwoner.example")

    plain = visit(java_script_enabled=False)
    plain.goes_to(visitor.page.url)

    assert "In de stembus" in plain.page.inner_text("main")
    assert plain.page.locator("input[type=file]").is_hidden()


@pytest.mark.parametrize("size", SIZES)
def test_how_to_count_again_is_accessible_and_fits(visit, size):
    visitor = visit(SIZES[size])

    visitor.goes_to("/kortrijk/vote/ambassadeur-2026/ledger")

    found = Axe().run(visitor.page, options=WCAG).response["violations"]
    assert [one["id"] for one in found] == []
    assert visitor.page.evaluate(SIDEWAYS) <= 0
