"""From a resident's idea to a place on the list: town hall, resident, shop and town hall again."""

import re

from tests.mail import text_sent_to
from tests.sample_site import DESK

SLUG = "beste-koffie"
KEEPER = "merchant@kortrijk.example"


def sign_in(visitor, email):
    visitor.goes_to("/sign-in")
    visitor.page.locator("input[name=email]").fill(email)
    visitor.page.locator("input[name=password]").fill("demo-demo-demo")
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_url(lambda address: "/sign-in" not in address)


def let_shops_come_forward(clerk):
    clerk.goes_to("/staff/kortrijk/contests/new")
    clerk.page.locator("input[name=slug]").fill(SLUG)
    clerk.page.locator("select[name=campaign]").select_option(index=1)
    clerk.page.locator("main form button").first.click()
    clerk.page.wait_for_url(re.compile("/edit"))
    clerk.goes_to(f"/staff/kortrijk/contests/{SLUG}")
    clerk.page.locator("form[action$='/nominations'] button").click()
    clerk.page.locator("a[href$='/candidates']").first.wait_for()


def test_a_resident_suggests_a_shop_that_says_yes_and_is_accepted(visit):
    clerk, resident, keeper = visit(DESK), visit(), visit()
    sign_in(clerk, "staff@kortrijk.example")
    let_shops_come_forward(clerk)

    resident.goes_to(f"/kortrijk/vote/{SLUG}")
    resident.page.locator("a[href$='/propose']").click()
    resident.page.locator("select[name=shop]").select_option("bakkerij-vandoorne")
    resident.page.locator("input[name=reason]").fill("Zonder hun brood is het geen zondag.")
    resident.page.locator("main form button").last.click()
    resident.page.wait_for_url(re.compile("/propose/sent"))

    link = re.search(rf"/kortrijk/vote/{SLUG}/propose/\S+", text_sent_to(resident.site, KEEPER))[0]
    keeper.goes_to(link)
    keeper.page.locator("button[value=yes]").click()
    keeper.page.locator("a[href*='/shop/candidate/']").wait_for()

    clerk.goes_to(f"/staff/kortrijk/contests/{SLUG}/candidates")
    clerk.page.locator(".nominee form button").first.click()
    clerk.page.locator(".empty").wait_for()
    resident.goes_to(f"/kortrijk/vote/{SLUG}/bakkerij-vandoorne")
    assert resident.heading
