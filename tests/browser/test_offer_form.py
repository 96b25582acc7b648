"""The form of an offer in a real browser: the guard and the preview follow what is typed."""

from tests.browser.test_main_pages import own_offers
from tests.sample_site import DESK, PHONE


def new_offer(visitor):
    own_offers(visitor)
    visitor.page.locator("main a[href*='/offers/new/']").first.click()
    visitor.page.locator("[name=kind][value=amount]").check()


def test_the_guard_speaks_while_somebody_types_and_asks_why(visit):
    visitor = visit(PHONE)
    new_offer(visitor)
    reason = visitor.page.locator("[name=guard_reason]")
    assert not reason.is_visible()

    visitor.page.locator("[name=title_nl]").fill("Solden op brood")
    visitor.page.locator("[data-needs-reason]").wait_for()

    assert "geen juridisch advies" in visitor.page.locator(".guard").inner_text()
    assert reason.is_visible()
    visitor.page.locator("[name=title_nl]").fill("Korting op brood")
    visitor.page.locator("[data-needs-reason]").wait_for(state="detached")
    assert not reason.is_visible()


def test_residents_view_is_made_again_while_somebody_types(visit):
    visitor = visit(DESK)
    new_offer(visitor)

    visitor.page.locator("[name=value]").fill("5")
    visitor.page.locator("[name=reference]").fill("24")
    visitor.page.locator("[name=title_nl]").fill("Vijf euro korting op een taart")

    preview = visitor.page.locator(".preview")
    preview.get_by_text("Vijf euro korting op een taart").wait_for()
    assert "van € 24 voor € 19" in preview.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert visitor.page.locator("[name=title_nl]").input_value() == "Vijf euro korting op een taart"


def test_without_script_a_button_shows_the_same(visit):
    visitor = visit(PHONE)
    own_offers(visitor)
    cookies = visitor.page.context.cookies()
    plain = visitor.page.context.browser.new_context(java_script_enabled=False, viewport=PHONE)
    plain.add_cookies(cookies)
    page = plain.new_page()
    page.goto(visitor.page.url)
    page.locator("main a[href*='/offers/new/']").first.click()

    page.locator("[name=kind][value=gift]").check()
    page.locator("[name=title_nl]").fill("Een koffie bij elk brood")
    page.locator("button[value=look]").click()

    assert page.locator(".preview__title").inner_text() == "Een koffie bij elk brood"
    assert page.locator("[name=title_nl]").input_value() == "Een koffie bij elk brood"
    plain.close()
