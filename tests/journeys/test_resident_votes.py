"""A resident votes on a phone, from the front page to the receipt."""

import re

from tests.mail import code_sent_to


def test_a_resident_votes_and_keeps_a_receipt(visit):
    resident = visit()
    resident.goes_to("/kortrijk")
    resident.page.locator("main a[href*='/vote/ambassadeur-2026']").first.click()
    resident.page.locator("main a[href*='/vote/ambassadeur-2026/']").first.click()
    shopkeeper = resident.heading

    resident.page.get_by_label("E-mail").fill("els@inwoner.example")
    resident.page.locator("main form button").click()
    resident.page.wait_for_url(re.compile("/confirm"))
    resident.page.locator("input[name=code]").fill(code_sent_to(resident.site, "els@inwoner.example"))
    resident.page.locator("main form button").first.click()
    resident.page.wait_for_url(re.compile("/receipt/"))

    assert resident.page.locator("svg.qr").count() == 1
    assert shopkeeper


def test_a_link_in_the_mail_only_fills_in_the_code(visit):
    resident = visit()
    resident.goes_to("/kortrijk/vote/ambassadeur-2026")
    resident.page.locator("main a[href*='/vote/ambassadeur-2026/']").first.click()
    resident.page.get_by_label("E-mail").fill("mailscanner@inwoner.example")
    resident.page.locator("main form button").click()
    resident.page.wait_for_url(re.compile("/confirm"))
    code = code_sent_to(resident.site, "mailscanner@inwoner.example")

    resident.goes_to(f"{resident.page.url}&code={code}")

    assert resident.page.locator("input[name=code]").input_value() == code
    assert "/confirm" in resident.page.url


def test_a_vote_needs_no_script(visit):
    resident = visit(java_script_enabled=False)
    resident.goes_to("/kortrijk/vote/ambassadeur-2026")
    resident.page.locator("main a[href*='/vote/ambassadeur-2026/']").nth(1).click()
    resident.page.get_by_label("E-mail").fill("zonder.script@inwoner.example")
    resident.page.locator("main form button").click()
    resident.page.wait_for_url(re.compile("/confirm"))
    code = code_sent_to(resident.site, "zonder.script@inwoner.example")
    resident.page.locator("input[name=code]").fill(code)
    resident.page.locator("main form button").first.click()

    resident.page.wait_for_url(re.compile("/receipt/"))
