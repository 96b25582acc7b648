"""A phone that goes on alone while the site is slow: nothing is used unseen, lost, or told wrong."""

import pytest

from tests.browser.conftest import OFFER
from tests.browser.till import claim

PATIENT_ENOUGH = 2_500  # milliseconds; a phone with a code waits for 1 500


@pytest.fixture
def typed(sample_site):
    """The typed code of a voucher of the bakery."""
    return claim(sample_site, f"/kortrijk/offers/{OFFER}")


def types(page, code):
    page.fill("input[name=code]", code)
    page.click("[data-code-form] button")


def test_todays_list_and_undoing_take_the_time_they_take(ready_phone, typed):
    page = ready_phone
    types(page, typed)
    page.click("form[action$='/redeem'] button")
    page.wait_for_selector("[data-answer=good]")

    def be_slow(route):
        page.wait_for_timeout(PATIENT_ENOUGH)
        route.continue_()

    page.route("**/undo", be_slow)
    page.route("**/today", be_slow)
    page.click("form[action$='/undo'] button")
    page.wait_for_selector("[data-answer=wait]")
    page.click("[data-answer] a[href$='/today']")
    page.wait_for_selector(".till__day")
