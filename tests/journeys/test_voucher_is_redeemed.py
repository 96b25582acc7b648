"""A resident claims an offer; the shopkeeper redeems it at the counter, once."""

import re

import pytest

BAKERY = "Bakkerij Vandoorne"


@pytest.fixture
def voucher_of_the_bakery(visit):
    """A resident with a voucher of the bakery on the phone; its typed code."""
    resident = visit()
    resident.goes_to("/kortrijk/offers")
    links = resident.page.locator("main a[href*='/offers/']")
    for address in links.evaluate_all("links => links.map(a => a.href)"):
        resident.goes_to(address)
        if BAKERY in resident.page.inner_text("main") and resident.page.locator("main form").count():
            break
    resident.page.locator("main form[action$='/claim'] button").click()
    resident.page.wait_for_url(re.compile("/v/"))
    assert resident.page.locator("svg.qr").count() == 1
    return resident


def test_a_voucher_is_redeemed_at_the_counter(visit, sample_site, voucher_of_the_bakery):
    resident = voucher_of_the_bakery
    code = resident.page.url.rpartition("/")[2]
    counter = next(one for one in sample_site.sample()["counters"] if one["shop"] == BAKERY)
    merchant = visit()
    merchant.goes_to(counter["link"])
    merchant.page.locator("input[name=pin]").fill(counter["pin"])
    merchant.page.locator("main form button").first.click()

    merchant.page.locator("input[name=code]").fill(code.lower())
    merchant.page.locator("form:has(input[name=code]) button").first.click()
    merchant.page.locator("form[action*='/redeem'] button").first.click()
    merchant.page.wait_for_url(re.compile("/answer|/redeem"))
    first_answer = merchant.page.inner_text("main")

    resident.page.reload()
    assert resident.page.locator("svg.qr").count() == 0
    merchant.goes_to(counter["link"])
    merchant.page.locator("input[name=code]").fill(code)
    merchant.page.locator("form:has(input[name=code]) button").first.click()
    assert merchant.page.inner_text("main") != first_answer
    assert merchant.page.locator("form[action*='/redeem'] button").count() == 0
