"""The map and the guide in a pocket, on a phone and on a desk, with and without reception."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from cityshop.cities.queries import city_by_slug
from cityshop.core.db import Database, renew_public_pages
from tests.makers.maps import KORTRIJK, many_terraces, town_extract
from tests.sample_site import DESK, PHONE

HERE = {"latitude": 50.8285, "longitude": 3.2650}
ZOUTLEEUW = (50.8330, 5.1035)
FINGER = {"has_touch": True, "is_mobile": True}
TABS_IN_THE_MAP = """() => [...document.querySelectorAll(".map-part *")]
  .filter((one) => one.tabIndex >= 0 && one.checkVisibility()).length"""
IS_PAINTED = """() => [...document.querySelectorAll("canvas.leaflet-tile")].some((tile) => {
  if (!tile.width) return false;
  const { data } = tile.getContext("2d").getImageData(0, 0, tile.width, tile.height);
  return new Set(new Uint32Array(data.buffer)).size > 3;
})"""
NAUGHTY = "<img src=x onerror=alert(1)>"
ROUTE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": kind, "coordinates": coordinates},
            "properties": properties,
        }
        for kind, coordinates, properties in (
            ("LineString", [[3.2646, 50.8279], [3.2700, 50.8300]], {"role": "main"}),
            ("Point", [3.2646, 50.8279], {"number": 1, "name": NAUGHTY, "kind": "hospitality"}),
            ("Point", [3.2700, 50.8300], {"number": 2, "name": "Park", "kind": "green"}),
        )
    ],
}
MARKERS = ".map__pin, .map__cluster"


@pytest.fixture(scope="module")
def crowded(sample_site):
    """A city with more than nine hundred places."""
    database = Database(sample_site.settings.database_url)
    with database.reads() as session:
        city_id = city_by_slug(session, "zoutleeuw").id
    many_terraces(database, city_id, 900, at=ZOUTLEEUW)
    with database.writes.begin() as session:
        renew_public_pages(session, city_id)
    database.engine.dispose()
    return "zoutleeuw"


@pytest.fixture
def map_of(visit):
    def open_map(address="/kortrijk/guide?map=1", size=PHONE, **options):
        visitor = visit(size, **options)
        visitor.goes_to(address)
        visitor.page.locator(MARKERS).first.wait_for(state="attached", timeout=30_000)
        return visitor

    return open_map


def said(visitor):
    return visitor.page.locator("[data-map-said]")


def test_the_map_opens_with_its_points_and_says_whose_it_is(map_of):
    visitor = map_of()

    assert visitor.page.locator(MARKERS).count() > 20
    assert "Schematische kaart" in visitor.page.locator(".leaflet-control-attribution").inner_text()


def test_a_row_leads_to_its_marker_and_the_marker_back(map_of):
    visitor = map_of()
    row = visitor.page.locator(".place").nth(3)
    name = row.locator(".place__name").inner_text()

    row.locator(".place__show").click()

    popup = visitor.page.locator(".leaflet-popup-content")
    assert popup.locator("strong").inner_text() == name
    assert visitor.page.evaluate("() => document.activeElement.closest('.leaflet-popup') !== null")
    assert "place--pointed" in row.get_attribute("class")
    popup.locator("a").first.click()
    assert visitor.page.evaluate("() => location.hash") == f"#{row.get_attribute('id')}"


def test_a_tap_on_a_marker_points_at_its_row(map_of):
    visitor = map_of(size=DESK)

    visitor.page.locator(".map__pin").first.dispatch_event("click")

    name = visitor.page.locator(".leaflet-popup-content strong").inner_text()
    assert visitor.page.locator(".place--pointed .place__name").inner_text() == name


def test_who_closes_the_popup_is_back_where_they_were(map_of):
    visitor = map_of(size=DESK)
    button = visitor.page.locator(".place__show").first
    button.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.locator(".leaflet-popup-content").wait_for()

    visitor.page.keyboard.press("Escape")

    assert visitor.page.evaluate("() => document.activeElement.className").startswith("place__show")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nine_hundred_places_are_a_handful_of_stops_for_tab(map_of, crowded, size):
    visitor = map_of(f"/{crowded}/guide?map=1", size)

    visitor.page.locator(".map__cluster").first.wait_for()
    assert visitor.page.evaluate(TABS_IN_THE_MAP) <= 12
    visitor.page.locator(".place__show").first.click()
    visitor.page.locator(".leaflet-popup-content").wait_for()
    assert visitor.page.evaluate(TABS_IN_THE_MAP) <= 12


def test_buttons_of_the_map_are_large_enough_for_a_thumb(map_of):
    visitor = map_of(**FINGER)

    boxes = [
        one.bounding_box() for one in visitor.page.locator(".map a, .map button").all() if one.is_visible()
    ]
    controls = [box for box in boxes if box["height"] > 20]  # words of thanks are text, not controls
    assert controls
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in controls)


def test_one_finger_scrolls_the_page_and_the_map_says_so(map_of):
    visitor = map_of(**FINGER)

    assert visitor.page.locator(".map-hint--finger").is_visible()
    assert not visitor.page.locator(".map-hint--mouse").is_visible()
    box = visitor.page.locator(".map")
    assert "pan-y" in box.evaluate("(map) => getComputedStyle(map).touchAction")
    before = box.locator(".leaflet-map-pane").evaluate("(pane) => pane.style.transform")
    box.dispatch_event("wheel", {"deltaY": 200})
    assert box.locator(".leaflet-map-pane").evaluate("(pane) => pane.style.transform") == before


def test_where_i_am_sorts_the_list_and_stays_on_the_phone(map_of):
    asked = []
    visitor = map_of(geolocation=HERE | {"accuracy": 20}, permissions=["geolocation"])
    visitor.page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))

    visitor.page.locator(".map__here").click()

    visitor.page.locator(".place__far").first.wait_for()
    assert "20 m" in said(visitor).inner_text()
    far = visitor.page.locator(".place__far").all_inner_texts()
    metres = [
        float(re.sub(r"[^\d,]", "", words).replace(",", ".")) * (1000 if "km" in words else 1)
        for words in far
    ]
    assert metres == sorted(metres)
    assert not [address for address in asked if "50.82" in address or "3.265" in address]


def test_nearest_first_works_without_the_map(visit):
    visitor = visit(geolocation=HERE | {"accuracy": 12}, permissions=["geolocation"])
    visitor.goes_to("/kortrijk/guide")

    visitor.page.locator("[data-nearest]").click()

    visitor.page.locator(".place__far").first.wait_for()
    assert visitor.page.locator("[data-nearest]").get_attribute("aria-pressed") == "true"


def test_nearest_first_looks_beyond_the_page_that_is_shown(visit, crowded):
    visitor = visit(geolocation=HERE | {"accuracy": 12}, permissions=["geolocation"])
    visitor.goes_to(f"/{crowded}/guide")
    before = set(visitor.page.locator(".place").evaluate_all("(rows) => rows.map((row) => row.id)"))

    visitor.page.locator("[data-nearest]").click()

    visitor.page.locator(".place__far").first.wait_for()
    after = visitor.page.locator(".place").evaluate_all("(rows) => rows.map((row) => row.id)")
    assert len(after) == 50
    assert set(after) - before
    assert "50" in visitor.page.locator("[data-nearest-count]").inner_text()


def test_a_refusal_is_said_and_the_list_stays(map_of):
    visitor = map_of()
    visitor.context.clear_permissions()

    visitor.page.locator(".map__here").click()

    visitor.page.wait_for_function(
        "() => document.querySelector('[data-map-said]').textContent.includes('instellingen')"
    )
    assert visitor.page.locator(".place").count() > 20


def test_a_position_that_is_three_kilometres_wrong_says_so(map_of):
    visitor = map_of(geolocation=HERE | {"accuracy": 3000}, permissions=["geolocation"])

    visitor.page.locator(".map__here").click()

    visitor.page.wait_for_function(
        "() => document.querySelector('[data-map-said]').textContent.includes('3 km')"
    )


def test_a_slow_position_says_so(map_of):
    visitor = map_of()
    visitor.page.evaluate("() => { navigator.geolocation.getCurrentPosition = () => {} }")

    visitor.page.locator(".map__here").click()

    visitor.page.wait_for_function(
        "() => document.querySelector('[data-map-said]').textContent.includes('langer')", timeout=8_000
    )


def test_nothing_is_asked_of_the_phone_before_a_tap(map_of):
    visitor = map_of()

    assert (
        visitor.page.evaluate("async () => (await navigator.permissions.query({name: 'geolocation'})).state")
        == "prompt"
    )
    assert said(visitor).inner_text() == ""


def test_a_place_shows_itself_on_a_map(map_of):
    visitor = map_of("/kortrijk/guide/koffie-vlas?map=1")

    assert visitor.page.locator(".map__pin").count() == 1


def test_a_route_is_a_line_with_numbered_stops(visit):
    visitor = visit()
    page = visitor.page
    page.route("**/summer.geojson", lambda route: route.fulfill(json=ROUTE))
    page.route("**/koffie-vlas?map=1", ask_for_a_line)

    visitor.goes_to("/kortrijk/guide/koffie-vlas?map=1")

    page.locator(".map__stop").first.wait_for()
    assert page.locator(".map__stop").all_inner_texts() == ["1", "2"]
    assert page.locator("path.map__route--main").count() == 1
    page.locator(".map__stop").first.click()
    assert page.locator(".leaflet-popup-content").inner_text() == NAUGHTY


def ask_for_a_line(route):
    answer = route.fetch()
    route.fulfill(
        response=answer, body=re.sub('data-point="[^"]*"', 'data-line="/summer.geojson"', answer.text())
    )


def test_the_guide_is_read_in_flight_mode_after_keeping_it(visit):
    visitor = visit()
    page = visitor.page
    keep_the_guide(visitor)

    visitor.context.set_offline(True)
    page.goto(f"{visitor.site.address}/kortrijk/guide")

    page.locator(".place").first.wait_for()
    assert page.locator("[data-keep-offline]").is_visible()
    assert "Bewaard op" in page.locator("[data-keep-when]").inner_text()
    total = page.locator(".place").count()
    page.locator("#q").fill("vlasmarkt")
    assert 0 < page.locator(".place").count() < total
    page.locator("#q").fill("")
    page.locator("#kind").select_option("cafe")
    assert 0 < page.locator(".place").count() < total
    page.locator("#kind").select_option("")
    page.locator("input[name=open]").check()
    assert set(page.locator(".place .tag").evaluate_all("(tags) => tags.map((tag) => tag.className)")) <= {
        "tag tag--good"
    }
    page.locator("[data-act=map]").click()
    page.locator(".map__pin").first.wait_for(state="attached")
    visitor.errors.clear()  # the browser itself complains of the missing network


def test_hours_of_the_kept_guide_are_worked_out_again_and_run_out(visit):
    visitor = visit()
    page = visitor.page
    keep_the_guide(visitor)
    now = datetime.now(UTC)

    for hours, words in ((1, "Bewaard op"), (49, "Bewaar de gids opnieuw")):
        page.clock.set_fixed_time(now + timedelta(hours=hours))
        page.reload()
        page.locator(".place").first.wait_for()
        assert words in page.locator("[data-keep-when]").inner_text()
    tags = page.locator(".place .tag").all_inner_texts()
    assert {tag.strip() for tag in tags} == {"Uren niet bekend"}


def test_the_kept_guide_goes_with_one_button(visit):
    visitor = visit()
    keep_the_guide(visitor)

    visitor.page.locator("[data-act=forget]").click()

    visitor.page.locator("[data-act=keep]").wait_for()
    assert visitor.page.evaluate("async () => (await caches.keys()).length") == 0
    assert visitor.page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


@pytest.fixture
def basemap(sample_site, tmp_path):
    """Kortrijk lies on tiles of its own while a test of English pages lasts; others read Dutch ones."""
    sample_site.run(
        "basemap", "build", str(town_extract(tmp_path)), "--bbox", str(KORTRIJK), "--city", "kortrijk"
    )
    yield
    for path in sample_site.settings.basemaps_folder.glob("kortrijk.*"):
        path.unlink()


def test_streets_of_our_own_tiles_are_painted_and_thanked_for(map_of, basemap):
    visitor = map_of("/en/kortrijk/guide?map=1")

    visitor.page.wait_for_function(IS_PAINTED)
    assert "OpenStreetMap" in visitor.page.locator(".leaflet-control-attribution").inner_text()
    assert visitor.page.evaluate(TABS_IN_THE_MAP) <= 12


def test_tiles_are_read_in_flight_mode_too(visit, basemap):
    visitor = visit()
    keep_the_guide(visitor, "/en/kortrijk/guide/offline")

    visitor.context.set_offline(True)
    visitor.page.reload()
    visitor.page.locator("[data-act=map]").click()

    visitor.page.wait_for_function(IS_PAINTED)


def keep_the_guide(visitor, address="/kortrijk/guide/offline"):
    visitor.goes_to(address)
    visitor.page.locator("[data-act=keep]").click()
    visitor.page.locator("[data-act=forget]").wait_for()
    visitor.page.evaluate("async () => { await navigator.serviceWorker.ready }")
