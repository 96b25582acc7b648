"""Making a phone ready for a day without reception: all of it, or it says so; what worked goes on to work."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from cityshop.core.db import across_cities
from cityshop.devices import services
from cityshop.devices.models import Device
from cityshop.merchants.models import Counter, Shop
from tests.browser.conftest import BAKERY
from tests.sample_site import PHONE

BROKEN = '<link rel="stylesheet" href="/static/gone.css"><main data-offline-files="/static/gone.js"></main>'
KEPT_PAGE = """async (address) => (await (await caches.match(address)).text())"""
KNOWS_IT = (
    "() => [...Array(localStorage.length).keys()].some((at) => localStorage.key(at).startsWith('paired-'))"
)


@pytest.fixture
def link(books, sample_site):
    """A one-time link for a phone of the bakery."""
    with books.writes.begin() as session, across_cities(session):
        counter = session.scalars(select(Counter).join(Shop).where(Shop.name == BAKERY)).first()
        secret = services.make_pairing(session, counter, account_id=None, now=datetime.now(UTC))
        return f"{sample_site.address}/counter/{counter.token}/pair/{secret}"


def test_a_page_that_cannot_be_kept_leaves_the_one_that_works(ready_phone):
    page = ready_phone
    page.route("**/offline", lambda route: route.fulfill(body=BROKEN, content_type="text/html"))

    with page.expect_event("response", lambda answer: "/static/gone" in answer.url):
        page.reload()
    page.wait_for_timeout(500)

    assert "gone.css" not in page.evaluate(KEPT_PAGE, f"{page.url}/offline")


def test_a_link_is_used_once_and_the_keeping_is_tried_again(chromium, books, link):
    context = chromium.new_context(viewport=PHONE, locale="nl-BE")
    page = context.new_page()
    page.set_default_timeout(10_000)
    paired = []
    page.on("request", lambda request: paired.append(request.url) if request.method == "POST" else None)
    page.route("**/offline", lambda route: route.abort())
    page.goto(link)

    page.click("[data-pair]")
    page.wait_for_selector("[data-pair-onward]:not([hidden])")
    assert "gekoppeld" in page.inner_text("[data-pair-said]")
    assert not page.evaluate(KNOWS_IT)

    page.unroute_all()
    page.click("[data-pair]")
    page.wait_for_selector("[data-phone-contact]:not([hidden])")
    assert page.evaluate(KNOWS_IT)
    assert paired.count(link) == 1
    context.close()
    with books.writes.begin() as session, across_cities(session):
        for device in session.scalars(select(Device).where(Device.revoked_at.is_(None))):
            services.end_device(session, device, account_id=None, now=datetime.now(UTC))
