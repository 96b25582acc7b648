"""Standing behind a counter of the sample site, and what its phone feels and hears."""

from typing import Any

from playwright.sync_api import Page

from tests.sample_site import SampleSite

FLORIST = "Bloemen Sint-Maarten"
FLORIST_SLUG = "bloemen-sint-maarten"
OFFER = "/kortrijk/offers/bloemen-sint-maarten-een-bos-tulpen-bij-elk-boeket"
# What a phone has and a browser without screen has not: counted instead of felt.
PHONE_PARTS = """
  globalThis.felt = [], globalThis.heard = 0, globalThis.keptOn = 0;
  Object.defineProperty(navigator, "vibrate", { value: (shake) => felt.push(shake) });
  const { start } = AudioScheduledSourceNode.prototype;
  AudioScheduledSourceNode.prototype.start = function (...when) {
    heard += 1;
    return start.apply(this, when);
  };
  WakeLock.prototype.request = async () => {
    keptOn += 1;
    return { released: false, release: async () => {} };
  };
"""

_opened: dict[str, Any] = {}


def stand_behind(page: Page, site: SampleSite, shop: str = FLORIST) -> str:
    """Open the counter of a shop and give its link.

    The PIN is typed only where it is asked, as after a phone was ended, for the site counts tries.
    """
    if site.address not in _opened:
        _opened[site.address] = site.sample()["counters"]
    counter = next(one for one in _opened[site.address] if one["shop"] == shop)
    link: str = counter["link"]
    page.context.add_cookies(_opened.get(link, []))
    page.goto(link)
    page.wait_for_selector("input[name=code], input[name=pin]", state="attached")
    if page.locator("input[name=pin]").count():
        page.fill("input[name=pin]", counter["pin"])
        page.click("main form button")
        page.wait_for_selector("input[name=code]", state="attached")
        _opened[link] = page.context.cookies()
    return link


def claim(site: SampleSite, offer: str = OFFER) -> str:
    """The typed code of a voucher that somebody just took."""
    return site.post(f"{offer}/claim", {}).location.rpartition("/")[2]


def as_scanned(site: SampleSite, code: str) -> str:
    """What the square of a voucher says."""
    return f"{site.address}/V/{code}".upper()


def opened(phone: Page) -> Page:
    """The counter opened anew from the home screen, and only there."""
    page = phone.context.new_page()
    page.goto(phone.url)
    phone.close()
    page.wait_for_selector("[data-reception], [data-phone]")
    return page
