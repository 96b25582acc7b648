"""Which vouchers a phone took: it refuses them when it is alone, as long as it can be sure."""

import pytest

from tests.browser.till import opened

SHOWN = "[data-screen=voucher]:not([hidden])"
GOOD, SAVED, REFUSED = (f"[data-screen=answer] [data-answer={look}]" for look in ("good", "saved", "refused"))
LATER = "() => { const now = Date.now; Date.now = () => now() + 11 * 60_000; }"
NO_ROOM = (
    """() => IDBObjectStore.prototype.add = () => { throw new DOMException("", "QuotaExceededError"); }"""
)
CLOSED = """() => {
  const { transaction } = IDBDatabase.prototype;
  let times = 0;
  IDBDatabase.prototype.transaction = function (...facts) {
    if (times++ === 0) throw new DOMException("", "InvalidStateError");
    return transaction.apply(this, facts);
  };
}"""


@pytest.fixture
def alone(phone):
    """The page without reception, and there is none."""
    return opened(phone)


def scans(page, voucher):
    page.fill("input[name=code]", voucher)
    page.click("[data-code-form] button")


def takes(page, voucher):
    scans(page, voucher)
    page.wait_for_selector(SHOWN)
    page.click("[data-order] button[type=submit]")


def test_what_was_redeemed_with_reception_is_refused_without(ready_phone, tokens):
    page, voucher = ready_phone, tokens(1)[0]
    page.goto(f"{page.url}/offline")
    page.wait_for_selector("[data-phone-contact]:not([hidden])")
    takes(page, voucher)
    page.wait_for_selector(GOOD)
    page.click("[data-screen=answer] [data-next]")
    page.context.set_offline(True)

    scans(page, voucher)

    page.wait_for_selector(REFUSED)
    assert "Al gebruikt" in page.inner_text(REFUSED)


def test_what_the_counter_redeemed_and_undid_is_known_without_reception(ready_phone, tokens):
    page, (kept, undone) = ready_phone, tokens(2)
    for voucher in (kept, undone):
        scans(page, voucher)
        page.click("form[action$='/redeem'] button")
        page.click(
            "[data-answer=good] a[href*='/counter/']:not([href$='/today'])"
            if voucher == kept
            else "[data-answer=good] form button"
        )
    page.wait_for_selector("[data-answer=wait]")
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page = opened(page)

    scans(page, kept)
    page.wait_for_selector(REFUSED)
    page.click("[data-screen=answer] [data-next]")
    scans(page, undone)

    page.wait_for_selector(SHOWN)


def test_after_ten_minutes_and_a_contact_a_phone_warns_instead_of_refusing(ready_phone, tokens):
    page, voucher = ready_phone, tokens(1)[0]
    page.goto(f"{page.url}/offline")
    page.wait_for_selector("[data-phone-contact]:not([hidden])")
    takes(page, voucher)
    page.wait_for_selector(GOOD)
    page.click("[data-screen=answer] [data-next]")
    page.evaluate(LATER)
    with page.expect_response("**/devices/contact"):
        page.evaluate("() => dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    page.context.set_offline(True)

    scans(page, voucher)

    page.wait_for_selector(SHOWN)
    assert "nam deze bon aan" in page.inner_text("[data-voucher-before]")


def test_undoing_is_too_late_after_ten_minutes_here_too(alone, tokens):
    takes(alone, tokens(1)[0])
    alone.wait_for_selector(SAVED)
    alone.evaluate(LATER)

    alone.click("[data-undo-last]")

    alone.wait_for_selector(REFUSED)
    assert "Te laat" in alone.inner_text(REFUSED)


def test_a_phone_that_cannot_keep_a_voucher_says_so_in_red(alone, tokens):
    alone.evaluate(NO_ROOM)

    takes(alone, tokens(1)[0])

    alone.wait_for_selector(REFUSED)
    assert "Niet bewaard" in alone.inner_text(REFUSED)


def test_a_store_that_was_closed_in_its_sleep_is_opened_again(alone, tokens):
    scans(alone, tokens(1)[0])
    alone.wait_for_selector(SHOWN)
    alone.evaluate(CLOSED)

    alone.click("[data-order] button[type=submit]")

    alone.wait_for_selector(SAVED)
