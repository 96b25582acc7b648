"""A voucher on a phone without reception: it was opened once, and that is enough."""

import re

import pytest

from tests.sample_site import PHONE

TULIPS = "/kortrijk/offers/bloemen-sint-maarten-een-bos-tulpen-bij-elk-boeket"
KEPT = """async () => {
  const cache = await caches.open('vouchers');
  return (await cache.keys()).map(({ url }) => new URL(url).pathname);
}"""


@pytest.fixture
def holder(visit):
    """A phone on which a voucher was opened, and that keeps it."""
    visitor = visit(PHONE)
    visitor.goes_to(TULIPS)
    visitor.page.locator("main form[action$='/claim'] button").click()
    visitor.page.wait_for_url(re.compile("/v/"))
    visitor.page.locator("[data-stored]:visible").wait_for()
    return visitor


def words(page):
    return page.locator("main").inner_text()


def test_a_voucher_opens_without_reception_and_says_of_when_it_is(holder):
    page = holder.page
    code = page.locator(".ticket__typed strong").inner_text()
    assert "Bewaard op dit toestel" not in words(page)

    page.context.set_offline(True)
    page.reload()

    assert "Bewaard op dit toestel, stand van" in words(page)
    assert page.locator(".ticket__typed strong").inner_text() == code
    assert page.locator(".ticket__qr svg").is_visible()


def test_reception_that_goes_and_comes_back_is_told(holder):
    page = holder.page
    note = page.locator("[data-kept]")

    page.context.set_offline(True)
    note.wait_for()
    page.context.set_offline(False)

    note.wait_for(state="hidden")


def test_a_voucher_that_ended_elsewhere_shows_it_when_there_is_reception(holder, visit):
    page = holder.page
    page.context.set_offline(True)
    page.locator("[data-kept]").wait_for()
    other = visit(PHONE)
    other.goes_to(f"{page.evaluate('location.pathname')}/back")
    other.page.locator("main form button").click()
    other.page.wait_for_url(re.compile(r"/v/\w+$"))

    page.context.set_offline(False)

    page.get_by_text("Je gaf deze bon terug").wait_for()
    assert page.locator(".ticket__qr svg").count() == 0


def test_the_list_works_without_reception(holder):
    page = holder.page
    holder.goes_to("/kortrijk/vouchers")
    page.locator(".wallet__row .tag:visible").wait_for()
    page.locator("[data-stored]:visible").wait_for()

    page.context.set_offline(True)
    page.reload()

    page.get_by_text("Geen ontvangst").wait_for()
    page.locator(".wallet__row a").click()
    page.wait_for_url(re.compile("/v/"))
    assert "Bewaard op dit toestel" in words(page)


def test_what_is_removed_from_the_list_is_gone_from_the_phone(holder):
    page = holder.page
    path = page.evaluate("location.pathname")
    holder.goes_to("/kortrijk/vouchers")

    page.locator("[data-list] [data-remove]").click()
    page.get_by_text("Nog geen bonnen").wait_for()

    page.reload()
    page.get_by_text("Nog geen bonnen").wait_for()
    assert path not in page.evaluate(KEPT)


def test_a_voucher_is_saved_as_a_picture_that_a_scanner_reads(holder, tmp_path):
    page = holder.page

    with page.expect_download() as saved:
        page.locator("[data-save]").click()
    saved.value.save_as(tmp_path / "voucher.png")

    assert saved.value.suggested_filename == f"voucher-{page.evaluate('location.pathname')[3:]}.png"
    assert (tmp_path / "voucher.png").read_bytes().startswith(b"\x89PNG")


def test_one_press_is_one_voucher_and_going_back_and_pressing_is_the_next(visit):
    visitor = visit(PHONE)
    visitor.goes_to("/kortrijk/offers/ijssalon-polaire-tweede-wafel-met-ijs-gratis")
    button = visitor.page.locator("main form[action$='/claim'] button")

    button.click()
    visitor.page.wait_for_url(re.compile("/v/"))
    first = visitor.page.url
    visitor.page.go_back()
    button.click()
    visitor.page.wait_for_url(re.compile("/v/"))

    assert visitor.page.url != first
