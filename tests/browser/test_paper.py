"""What comes out of a printer: the right number of pages, of the right size."""

import re
from urllib.parse import urljoin

import pytest

from tests.sample_site import DESK

POINTS, PIXELS = 72 / 25.4, 96 / 25.4  # in a millimetre
A4, STICKER = (210, 297), (100, 100)


@pytest.fixture(scope="module")
def keeper(chromium, sample_site):
    """The keeper of the bakery, and a page of town hall, signed in once for all tests."""
    contexts = {}
    for who in ("merchant", "staff"):
        contexts[who] = context = chromium.new_context(viewport=DESK)
        page = context.new_page()
        page.goto(f"{sample_site.address}/sign-in")
        page.fill("input[name=email]", f"{who}@kortrijk.example")
        page.fill("input[name=password]", "demo-demo-demo")
        page.click("main form button")
        page.wait_for_url(re.compile("/(shop|staff)"))
    yield lambda who, path: _opened(contexts[who].new_page(), sample_site.address + path)
    for context in contexts.values():
        context.close()


def _opened(page, address):
    assert page.goto(address).status == 200
    return page


def pages_of(page):
    """The size of each printed page, in whole millimetres."""
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    return [tuple(round(float(side) / POINTS) for side in box) for box in boxes]


@pytest.mark.parametrize(
    ("sheet", "pages"),
    [
        ("poster", [A4]),
        ("tent", [A4]),
        ("stickers", [A4]),
        ("sticker-cut", [STICKER]),
        ("cards", [A4]),
    ],
)
def test_a_kit_of_one_shop_is_one_page_of_the_right_size(keeper, sheet, pages):
    page = keeper("merchant", f"/shop/offers/1/kit/print?sheet={sheet}&in=nl-fr")

    assert pages_of(page) == pages


def test_the_posters_of_a_street_are_a_page_each(keeper):
    page = keeper("staff", "/staff/kortrijk/offers/kit/print?sheet=poster")

    assert pages_of(page) == [A4] * page.locator("article").count()
    assert page.locator("article").count() > 10


@pytest.mark.parametrize(("per", "pages"), [(8, 3), (10, 2)])
def test_vouchers_fill_pages_of_eight_or_ten(keeper, per, pages):
    page = keeper("staff", f"/staff/kortrijk/sheets/1/print?per={per}")

    assert pages_of(page) == [A4] * pages


@pytest.mark.parametrize("reader", ["residents", "shops"])
@pytest.mark.parametrize("language", ["", "/fr", "/de"])
def test_how_it_works_at_the_till_fits_one_page(keeper, language, reader):
    page = keeper("staff", f"{language}/kortrijk/offers/how/print?for={reader}")

    assert pages_of(page) == [A4]
    assert page.evaluate(
        "() => { const steps = document.querySelector('.till-sheet__steps');"
        " return steps.scrollHeight <= steps.clientHeight + 1; }"
    )


def test_the_code_of_a_voucher_is_large_enough_on_paper(keeper):
    page = keeper("staff", "/staff/kortrijk/sheets/1/print?per=10")
    page.emulate_media(media="print")

    side = page.locator(".paper-voucher .qr").first.evaluate("(one) => one.getBoundingClientRect().width")

    assert side / PIXELS >= 27.9  # with its white edge; the code itself is 45 of 53 modules


@pytest.mark.parametrize("language", ["", "/fr", "/de"])
def test_a_monday_card_is_one_page_without_what_is_for_the_screen(keeper, language):
    page = keeper("merchant", f"{language}/shop/offers/card")
    cards = [one.get_attribute("href") for one in page.locator("main .todo a").all()]
    for card in cards:
        page.goto(urljoin(page.url, card))

        assert pages_of(page) == [A4]
    page.emulate_media(media="print")
    assert not page.locator("header nav").is_visible()
    assert len(cards) > 1
