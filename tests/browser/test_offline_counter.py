"""The counter without reception in a real Chromium: nothing is lost, whatever breaks in between."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.devices.models import Device, OfflineScan, Verdict
from cityshop.offers.models import Redemption
from tests.browser.till import opened

MANY = 200

# A browser as they were before 2025: its WebCrypto knows no Ed25519.
OLDER = """for (const name of ["generateKey", "importKey"]) {
  const before = SubtleCrypto.prototype[name];
  SubtleCrypto.prototype[name] = function (...facts) {
    if (facts.includes("Ed25519")) return Promise.reject(new DOMException("", "NotSupportedError"));
    return before.apply(this, facts);
  };
}"""

# Scans as somebody would, one after the other: the same field and buttons, only faster. What is kept already
# is refused by the phone itself.
SCAN_ALL = """async (texts) => {
  const main = document.querySelector("main");
  const shown = (...names) => new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`no ${names}: ${main.innerText}`)), 5000);
    const look = () => {
      const name = names.find((one) => !main.querySelector(`[data-screen=${one}]`).hidden);
      if (!name) return setTimeout(look, 2);
      clearTimeout(late);
      done(name);
    };
    look();
  });
  for (const text of texts) {
    const form = main.querySelector("[data-code-form]");
    form.elements.code.value = text;
    form.requestSubmit();
    if ((await shown("voucher", "answer")) === "voucher") main.querySelector("[data-order]").requestSubmit();
    await shown("answer");
    main.querySelector("[data-screen=answer] [data-next]").click();
  }
}"""


def offline_redemptions(books):
    with books.reads() as session, across_cities(session):
        rows = session.scalars(select(OfflineScan).order_by(OfflineScan.id)).all()
        live = session.scalars(
            select(Redemption.voucher_id).where(
                Redemption.scanned_at.is_not(None), Redemption.undone_at.is_(None)
            )
        ).all()
    assert len(live) == len(set(live))
    return {row.voucher_id for row in rows if row.verdict == Verdict.REDEEMED} & set(live)


def has_sent_all(page):
    """Wait until nothing waits on the phone."""
    page.wait_for_selector("[data-phone-report]:not([hidden])", timeout=60_000)
    page.wait_for_selector("[data-phone-waiting]", state="hidden", timeout=60_000)


def waits(page):
    """How many scans wait, as the page says it."""
    number = re.search(r"\d+", page.locator("[data-phone-waiting]").text_content())
    return int(number[0]) if number else 0


def test_two_hundred_scans_survive_a_connection_that_drops_in_the_middle(phone, tokens, books):
    before, page, texts = offline_redemptions(books), opened(phone), tokens(MANY + 20)
    page.evaluate(SCAN_ALL, texts)
    batches = []

    def drop(route):
        """The first answer is lost after the site has committed; the third request never arrives."""
        batches.append(len(route.request.post_data_json["scans"]))
        if len(batches) == 1:
            route.fetch()
        return route.abort() if len(batches) in (1, 3) else route.continue_()

    page.route("**/api/v1/redemptions/batch", drop)
    while len(batches) < 4:
        page.context.set_offline(False)
        page.wait_for_timeout(1_500)
        page.context.set_offline(True)
    page.context.set_offline(False)

    has_sent_all(page)
    assert batches[0] == MANY
    assert len(offline_redemptions(books) - before) == MANY + 20


def test_two_hundred_scans_survive_a_page_that_is_killed(phone, tokens, books):
    before, page, texts = offline_redemptions(books), opened(phone), tokens(MANY)
    page.evaluate(f"(texts) => {{ ({SCAN_ALL})(texts) }}", texts)
    while waits(page) <= 60:
        page.wait_for_timeout(50)
    crash(page)

    page = opened(phone)
    page.evaluate(SCAN_ALL, texts)
    assert waits(page) == MANY
    arrived = []
    page.route("**/api/v1/redemptions/batch", lambda route: arrived.append(route.fetch().status))
    page.context.set_offline(False)
    while not arrived:
        page.wait_for_timeout(50)
    crash(page)

    page = opened(phone)
    has_sent_all(page)
    assert len(offline_redemptions(books) - before) == MANY


@pytest.mark.parametrize("ready_phone", [OLDER], indirect=True)
def test_a_browser_without_ed25519_signs_and_verifies_all_the_same(phone, tokens, books):
    before, page, texts = offline_redemptions(books), opened(phone), tokens(2)
    forged = texts[1][:-1] + ("A" if texts[1][-1] != "A" else "B")

    page.evaluate(SCAN_ALL, [texts[0], forged])
    assert "één scan" in page.locator("[data-phone-waiting]").text_content()
    page.context.set_offline(False)

    has_sent_all(page)
    assert len(offline_redemptions(books) - before) == 1
    with books.reads() as session, across_cities(session):
        assert "p256" in session.scalars(select(Device.algorithm)).all()


def crash(page):
    """End the process of the page, as a phone does that runs out of memory."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()
