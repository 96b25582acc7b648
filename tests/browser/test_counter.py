"""The counter on a phone: hand scanners, photos, other lenses, what is heard and felt, and without script."""

import io

import pytest
import qrcode
from axe_playwright_python.sync_playwright import Axe

from tests.browser.till import FLORIST_SLUG, PHONE_PARTS, as_scanned, claim, stand_behind
from tests.chromium import chromium_path
from tests.sample_site import CHROMIUM_OPTIONS, DESK, PHONE

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
GLOVE = 56  # CSS pixels
LIGHTEST, SCANNER = 40_000, 20_000  # bytes over the wire
SMALL_TARGETS = f"""() => [...document.querySelectorAll("a, button, input:not([type=hidden], [type=file])")]
  .filter((one) => one.checkVisibility() && !one.matches(".skip"))
  .filter((one) => one.getBoundingClientRect().height < {GLOVE})
  .map((one) => one.outerHTML.slice(0, 90))"""
WEIGHT = """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
  .filter((one) => SCANNER === one.name.includes("/decode-"))
  .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
# What a scanner on a cable does: keys within a few milliseconds, into whatever field has the focus.
SCAN = """([text, keys]) => {
  const press = (key, code) => {
    const field = document.activeElement;
    const event = new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true });
    if (field.dispatchEvent(event) && key.length === 1 && field.matches("input")) field.value += key;
  };
  for (const sign of text) press(keys[sign] ?? sign, /[0-9]/.test(sign) ? `Digit${sign}` : `Key${sign}`);
  press("Enter", "Enter");
}"""
AZERTY = dict(zip("0123456789AQWZM", "à&é\"'(§è!çQAZW?", strict=True))
VIDEO = "document.querySelector('video').srcObject?.getVideoTracks()[0]"
TURN_AWAY = """(away) => {
  Object.defineProperty(document, "hidden", { value: away, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def till(visit, sample_site):
    """Somebody with a phone behind the counter of the florist."""
    visitor = visit()
    visitor.page.add_init_script(PHONE_PARTS)
    visitor.link = stand_behind(visitor.page, sample_site)
    return visitor


@pytest.fixture
def at_once(visit):
    """The florist redeems what is scanned, for as long as a test lasts."""
    desk = visit(DESK)
    desk.goes_to("/sign-in")
    desk.page.fill("input[name=email]", "staff@kortrijk.example")
    desk.page.fill("input[name=password]", "demo-demo-demo")
    desk.page.click("main form button")
    desk.page.wait_for_url(lambda address: "sign-in" not in address)

    def tick(*, is_on):
        desk.goes_to(f"/staff/kortrijk/merchants/{FLORIST_SLUG}/counters")
        desk.page.set_checked("input[name=scans_at_once]", is_on)
        desk.page.click("form[action$='/scanning'] button")
        desk.page.wait_for_load_state()

    tick(is_on=True)
    yield
    tick(is_on=False)


def scan_by_hand(page, text, keys=None):
    page.evaluate(SCAN, [text, keys or {}])


def test_a_redemption_is_heard_and_felt_while_the_screen_stays_on(till, sample_site):
    page = till.page
    page.fill("input[name=code]", claim(sample_site))
    page.click("[data-code-form] button")
    page.click("form[action$='/redeem'] button")
    page.wait_for_selector("[data-answer=good]")

    assert page.evaluate("felt") == [[60]]
    assert page.evaluate("heard") == 2
    assert page.evaluate("keptOn") == 1


def test_a_refusal_sounds_otherwise(till):
    till.page.fill("input[name=code]", "AAAAAAAAAA")
    till.page.click("[data-code-form] button")
    till.page.wait_for_selector("[data-answer=refused]")

    assert till.page.evaluate("felt") == [[180, 80, 180]]


def test_a_hand_scanner_is_heard_wherever_the_focus_is(till, sample_site):
    first, second = claim(sample_site), claim(sample_site)
    scan_by_hand(till.page, as_scanned(sample_site, first))
    till.page.wait_for_selector("form[action$='/redeem']")
    till.page.focus("input[name=amount]")

    scan_by_hand(till.page, second)

    till.page.wait_for_selector(f"input[name=code][value='{second}']", state="attached")
    assert till.page.input_value("input[name=amount]") == ""


def test_a_hand_scanner_goes_on_from_an_answer(till, sample_site):
    scan_by_hand(till.page, "AAAAAAAAAA")
    till.page.wait_for_selector("[data-answer=refused]")

    scan_by_hand(till.page, claim(sample_site))

    till.page.wait_for_selector("form[action$='/redeem']")


def test_a_scanner_set_to_another_keyboard_is_understood(till, sample_site):
    code = claim(sample_site)

    scan_by_hand(till.page, code, AZERTY)

    till.page.wait_for_selector(f"input[name=code][value='{code}']", state="attached")


@pytest.mark.usefixtures("at_once")
def test_a_shop_in_a_hurry_redeems_what_it_scans(till, sample_site):
    till.page.reload()
    scan_by_hand(till.page, as_scanned(sample_site, claim(sample_site)))

    till.page.wait_for_selector("[data-answer=good]")
    till.page.click("form[action$='/undo'] button")
    till.page.wait_for_selector("[data-answer=wait]")


def test_a_code_is_read_from_a_photo(till, sample_site):
    code = claim(sample_site)
    photo = io.BytesIO()
    qrcode.make(as_scanned(sample_site, code), box_size=12).save(photo)

    till.page.set_input_files(
        "[data-photo]", {"name": "a.png", "mimeType": "image/png", "buffer": photo.getvalue()}
    )

    till.page.wait_for_selector(f"input[name=code][value='{code}']", state="attached")


def test_a_photo_without_code_says_so(till):
    till.page.set_input_files(
        "[data-photo]", {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"}
    )

    till.page.locator("[data-camera-said]", has_text="geen code").wait_for()


@pytest.mark.parametrize(
    ("error", "word"),
    [
        ("NotAllowedError", "instellingen"),
        ("NotFoundError", "geen toegang tot de camera"),
        ("NotReadableError", "Een andere app"),
    ],
)
def test_a_camera_that_is_not_given_is_said_in_words(till, error, word):
    till.page.evaluate(
        "(name) => navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', name))",
        error,
    )
    till.page.click("[data-start-camera]")

    till.page.locator("[data-camera-said]", has_text=word).wait_for()
    assert till.page.locator("[data-start-camera]").is_visible()


@pytest.fixture
def two_lenses(chromium, sample_site):
    """A phone with two lenses and a light, behind the counter."""
    pretend = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=2"]
    options = [*CHROMIUM_OPTIONS, *pretend]
    browser = chromium.browser_type.launch(executable_path=chromium_path(), args=options)
    page = browser.new_page(viewport=PHONE)
    page.set_default_timeout(10_000)
    page.add_init_script(
        "globalThis.lit = []; MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });"
        "MediaStreamTrack.prototype.applyConstraints = async (wish) => lit.push(wish.advanced[0].torch)"
    )
    stand_behind(page, sample_site)
    page.click("[data-start-camera]")
    yield page
    browser.close()


def test_another_lens_is_chosen_and_remembered(two_lenses):
    lens = f"{VIDEO}?.getSettings().deviceId"
    two_lenses.wait_for_selector("[data-other-lens]")
    first = two_lenses.evaluate(lens)

    two_lenses.click("[data-other-lens]")

    two_lenses.wait_for_function(f"(first) => {lens} && {lens} !== first", arg=first)
    assert two_lenses.evaluate("localStorage.getItem('counter-lens')") == two_lenses.evaluate(lens)


def test_the_light_goes_on_and_off(two_lenses):
    two_lenses.click("[data-light]")
    two_lenses.wait_for_selector("[data-light][aria-pressed=true]")
    two_lenses.click("[data-light]")
    two_lenses.wait_for_selector("[data-light][aria-pressed=false]")

    assert two_lenses.evaluate("lit") == [True, False]


def test_the_camera_sleeps_while_nobody_looks_at_the_page(two_lenses):
    state = f"{VIDEO}?.readyState"
    two_lenses.wait_for_function(f"() => {state} === 'live'")

    two_lenses.evaluate(TURN_AWAY, arg=True)
    two_lenses.wait_for_function(f"() => {state} === 'ended'")
    two_lenses.evaluate(TURN_AWAY, arg=False)

    two_lenses.wait_for_function(f"() => {state} === 'live'")


def test_without_script_the_counter_works_with_typed_codes(visit, sample_site):
    visitor = visit(java_script_enabled=False)
    page = visitor.page
    link = stand_behind(page, sample_site)
    page.fill("input[name=code]", claim(sample_site).lower())
    page.click("[data-code-form] button")
    page.fill("input[name=amount]", "12.50")
    page.click("form[action$='/redeem'] button")
    assert page.locator("[data-answer=good]").is_visible()

    page.goto(f"{link}/today")
    page.click("form[action$='/undo'] button")

    assert page.url == f"{link}/today"
    assert "till__line--undone" in page.locator(".till__line").first.get_attribute("class")


def test_every_page_of_the_counter_is_for_gloves_and_readers(till, sample_site):
    page, code = till.page, claim(sample_site)
    for path in ("", f"/voucher?code={code}", "/voucher?code=AAAAAAAAAA", "/today"):
        page.goto(till.link + path)
        assert page.evaluate(SMALL_TARGETS) == []
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []


def test_the_counter_is_light_and_the_scanner_comes_when_asked(two_lenses, till):
    till.page.reload()

    assert till.page.evaluate(WEIGHT.replace("SCANNER", "false")) <= LIGHTEST
    assert till.page.evaluate(WEIGHT.replace("SCANNER", "true")) == 0
    two_lenses.wait_for_function(f"() => ({WEIGHT.replace('SCANNER', 'true')})() > 0")
    assert two_lenses.evaluate(WEIGHT.replace("SCANNER", "true")) <= SCANNER
