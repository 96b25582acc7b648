"""A phone that goes on alone while the site is slow: nothing is used unseen, lost, or told wrong."""

import pytest

from tests.browser.conftest import OFFER
from tests.browser.till import claim

SHOWN = "[data-screen=voucher]:not([hidden])"
GOOD, WAIT, REFUSED = (f"[data-screen=answer] [data-answer={look}]" for look in ("good", "wait", "refused"))
# What a phone knows, changed behind its back.
CHANGE_KNOWLEDGE = """() => new Promise((done) => {
  indexedDB.open(`counter-${location.pathname.split("/")[2]}`).onsuccess = ({ target: { result } }) => {
    const rows = result.transaction("self", "readwrite").objectStore("self");
    rows.transaction.oncomplete = () => (result.close(), done());
    CHANGE
  };
})"""
AGE_BEARER = CHANGE_KNOWLEDGE.replace(
    "CHANGE",
    """rows.get("knowledge").onsuccess = ({ target: { result: known } }) =>
      rows.put({ ...known, bearer: "old" }, "knowledge");""",
)
FORGET_KNOWLEDGE = CHANGE_KNOWLEDGE.replace("CHANGE", 'rows.delete("knowledge");')
PATIENT_ENOUGH = 2_500  # milliseconds; a phone with a code waits for 1 500


@pytest.fixture
def typed(sample_site):
    """The typed code of a voucher of the bakery."""
    return claim(sample_site, f"/kortrijk/offers/{OFFER}")


def loses_answers(page, address):
    """Requests arrive, answers do not; gives the statuses that the site answered with."""
    told = []
    page.route(address, lambda route: told.append(route.fetch(max_redirects=0).status))
    return told


def goes_alone(page):
    """Open the page without reception, while there is some, and let it hear from the site first."""
    with page.expect_response("**/devices/contact"):
        page.goto(f"{page.url}/offline")
    page.wait_for_timeout(500)


def types(page, code):
    page.fill("input[name=code]", code)
    page.click("[data-code-form] button")


def test_a_typed_code_is_not_redeemed_before_somebody_looked_at_it(ready_phone, typed):
    page = ready_phone
    page.route("**/voucher?**", lambda _: None)
    asked = loses_answers(page, "**/api/v1/redemptions")

    types(page, typed)
    page.wait_for_selector(SHOWN)

    assert typed in page.inner_text(SHOWN)
    assert asked == []
    page.unroute_all()
    page.click("[data-order] button[type=submit]")
    page.wait_for_selector(GOOD)


def test_a_typed_code_whose_answer_was_lost_goes_on_under_its_own_key(ready_phone, typed):
    page = ready_phone
    types(page, typed)
    told = loses_answers(page, "**/redeem")
    page.fill("input[name=amount]", "12,50")
    with page.expect_request("**/api/v1/redemptions") as asked:
        page.click("form[action$='/redeem'] button")

    page.wait_for_selector(GOOD)
    assert told == [303]
    assert asked.value.post_data_json["amount_cents"] == 1250


def test_nobody_says_that_nothing_was_used_when_nobody_knows(ready_phone, typed):
    page = ready_phone
    types(page, typed)
    loses_answers(page, "**/redeem")
    lost = loses_answers(page, "**/api/v1/redemptions")
    page.click("form[action$='/redeem'] button")

    page.wait_for_selector(WAIT)
    assert "weet nog niemand" in page.inner_text(WAIT)
    assert lost == [200]
    page.unroute_all()
    page.click("[data-again]")
    page.wait_for_selector(GOOD)


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


def test_a_bearer_that_is_only_old_is_renewed_under_the_same_key(ready_phone, tokens):
    page, voucher = ready_phone, tokens(1)[0]
    goes_alone(page)
    types(page, voucher)
    page.wait_for_selector(SHOWN)
    tried = []
    page.on("request", lambda request: tried.append(request) if request.url.endswith("redemptions") else None)
    page.evaluate(AGE_BEARER)

    page.click("[data-order] button[type=submit]")

    page.wait_for_selector(GOOD)
    first, second = (request.post_data_json["idempotency_key"] for request in tried)
    assert first == second


def test_the_token_of_a_phone_is_never_shown_as_a_bearer(ready_phone, typed):
    page = ready_phone
    goes_alone(page)
    page.evaluate(FORGET_KNOWLEDGE)
    shown = []
    page.on("request", lambda request: shown.append(request) if request.url.endswith("redemptions") else None)
    types(page, typed)
    page.click("[data-order] button[type=submit]")

    page.wait_for_selector(GOOD)
    assert len(shown) == 1
