"""The counter reads a voucher with the camera of a real Chromium."""

import re
from pathlib import Path

import pytest

from tests.browser.camera import film_of_code, film_of_nothing
from tests.browser.conftest import BAKERY
from tests.browser.till import stand_behind
from tests.chromium import chromium_path
from tests.sample_site import CHROMIUM_OPTIONS, PHONE

OFFER = "/kortrijk/offers/bakkerij-vandoorne-20-op-al-ons-brood"
AGAIN = 3_500  # milliseconds; a code that was away for three seconds is a new scan


@pytest.fixture
def with_camera(chromium, sample_site):
    """`with_camera(film)` opens the counter of the bakery on a phone before whose camera the film plays."""
    browsers = []

    def open_counter(film: Path):
        pretend = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
        options = [*CHROMIUM_OPTIONS, *pretend, f"--use-file-for-fake-video-capture={film}"]
        browsers.append(chromium.browser_type.launch(executable_path=chromium_path(), args=options))
        page = browsers[-1].new_page(viewport=PHONE)
        page.set_default_timeout(10_000)
        stand_behind(page, sample_site, BAKERY)
        return page

    yield open_counter
    for browser in browsers:
        browser.close()


def test_a_voucher_is_scanned_looked_at_redeemed_and_undone(with_camera, sample_site, tmp_path):
    voucher = sample_site.post(f"{OFFER}/claim", {}).location
    code = voucher.rpartition("/")[2]
    page = with_camera(film_of_code(tmp_path / "code.y4m", f"{sample_site.address}/V/{code}".upper()))

    page.click("[data-start-camera]")
    page.wait_for_selector("form[action$='/redeem']")
    assert sample_site.get(voucher).body.count('class="qr"') == 1

    page.click("form[action$='/redeem'] button")
    page.wait_for_url(re.compile("/answer/"))
    assert page.locator("[data-answer=good] h1").inner_text()
    assert sample_site.get(voucher).body.count('class="qr"') == 0

    page.click("form[action$='/undo'] button")
    page.wait_for_selector("[data-answer=wait]")
    assert sample_site.get(voucher).body.count('class="qr"') == 1


def test_the_next_scan_starts_by_itself_and_tells_a_used_voucher(with_camera, sample_site, tmp_path):
    code = sample_site.post(f"{OFFER}/claim", {}).location.rpartition("/")[2]
    page = with_camera(film_of_code(tmp_path / "code.y4m", f"{sample_site.address}/V/{code}".upper()))
    page.click("[data-start-camera]")
    page.click("form[action$='/redeem'] button")
    page.wait_for_selector("[data-answer=good]")

    page.click("[data-answer] a")

    page.wait_for_selector("[data-answer=refused]")


def test_snow_is_no_voucher(with_camera, tmp_path):
    page = with_camera(film_of_nothing(tmp_path / "snow.y4m"))

    page.click("[data-start-camera]")
    page.wait_for_timeout(1_500)

    assert page.locator("video").evaluate("video => video.videoWidth") > 0
    assert page.locator("input[name=code]").input_value() == ""
    assert page.locator("[data-camera]").is_visible()


def test_the_camera_goes_out_when_the_voucher_is_there(with_camera, sample_site, tmp_path):
    code = sample_site.post(f"{OFFER}/claim", {}).location.rpartition("/")[2]
    page = with_camera(film_of_code(tmp_path / "code.y4m", f"{sample_site.address}/V/{code}".upper()))
    page.evaluate(
        "() => { const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);"
        "navigator.mediaDevices.getUserMedia = async (wish) => (globalThis.seen = await open(wish)); }"
    )

    page.click("[data-start-camera]")
    page.wait_for_selector("form[action$='/redeem']")

    assert page.evaluate("globalThis.seen.getTracks().every((track) => track.readyState === 'ended')")


def test_a_code_that_stays_before_the_lens_is_one_scan_without_reception_too(with_camera, tokens, tmp_path):
    page = with_camera(film_of_code(tmp_path / "code.y4m", tokens(1)[0]))
    page.click("[data-phone-pair]")
    page.wait_for_selector("[data-phone-contact]:not([hidden])")
    page.context.set_offline(True)
    page.goto(page.url)
    page.click("[data-start-camera]")

    page.wait_for_selector("[data-screen=voucher]:not([hidden])")
    page.fill("input[name=amount]", "12,50")
    page.wait_for_timeout(AGAIN)
    assert page.input_value("input[name=amount]") == "12,50"

    page.click("[data-order] button[type=submit]")
    page.wait_for_selector("[data-screen=answer] [data-answer=saved]")
    page.wait_for_timeout(AGAIN)
    assert page.locator("[data-screen=answer] [data-answer=saved]").is_visible()

    page.click("[data-screen=answer] [data-next]")
    page.wait_for_timeout(AGAIN)
    assert page.locator("[data-screen=scan]").is_visible()
