"""The clerk sees what is going on and presses pause; the public sees it at once."""

import re

import pytest

from tests.sample_site import DESK


@pytest.fixture
def clerk(visit):
    clerk = visit(DESK)
    clerk.goes_to("/sign-in")
    clerk.page.get_by_label("E-mail").fill("staff@kortrijk.example")
    clerk.page.locator("input[name=password]").fill("demo-demo-demo")
    clerk.page.locator("main form button").click()
    clerk.page.wait_for_url(re.compile("/staff/kortrijk"))
    return clerk


def test_the_clerk_pauses_the_discount_weekend_and_goes_on(clerk, visit):
    clerk.page.locator("main a[href$='/campaigns/kortrijkkorting/pause']").click()
    clerk.page.locator("input[name=reason]").fill("te druk in de Steenstraat")
    clerk.page.locator("textarea[name=public_text_nl]").fill("We pauzeren even, kom vanavond terug.")
    clerk.page.locator("main form button").click()
    clerk.page.wait_for_url(re.compile("/staff/kortrijk$"))

    resident = visit()
    resident.goes_to("/kortrijk")
    assert "We pauzeren even, kom vanavond terug." in resident.page.inner_text("main")
    resident.goes_to("/kortrijk/offers")
    assert "We pauzeren even, kom vanavond terug." in resident.page.inner_text("main")

    clerk.page.locator("main a[href$='/campaigns/kortrijkkorting/resume']").click()
    clerk.page.locator("main form button").click()
    clerk.page.wait_for_url(re.compile("/staff/kortrijk$"))
    resident.goes_to("/kortrijk")
    assert "We pauzeren even" not in resident.page.inner_text("main")


def test_after_signing_out_the_cookie_opens_nothing(clerk):
    cookies = clerk.context.cookies()
    clerk.page.locator("header form button").click()
    clerk.context.add_cookies(cookies)

    clerk.page.goto(f"{clerk.site.address}/staff/kortrijk")

    assert "/sign-in" in clerk.page.url
